// What can go wrong, by whose fault. Only configuration, keys and paths throw at a caller; a store's failure becomes a
// miss and one log line, decided in engine/.

export type ErrorCode = 'INVALID_PATH' | 'INVALID_KEY' | 'INVALID_OPTION' | 'UNSAFE_TYPE' | 'STORE' | 'DAMAGED'

interface ErrorDetails {
  /** Where the entry lives, where that is known. */
  readonly path?: string | undefined
  /** What was thrown underneath. */
  readonly cause?: unknown
}

/** Every error this package throws. `code` tells them apart, `path` names the entry where there is one. */
export abstract class CachettaError extends Error {
  abstract override readonly name: string
  abstract readonly code: ErrorCode
  readonly path: string | undefined

  constructor(message: string, details?: ErrorDetails) {
    super(message, details) // of which `Error` takes the cause
    this.path = details?.path
  }
}

/** A path that is no path, or that leaves its base. */
export class InvalidPathError extends CachettaError {
  override readonly name = 'InvalidPathError'
  override readonly code = 'INVALID_PATH'
}

/** Arguments that cannot name an entry: they have no stable identity, or nest too deep. */
export class InvalidKeyError extends CachettaError {
  override readonly name = 'InvalidKeyError'
  override readonly code = 'INVALID_KEY'
}

/** An option, or a call, that the contract does not know. The message names it, its value and what is accepted. */
export class InvalidOptionError extends CachettaError {
  override readonly name = 'InvalidOptionError'
  override readonly code = 'INVALID_OPTION'
}

/** A value that could not come back as it is, or an entry that asks for a type nobody allowed. */
export class UnsafeTypeError extends CachettaError {
  override readonly name = 'UnsafeTypeError'
  override readonly code = 'UNSAFE_TYPE'
}

/** A store that failed (`STORE`), or an entry in it that is damaged or not ours (`DAMAGED`). */
export class StoreError extends CachettaError {
  override readonly name = 'StoreError'
  override readonly code: 'STORE' | 'DAMAGED'

  constructor(code: 'STORE' | 'DAMAGED', message: string, details?: ErrorDetails) {
    super(message, details)
    this.code = code
  }
}

/** A value as an error message names it: short, and safe to print whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
