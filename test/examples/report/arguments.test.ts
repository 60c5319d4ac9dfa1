import { describe, expect, test } from 'vitest'
import { readArguments, UsageError } from '../../../examples/report/arguments.ts'

describe('the command line', () => {
  test('has a default for everything', () => {
    expect(readArguments([])).toEqual({ project: '.', dir: null, json: false, help: false })
  })

  test('takes folders and flags in any order and either spelling', () => {
    const words = ['--json', '--dir=there', '--project', '/here', '-h']
    expect(readArguments(words)).toEqual({ project: '/here', dir: 'there', json: true, help: true })
  })

  test.each([
    [['--jsn'], 'there is no option --jsn'],
    [['-x'], 'there is no option -x'],
    [['--toString'], 'there is no option --toString'],
    [['cold'], "'cold' belongs to no option"],
    [['--dir'], '--dir needs a folder'],
    [['--dir='], '--dir needs a folder'],
    [['--dir', '--json'], '--dir needs a folder'],
    [['--json=yes'], '--json takes no value'],
  ])('refuses %j', (words, message) => {
    expect(() => readArguments(words)).toThrow(new UsageError(message))
  })
})
