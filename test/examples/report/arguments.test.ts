import { describe, expect, test } from 'vitest'
import { readArguments, UsageError } from '../../../examples/report/arguments.ts'

describe('the command line', () => {
  test('has a default for every option', () => {
    expect(readArguments([])).toEqual({ project: '.', dir: null, json: false, help: false })
  })

  test('accepts folders and flags in any order and both spellings', () => {
    const args = ['--json', '--dir=there', '--project', '/here', '-h']
    expect(readArguments(args)).toEqual({ project: '/here', dir: 'there', json: true, help: true })
  })

  test.each([
    [['--jsn'], 'unknown option --jsn'],
    [['-x'], 'unknown option -x'],
    [['--toString'], 'unknown option --toString'],
    [['cold'], "unexpected argument 'cold'"],
    [['--dir'], '--dir needs a folder'],
    [['--dir='], '--dir needs a folder'],
    [['--dir', '--json'], '--dir needs a folder'],
    [['--json=yes'], '--json takes no value'],
  ])('rejects %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(new UsageError(message))
  })
})
