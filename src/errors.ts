// The errors of this package. Only invalid options, keys and paths throw at a caller of a cache. A failure of the store counts as
// a miss and causes one log line; the room engine/ decides that.

/** Identifies the class of an error. It survives bundling and several copies of this package, unlike `instanceof`. */
export type ErrorCode =
  | 'INVALID_PATH'
  | 'INVALID_KEY'
  | 'INVALID_OPTION'
  | 'UNSAFE_TYPE'
  | 'TIMEOUT'
  | 'STORE'
  | 'OUTBOX'
  | 'DAMAGED'

interface ErrorDetails {
  /** The place of the entry, if it is known. */
  readonly path?: string | undefined
  /** The underlying error. */
  readonly cause?: unknown
}

/** All copies of this package in a process have the same symbol. */
const BRAND = Symbol.for('cachetta.error')

/**
 * The base class of every error that this package throws.
 *
 * @example
 * ```ts
 * import { Cachetta, CachettaError, writeCache } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/users.json' })
 * try {
 *   await writeCache(cache, { name: 'Ada' }, 1)
 * } catch (error) {
 *   if (error instanceof CachettaError) console.warn(error.code, error.path)
 * }
 * ```
 */
export abstract class CachettaError extends Error {
  /** The name of the class. */
  abstract override readonly name: string
  /** Identifies the class of the error. */
  abstract readonly code: ErrorCode
  /** The place of the entry, for example its file. `undefined` if the error concerns no entry. */
  readonly path: string | undefined

  constructor(message: string, details?: ErrorDetails) {
    super(message, details) // `Error` reads the cause from it
    this.path = details?.path
  }
}

Object.defineProperty(CachettaError.prototype, BRAND, { value: true })

/** The error for a value that is not a path, or for a path that leaves its base. */
export class InvalidPathError extends CachettaError {
  override readonly name = 'InvalidPathError'
  override readonly code = 'INVALID_PATH'
}

/** The error for arguments that cannot identify an entry: they have no stable identity, or are nested too deep. */
export class InvalidKeyError extends CachettaError {
  override readonly name = 'InvalidKeyError'
  override readonly code = 'INVALID_KEY'
}

/** The error for an invalid option or an invalid call. The message names the option, its value and what is accepted. */
export class InvalidOptionError extends CachettaError {
  override readonly name = 'InvalidOptionError'
  override readonly code = 'INVALID_OPTION'
}

/**
 * The error for a value that cannot be stored: it would change when it is stored and read, or it alone exceeds the limit of the
 * store. Also the error for an entry with a type that is not allowed.
 */
export class UnsafeTypeError extends CachettaError {
  override readonly name = 'UnsafeTypeError'
  override readonly code = 'UNSAFE_TYPE'
}

/** The error for a computation that takes longer than the `timeout` of its cache. */
export class TimeoutError extends CachettaError {
  override readonly name = 'TimeoutError'
  override readonly code = 'TIMEOUT'
}

/** The error for an argument that an outbox does not take, and for an item that ends without the answer of the server. */
export class OutboxError extends CachettaError {
  override readonly name = 'OutboxError'
  override readonly code = 'OUTBOX'
}

/**
 * The error for a store that failed (code `STORE`), or for an entry that is damaged or not from this package (code `DAMAGED`).
 *
 * @example
 * ```ts
 * import { StoreError } from 'cachetta'
 *
 * const error = new StoreError('STORE', 'the database does not answer', { cause: new Error('ECONNREFUSED') })
 * ```
 */
export class StoreError extends CachettaError {
  override readonly name = 'StoreError'
  override readonly code: 'STORE' | 'DAMAGED'

  constructor(code: 'STORE' | 'DAMAGED', message: string, details?: ErrorDetails) {
    super(message, details)
    this.code = code
  }
}

/**
 * True for an error of this package, also of another copy of it: a process that loads it by `import` and by `require` may have two.
 * False for a Proxy that throws when it is asked for a property.
 */
export function isCachettaError(error: unknown): error is CachettaError {
  try {
    return Reflect.get(Object(error), BRAND) === true
  } catch {
    return false
  }
}

/** Describes a value for an error message. The description is short, and printing it is safe for any value. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** Returns the message of an error, or any other thrown value as a string. Never throws, whatever was thrown. */
export function messageOf(error: unknown): string {
  return printSafely(() => {
    const { message } = Object(error)
    return typeof message === 'string' ? message : String(error)
  })
}

/** Returns what `print` returns. A Proxy, or an object without a prototype, can throw when it is printed. */
export function printSafely(print: () => string): string {
  try {
    return print()
  } catch {
    return 'an error that cannot be read'
  }
}

/** Returns how many letters to insert, delete or replace lead from one word to the other, to find the name that was meant. */
export function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (const [at, otherLetter] of [...other].entries()) {
      const [above = 0, left = 0, before = 0] = [row[at + 1], next[at], row[at]]
      next.push(Math.min(above + 1, left + 1, before + Number(letter !== otherLetter)))
    }
    row = next
  }
  return row[row.length - 1] ?? 0
}
