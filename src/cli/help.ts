import type { CommandName, OptionName } from './definitions.ts'
import { commands, commonOptions, options } from './definitions.ts'

const exitCodes = `Exit codes:
  0  done
  1  something is damaged, or could not be read or deleted
  2  a wrong call: an unknown option, no such directory, no cache`

/** The help of one command, or of all. */
export function describeHelp(command?: CommandName): string {
  return command === undefined ? describeAll() : describeCommand(command)
}

function describeAll(): string {
  const rows = Object.entries(commands).map(([name, { operand, summary }]) => [`${name} ${operand}`, summary] as const)
  return [
    'Looks into a directory with entries of Cachetta, and cleans it up.',
    'Usage: npx cachetta <command> [options]',
    `Commands:\n${toRows(rows)}`,
    `Options:\n${describeOptions(commonOptions)}`,
    exitCodes,
    'Help for one command: npx cachetta <command> --help',
  ].join('\n\n')
}

function describeCommand(command: CommandName): string {
  const { operand, description, options: own } = commands[command]
  return [
    description,
    `Usage: npx cachetta ${command} ${operand} [options]`,
    `Options:\n${describeOptions([...own, ...commonOptions])}`,
    exitCodes,
  ].join('\n\n')
}

function describeOptions(names: readonly OptionName[]): string {
  return toRows(names.map((name) => [nameWithValue(name), options[name].description]))
}

function nameWithValue(name: OptionName): string {
  const { short, value } = options[name]
  return `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`
}

function toRows(rows: readonly (readonly [name: string, description: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, description]) => `  ${name.padEnd(width)}  ${description}`).join('\n')
}
