import { describe, expect, it } from 'vitest'
import { parseArguments } from '../../src/cli/arguments.ts'

describe('parseArguments', () => {
  it('reads a command, its directory and its options, in any order', () => {
    const call = parseArguments([
      'clear',
      '--tag=a',
      '--older-than',
      '1h30m',
      './cache',
      '-y',
      '--tag',
      'b',
      '--key',
      '1',
    ])
    expect(call).toEqual({
      command: 'clear',
      operand: './cache',
      olderThan: 5_400_000,
      tags: ['a', 'b'],
      keys: ['1'],
      isConfirmed: true,
      isDryRun: false,
      isJson: false,
    })
  })

  it('takes what follows -- as a name, and a value after = also if it begins with a dash', () => {
    expect(parseArguments(['ls', '--', '--json'])).toMatchObject({ operand: '--json', isJson: false })
    expect(parseArguments(['ls', '--key=-1', '.'])).toMatchObject({ keys: ['-1'] })
  })

  it('asks for nothing else when help or the version is wanted', () => {
    expect(parseArguments(['--help'])).toMatchObject({ wants: 'help' })
    expect(parseArguments(['prune', '-h'])).toMatchObject({ command: 'prune', wants: 'help' })
    expect(parseArguments(['-v'])).toMatchObject({ wants: 'version' })
  })

  it.each<[args: string[], message: string]>([
    [['lst', '.'], 'There is no command "lst". Did you mean ls?'],
    [['frobnicate', '.'], 'There is no command "frobnicate".'],
    [['constructor', '.'], 'There is no command "constructor".'],
    [['prune', '--dryrun', '.'], 'There is no option "--dryrun". Did you mean --dry-run?'],
    [['ls', '--older', '.'], 'There is no option "--older". Did you mean --older-than?'],
    [['ls', '-x', '.'], 'There is no option "-x".'],
    [['ls', '--yes', '.'], 'ls has no option --yes.'],
    [['verify', '--tag', 'a', '.'], 'verify has no option --tag.'],
    [['ls', '--json=1', '.'], '--json takes no value.'],
    [['ls', '.', '--tag'], '--tag needs a value.'],
    [['ls', '.', '--tag', '--json'], '--tag needs a value.'],
    [['ls', '.', '--key='], '--key needs a value.'],
    [['ls', '.', '--older-than', '7x'], '--older-than: "7x" is no span. Write it as 30s, 5m, 1h30m or 7d.'],
    [['ls', '.', '--older-than', '7'], '--older-than: "7" is no span. Write it as 30s, 5m, 1h30m or 7d.'],
    [['ls'], 'ls needs a directory.'],
    [['ls', ''], 'ls needs a directory.'],
    [['show'], 'show needs a file.'],
    [['ls', 'a', 'b'], 'ls takes one directory.'],
    [['--json'], 'There is no option "--json".'],
  ])('refuses %j', (args, message) => {
    expect(() => parseArguments(args)).toThrow(expect.objectContaining({ name: 'UsageError', message }))
  })
})
