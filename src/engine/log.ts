import { describeValue, InvalidOptionError } from '../errors.ts'
import type { Detail } from './log-detail.ts'
import { describeDetail } from './log-detail.ts'
import type { Logger, LogRecord, WriteLine } from './logger.ts'
import { toWriteLine, writeToConsole } from './logger.ts'

// All log lines go through `log`. Level and logger are set for the whole process, like the console that they replace.

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** The least severe level that is logged; `silent` logs nothing. */
export type LogLevel = (typeof LEVELS)[number]

const state: { silent: readonly LogLevel[]; write: WriteLine; debug?: typeof debug | undefined } = {
  silent: ['debug', 'info'],
  write: (...line) => writeToConsole(console, ...line),
}

/**
 * Sets the least severe level that is logged. The level is `'warn'` until it is set. At `'debug'` each hook logs what it
 * finds, why it fetches, and the result.
 * @throws {InvalidOptionError} when `level` is none of the five words.
 * @example
 * ```ts
 * import { setLogLevel } from 'cachetta'
 *
 * setLogLevel('debug') // cachetta: app "user",1: fetch, reason: focus
 * ```
 */
export function setLogLevel(level: LogLevel): void {
  if (!LEVELS.includes(level)) {
    throw new InvalidOptionError(
      `log level: ${describeValue(level)} was given; accepted is one of ${LEVELS.join(', ')}`,
    )
  }
  state.silent = LEVELS.slice(0, LEVELS.indexOf(level))
  state.debug = level === 'debug' ? writeDetail : undefined
}

/**
 * Sends log lines to `logger` instead of the console. The console, pino, winston, and any object with the methods `debug`, `info`,
 * `warn` and `error` fit. For any other logger, pass a function that takes a {@link LogRecord}. Errors that the logger throws
 * are dropped: logging never breaks a call.
 * @throws {InvalidOptionError} when one of the four methods is missing.
 * @example
 * ```ts
 * import { setLogger } from 'cachetta'
 *
 * const lines: string[] = []
 * setLogger(({ level, message, error }) => void lines.push(`${level} ${message} ${String(error ?? '')}`))
 * ```
 */
export function setLogger(logger: Logger | ((record: LogRecord) => void)): void {
  state.write = toWriteLine(logger)
}

export function log(level: LogRecord['level'], message: string, ...error: [] | [error: unknown]): void {
  if (state.silent.includes(level)) return
  try {
    state.write(level, `cachetta: ${message}`, ...error)
  } catch {
    // There is nobody left to tell that the logger fails.
  }
}

/**
 * Logs at the level `debug` what happened to an entry, and the reason. At any other level no line is made. A page that never sets the
 * level does not have the code that makes lines.
 */
export function debug(...detail: Detail): void {
  state.debug?.(...detail)
}

function writeDetail(...detail: Detail): void {
  const [, , , ...error] = detail
  log('debug', describeDetail(detail), ...error)
}
