import { parseArgs } from 'node:util'

export interface Arguments {
  readonly port: number
  readonly project: string
  readonly dir: string | null
  /** Open the browser? */
  readonly open: boolean
  /** Stay until Ctrl-C, or check itself and end? */
  readonly stay: boolean
  readonly help: boolean
}

/** A command line that makes no sense. The message says which word of it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const HELP = `Usage: npm run demo -- [options]

Builds and starts a web application that shows the packages installed in node_modules, and opens it.
Where there is no terminal (a pipe, CI) it starts, checks itself, starts again warm, and ends.

  --port <number>      where to listen (default: 4173, or a free one where that is taken)
  --no-open            do not open the browser
  --once, --stay       check itself and end; or stay until Ctrl-C: whatever the terminal is
  --project <folder>   whose node_modules to show (default: the current folder)
  --dir <folder>       where the cache and the database lie (default: .cache/packages in the project)
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

interface Surroundings {
  readonly isTerminal: boolean
  readonly isCi: boolean
}

/** Reads the command line. Throws `UsageError` for anything that {@link HELP} does not list. */
export function readArguments(words: readonly string[], { isTerminal, isCi }: Surroundings): Arguments {
  const given = parsed(words)
  if (given.once && given.stay) throw new UsageError('--once and --stay contradict each other')
  const stay = given.stay ?? (!given.once && isTerminal && !isCi)
  return {
    port: portIn(given.port),
    project: given.project ?? '.',
    dir: given.dir ?? null,
    open: !given['no-open'] && isTerminal && !isCi,
    stay,
    help: given.help ?? false,
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** -1 where none was given. */
function portIn(text: string | undefined): number {
  if (text === undefined) return -1
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`--port needs a number up to 65535; '${text}' is none`)
}
