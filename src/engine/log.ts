import { describeValue, InvalidOptionError } from '../errors.ts'

// All log lines go through `log`. Level and logger are set for the whole process, like the console that they replace.

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** The least severe level that is logged; `silent` logs nothing. */
export type LogLevel = (typeof LEVELS)[number]

type Write = (message: string, ...details: unknown[]) => void

/** Receives log lines: any object with these four methods of `console`. */
export interface Logger {
  /** Receives what is of use only while looking for a fault. */
  debug: Write
  /** Receives notes, for example that a store works again. */
  info: Write
  /** Receives troubles that the cache has worked around. */
  warn: Write
  /** Receives errors of the application's own listeners. */
  error: Write
}

const state: { silent: readonly LogLevel[]; logger: Logger } = { silent: ['debug', 'info'], logger: console }

/**
 * Sets the least severe level that is logged. The level is `'warn'` until it is set.
 * @throws {InvalidOptionError} when `level` is none of the five words.
 * @example
 * ```ts
 * import { setLogLevel } from 'cachetta'
 *
 * setLogLevel('debug') // also what is of use only while looking for a fault
 * ```
 */
export function setLogLevel(level: LogLevel): void {
  if (!LEVELS.includes(level)) {
    throw new InvalidOptionError(
      `log level: ${describeValue(level)} was given; accepted is one of ${LEVELS.join(', ')}`,
    )
  }
  state.silent = LEVELS.slice(0, LEVELS.indexOf(level))
}

/**
 * Sends log lines to `logger` instead of the console. Errors that the logger throws are dropped: logging never breaks a call.
 * @throws {InvalidOptionError} when one of the four methods is missing.
 * @example
 * ```ts
 * import { setLogger } from 'cachetta'
 *
 * const lines: string[] = []
 * const write = (message: string) => void lines.push(message)
 * setLogger({ debug: write, info: write, warn: write, error: write })
 * ```
 */
export function setLogger(logger: Logger): void {
  for (const method of ['debug', 'info', 'warn', 'error'] as const) {
    if (typeof logger?.[method] !== 'function') {
      throw new InvalidOptionError(
        `logger: ${method} is not a function; accepted is an object with the methods debug, info, warn and error`,
      )
    }
  }
  state.logger = logger
}

export function log(level: Exclude<LogLevel, 'silent'>, message: string, ...details: unknown[]): void {
  if (state.silent.includes(level)) return
  try {
    state.logger[level](`cachetta: ${message}`, ...details)
  } catch {
    // There is nobody left to tell that the logger fails.
  }
}
