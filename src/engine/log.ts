import { InvalidOptionError, shown } from '../errors.ts'

// The one place that speaks to people. Process-wide on purpose, like the console it stands for.

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

export type LogLevel = (typeof LEVELS)[number]

type Write = (message: string, ...details: unknown[]) => void

/** Anything shaped like `console`. */
export interface Logger {
  debug: Write
  info: Write
  warn: Write
  error: Write
}

const state: { silent: readonly LogLevel[]; logger: Logger } = { silent: ['debug', 'info'], logger: console }

/**
 * Sets the least severe level that is written.
 * @default 'warn'
 * @throws {InvalidOptionError} for another word.
 */
export function setLogLevel(level: LogLevel): void {
  if (!LEVELS.includes(level)) {
    throw new InvalidOptionError(`log level: ${shown(level)} was given; accepted is one of ${LEVELS.join(', ')}`)
  }
  state.silent = LEVELS.slice(0, LEVELS.indexOf(level))
}

/**
 * Sends log lines to `logger` instead of the console. Whatever it throws is dropped: logging never breaks the work.
 * @default console
 * @throws {InvalidOptionError} when one of the four methods is missing.
 */
export function setLogger(logger: Logger): void {
  for (const method of ['debug', 'info', 'warn', 'error'] as const) {
    if (typeof logger?.[method] !== 'function') {
      throw new InvalidOptionError(
        `logger: ${method} is no function; accepted is an object with debug, info, warn and error`,
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
    // A logger that fails has nobody left to tell.
  }
}
