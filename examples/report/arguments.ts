import { parseArgs } from 'node:util'

export interface Arguments {
  readonly project: string
  readonly dir: string | null
  readonly json: boolean
  readonly help: boolean
}

/** A command line that makes no sense. The message says which word of it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const HELP = `Usage: npm run demo:report -- [options]

Reports on the packages installed in node_modules: files, bytes, gzip bytes, dependencies,
duplicates and licences. That takes seconds, so it is cached; and to show how, the report is asked
for again and again: cold, from disk, from memory, two days old, by six processes at once, and after
a file was damaged.

  --project <folder>   whose node_modules to look at (default: the current folder)
  --dir <folder>       where the cache lies (default: .cache/report in the project);
                       entries that are there already are deleted first
  --json               print one JSON document and nothing else
  --help               print this text

Exit code: 0, or 1 when something failed, or 2 when an option makes no sense.
`

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  /** Whether the value came as in `--dir=here`. */
  readonly inlineValue: boolean | undefined
}

const OPTIONS = {
  project: { type: 'string' },
  dir: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Reads the command line. Throws `UsageError` for anything that {@link HELP} does not list. */
export function readArguments(words: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...words],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<string, string | true>()
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`'${token.value}' belongs to no option`)
    if (token.kind === 'option') given.set(token.name, checkedValue(token))
  }
  const textOf = (name: string) => given.get(name)?.toString() ?? null
  return { project: textOf('project') ?? '.', dir: textOf('dir'), json: given.has('json'), help: given.has('help') }
}

function checkedValue({ name, rawName, value, inlineValue }: OptionToken): string | true {
  if (!isOption(name)) throw new UsageError(`there is no option ${rawName}`)
  if (OPTIONS[name].type === 'string') {
    const isNextOption = inlineValue === false && value?.startsWith('-')
    if (!value || isNextOption) throw new UsageError(`${rawName} needs a folder`)
    return value
  }
  if (value !== undefined) throw new UsageError(`${rawName} takes no value`)
  return true
}

function isOption(name: string): name is keyof typeof OPTIONS {
  return Object.hasOwn(OPTIONS, name)
}
