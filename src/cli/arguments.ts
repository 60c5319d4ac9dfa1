// Reads the arguments of the command. `parseArgs` of Node does the work: a library would be a dependency that every user of the
// cache installs, for a command that few of them run. The errors of `parseArgs` name no similar option, so its tokens are checked
// here.

import { parseArgs } from 'node:util'
import { CachettaError, parseDuration } from 'cachetta'
import type { CommandName, OptionName } from './definitions.ts'
import { commands, commonOptions, options } from './definitions.ts'
import { suggest } from './suggest.ts'
import { UsageError } from './usage-error.ts'

/** What the user asks for. */
export interface Call {
  /** Absent: only `--help` or `--version`. */
  readonly command?: CommandName
  /** The directory or file. */
  readonly operand: string
  /** Milliseconds. */
  readonly olderThan?: number
  readonly tags: readonly string[]
  readonly keys: readonly string[]
  readonly isDryRun: boolean
  readonly isConfirmed: boolean
  readonly isJson: boolean
  readonly wants?: 'help' | 'version'
}

/** One option as the user wrote it. */
interface GivenOption {
  readonly name: string
  /** With its dashes. */
  readonly rawName: string
  readonly value?: string | undefined
  /** True for `--tag=a`, false for `--tag a`. */
  readonly inlineValue?: boolean | undefined
}

/** Throws `UsageError` for arguments that no command accepts. */
export function parseArguments(args: readonly string[]): Call {
  const { tokens } = parseArgs({ args: [...args], options: parserOptions, strict: false, tokens: true })
  const [name, ...operands] = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []))
  const command = name === undefined ? undefined : toCommand(name)
  for (const option of given) checkOption(option, command)
  const has = (option: OptionName): boolean => given.some(({ name }) => name === option)
  const valuesOf = (option: OptionName): string[] =>
    given.flatMap(({ name, value }) => (name === option && value !== undefined ? [value] : []))
  const wants = has('help') ? 'help' : has('version') ? 'version' : undefined
  const span = valuesOf('older-than').at(-1)
  return {
    operand: wants ? '' : toOperand(command, operands),
    tags: valuesOf('tag'),
    keys: valuesOf('key'),
    isDryRun: has('dry-run'),
    isConfirmed: has('yes'),
    isJson: has('json'),
    ...(command && { command }),
    ...(wants && { wants }),
    ...(span !== undefined && { olderThan: toMilliseconds(span) }),
  }
}

type ParserOption = { type: 'string' | 'boolean'; short?: string }

const parserOptions: Record<string, ParserOption> = Object.fromEntries(
  Object.entries(options).map(([name, { short, value }]): [string, ParserOption] => [
    name,
    { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) },
  ]),
)

function toCommand(name: string): CommandName {
  if (Object.hasOwn(commands, name)) return name as CommandName
  const similar = suggest(name, Object.keys(commands))
  throw new UsageError(`There is no command ${quote(name)}.${similar ? ` Did you mean ${similar}?` : ''}`)
}

function checkOption({ name, rawName, value, inlineValue }: GivenOption, command: CommandName | undefined): void {
  const accepted: readonly string[] = [...(command ? commands[command].options : []), ...commonOptions]
  if (!accepted.includes(name)) throw new UsageError(describeUnknown(name, rawName, accepted, command))
  const takesValue = 'value' in options[name as OptionName]
  if (!takesValue && value !== undefined) throw new UsageError(`${rawName} takes no value.`)
  // Without `=`, the parser takes the next argument, also if that is another option that was meant.
  if (takesValue && (value === undefined || value === '' || (!inlineValue && value.startsWith('-'))))
    throw new UsageError(`${rawName} needs a value.`)
}

function describeUnknown(
  name: string,
  rawName: string,
  accepted: readonly string[],
  command: CommandName | undefined,
): string {
  if (command && Object.hasOwn(options, name)) return `${command} has no option ${rawName}.`
  const similar = suggest(name, accepted)
  return `There is no option ${quote(rawName)}.${similar ? ` Did you mean --${similar}?` : ''}`
}

function toOperand(command: CommandName | undefined, [operand, ...others]: readonly string[]): string {
  if (command === undefined) throw new UsageError('A command is missing.')
  const { operand: name } = commands[command]
  if (operand === undefined || operand === '') throw new UsageError(`${command} needs a ${name.slice(1, -1)}.`)
  if (others.length > 0) throw new UsageError(`${command} takes one ${name.slice(1, -1)}.`)
  return operand
}

function toMilliseconds(span: string): number {
  try {
    return parseDuration(span, '--older-than')
  } catch (error) {
    if (error instanceof CachettaError) {
      throw new UsageError(`--older-than: ${quote(span)} is no span. Write it as 30s, 5m, 1h30m or 7d.`)
    }
    throw error
  }
}

function quote(text: string): string {
  return JSON.stringify(text)
}
