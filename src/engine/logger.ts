// The loggers that `setLogger` takes. Each gets the message, and the error with its stack, in the form that it understands:
//
//     console, bunyan, others   warn(message, error)
//     pino                      warn(error, message): pino drops an error that comes second
//     winston                   warn({ message, error }): winston drops what comes second if the message has a `%`
//     a function                log({ level, message, error })

import { hasLongTexts } from '#environment'
import { InvalidOptionError } from '../errors.ts'
import { ignoreRejection } from '../key/ignore-rejection.ts'

/** One line of the log. */
export interface LogRecord {
  /**
   * - `debug`: of use only while looking for a fault, for example why a hook fetches
   * - `info`: notes, for example that a store works again
   * - `warn`: troubles that the cache has worked around
   * - `error`: errors of the application's own listeners
   */
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  /** What happened, and to which entry. Begins with `cachetta: `. */
  readonly message: string
  /** What was thrown. Absent if the line is not about an error. */
  readonly error?: unknown
}

/** Writes one line. Without `error` the line is not about an error. */
export type WriteLine = (...line: Line) => unknown

type Line = [level: LogRecord['level'], message: string] | [level: LogRecord['level'], message: string, error: unknown]

type Method = (message: string, ...error: unknown[]) => unknown

/** Receives log lines: any object with these four methods of `console`. Loggers of pino and winston fit, too. */
export interface Logger {
  /** Receives what is of use only while looking for a fault. */
  debug: Method
  /** Receives notes, for example that a store works again. */
  info: Method
  /** Receives troubles that the cache has worked around. */
  warn: Method
  /** Receives errors of the application's own listeners. */
  error: Method
}

/** A console reads `%s` in its first argument as a place for the second. Keys contain such signs, for example in URLs. */
export function writeToConsole(logger: Logger, ...[level, message, ...error]: Line): unknown {
  return logger[level](error.length > 0 ? message.replaceAll('%', '%%') : message, ...error)
}

/** Returns the function that passes lines on to a logger. Throws `InvalidOptionError` if the logger lacks a method. */
export function toWriteLine(logger: Logger | ((record: LogRecord) => unknown)): WriteLine {
  const write = chooseWrite(logger)
  return (...line) => ignoreRejection(write(...line))
}

function chooseWrite(logger: Logger | ((record: LogRecord) => unknown)): WriteLine {
  if (isRecordFunction(logger)) {
    return (level, message, ...error) => logger({ level, message, ...(error.length > 0 && { error: error[0] }) })
  }
  for (const method of ['debug', 'info', 'warn', 'error'] as const) {
    if (typeof logger?.[method] === 'function') continue
    throw new InvalidOptionError(
      `logger: ${method} is not a function${hasLongTexts ? '; accepted is an object with the methods debug, info, warn and error' : ''}`,
    )
  }
  if (hasFunctions(logger, 'child', 'bindings')) return (...line) => writeToPino(logger, line)
  if ('transports' in logger && hasFunctions(logger, 'log', 'configure'))
    return (...line) => writeToWinston(logger, line)
  if (hasFunctions(logger, 'group', 'groupEnd')) return (...line) => writeToConsole(logger, ...line)
  return (level, message, ...error) => logger[level](message, ...error)
}

/** A logger may be a function with methods. */
function isRecordFunction<Logs>(logger: Logger | Logs): logger is Logs {
  return typeof logger === 'function' && !('warn' in logger)
}

function hasFunctions(logger: object, ...names: readonly string[]): boolean {
  return names.every((name) => typeof Reflect.get(logger, name) === 'function')
}

/** pino serialises an error in the first place, under the key that it is configured for. */
function writeToPino(logger: Logger, [level, message, error]: Line): unknown {
  const log: (object: object, message: string) => unknown = logger[level].bind(logger) as never // pino takes the object first
  return log(error instanceof Error ? error : { err: error }, message)
}

/** Most formats of winston write the stack of a record, and no format writes an `Error` below it. */
function writeToWinston(logger: Logger, [level, message, ...rest]: Line): unknown {
  const log: (info: object) => unknown = logger[level].bind(logger) as never // winston takes the message within the record
  if (rest.length === 0) return log({ message })
  const [error] = rest
  return log({ message, error: toPlainError(error), ...(error instanceof Error && { stack: error.stack }) })
}

/** The causes of an error that are written with it. */
const maxCauses = 10

/** Copies an error with its causes to plain objects. JSON leaves out the message and the stack of an `Error`. */
function toPlainError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error) || depth > maxCauses) return error
  const { cause, errors, message, name, stack } = error as Error & Partial<AggregateError>
  const toPlain = (other: unknown) => toPlainError(other, depth + 1)
  return {
    ...error,
    ...{ name, message, stack },
    ...(cause !== undefined && { cause: toPlain(cause) }),
    ...(Array.isArray(errors) && { errors: errors.map(toPlain) }),
  }
}
