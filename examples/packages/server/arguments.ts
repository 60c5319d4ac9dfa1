import { parseArgs } from 'node:util'

export interface Arguments {
  /** `null` if the user did not choose one. */
  readonly port: number | null
  readonly project: string
  readonly dir: string | null
  /** Open a browser. */
  readonly open: boolean
  /** Keep running until Ctrl-C. Otherwise run the self-check and exit. */
  readonly stay: boolean
  readonly help: boolean
}

/** The command line is invalid. The message names the wrong option. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const HELP = `Usage: npm run demo -- [options]

Builds a web application that shows the packages installed in node_modules, starts it and opens it in a browser.
Without a terminal (in a pipe or in CI), it starts, checks itself, restarts with a warm cache and exits.

  --port <number>      the port to listen on (default: 4173, or a free port if 4173 is in use)
  --no-open            do not open a browser
  --once               check itself and exit, also in a terminal
  --stay               keep running until Ctrl-C, also without a terminal
  --project <folder>   the project whose node_modules to show (default: the current folder)
  --dir <folder>       the folder for the cache and the database (default: .cache/packages in the project)
  --help               print this text
`

const OPTIONS = {
  port: { type: 'string' },
  project: { type: 'string' },
  dir: { type: 'string' },
  'no-open': { type: 'boolean' },
  once: { type: 'boolean' },
  stay: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

interface Environment {
  readonly isTerminal: boolean
  readonly isCi: boolean
}

/** Reads the command line. Throws `UsageError` for anything that {@link HELP} does not list. */
export function readArguments(args: readonly string[], { isTerminal, isCi }: Environment): Arguments {
  const options = parseOptions(args)
  if (options.once && options.stay) throw new UsageError('--once and --stay cannot be combined')
  const isInteractive = isTerminal && !isCi
  return {
    port: parsePort(options.port),
    project: options.project ?? '.',
    dir: options.dir ?? null,
    open: !options['no-open'] && isInteractive,
    stay: options.stay ?? (!options.once && isInteractive),
    help: options.help ?? false,
  }
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function parsePort(text: string | undefined): number | null {
  if (text === undefined) return null
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`--port must be a number from 0 to 65535, got '${text}'`)
}
