// The commands and their options. arguments.ts reads the arguments by these tables, and help.ts prints them.

/** An option of a command. */
interface OptionDefinition {
  /** The one letter that means the same. */
  readonly short?: string
  /** What stands for the value in the help. Absent: the option has no value. */
  readonly value?: string
  readonly description: string
}

export type OptionName = 'older-than' | 'tag' | 'key' | 'dry-run' | 'yes' | 'json' | 'help' | 'version'

export const options: Readonly<Record<OptionName, OptionDefinition>> = {
  'older-than': { value: '<span>', description: 'only entries that are at least this old: 30s, 5m, 1h30m, 7d' },
  tag: { value: '<tag>', description: 'only entries with this tag; several times: with one of them' },
  key: { value: '<key>', description: 'only entries with this key; * stands for any text' },
  'dry-run': { short: 'n', description: 'name the files, and delete nothing' },
  yes: { short: 'y', description: 'delete without a question' },
  json: { description: 'one JSON object a line, for programs' },
  help: { short: 'h', description: 'show this help' },
  version: { short: 'v', description: 'show the version' },
}

interface CommandDefinition {
  readonly operand: '<directory>' | '<file>'
  /** For the list of commands. */
  readonly summary: string
  /** For the help of the command. */
  readonly description: string
  readonly options: readonly OptionName[]
}

const filters: readonly OptionName[] = ['older-than', 'tag', 'key']

export type CommandName = 'ls' | 'show' | 'stats' | 'verify' | 'prune' | 'clear'

export const commands: Readonly<Record<CommandName, CommandDefinition>> = {
  ls: {
    operand: '<directory>',
    summary: 'list the entries',
    description: 'Lists the entries, in the order in which the disk has them, with age, size, file, key and tags.',
    options: [...filters, 'json'],
  },
  show: {
    operand: '<file>',
    summary: 'show one entry',
    description:
      'Shows one entry: its key, when it was stored, its spans and tags, and its value. Ends with 1 if it is damaged.',
    options: ['json'],
  },
  stats: {
    operand: '<directory>',
    summary: 'count entries and bytes',
    description: 'Counts entries and bytes, for each path of a cache, and all other files.',
    options: [...filters, 'json'],
  },
  verify: {
    operand: '<directory>',
    summary: 'check every file',
    description:
      'Reads every file as a whole, and compares its checksum. Names each file that is damaged, with the reason, and each\n' +
      'file of another program. Ends with 1 if a file is damaged or cannot be read.',
    options: ['json'],
  },
  prune: {
    operand: '<directory>',
    summary: 'delete what no call can use',
    description:
      'Deletes entries that have expired, damaged files, and what killed processes left behind. An entry has expired if its\n' +
      'file says for how long it lives, and that time is over. With --older-than, entries of that age have expired, too.\n' +
      'With --tag or --key, deletes only expired entries. Mutations of an outbox stay.',
    options: [...filters, 'dry-run', 'json'],
  },
  clear: {
    operand: '<directory>',
    summary: 'delete all entries',
    description:
      'Deletes all entries, damaged files, and what killed processes left behind. With --older-than, --tag or --key, deletes\n' +
      'only the entries that match. Asks first on a terminal, and needs --yes elsewhere. Files of other programs stay. A\n' +
      'directory in which they outnumber the entries is no cache: nothing in it is deleted.',
    options: [...filters, 'dry-run', 'yes', 'json'],
  },
}

/** What each command accepts besides its own options. */
export const commonOptions: readonly OptionName[] = ['help', 'version']
