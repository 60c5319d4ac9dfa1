import { parseArgs } from 'node:util'

export interface Arguments {
  readonly project: string
  readonly dir: string | null
  readonly json: boolean
  readonly help: boolean
}

/** The command line is invalid. The message names the wrong option. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const HELP = `Usage: npm run demo:report -- [options]

Reports on the packages installed in node_modules: files, bytes, gzip bytes, dependencies,
duplicates and licences. That takes seconds, so the report is cached. To show the cache at work,
the program requests the report several times: with an empty cache, from disk, from memory, two days
later, from six processes at once, and after a file was damaged.

  --project <folder>   the project whose node_modules to read (default: the current folder)
  --dir <folder>       the folder for the cache (default: .cache/report in the project);
                       the program first deletes the entries in it
  --json               print one JSON document and nothing else
  --help               print this text

Exit code: 0 on success, 1 after an error, 2 for an invalid option.
`

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  /** True for `--dir=here`, false for `--dir here`. */
  readonly inlineValue: boolean | undefined
}

const OPTIONS = {
  project: { type: 'string' },
  dir: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Reads the command line. Throws `UsageError` for anything that {@link HELP} does not list. */
export function readArguments(args: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const values = new Map<string, string | true>()
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`unexpected argument '${token.value}'`)
    if (token.kind === 'option') values.set(token.name, readValue(token))
  }
  const getText = (name: string) => values.get(name)?.toString() ?? null
  return { project: getText('project') ?? '.', dir: getText('dir'), json: values.has('json'), help: values.has('help') }
}

function readValue({ name, rawName, value, inlineValue }: OptionToken): string | true {
  if (!isOption(name)) throw new UsageError(`unknown option ${rawName}`)
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
