import type { CachettaError } from '../errors.ts'
import { isCachettaError, messageOf, StoreError } from '../errors.ts'
import type { Work } from './sync-or-async.ts'

/** Does the work. If it fails, the error names the operation and the place. */
export function* withErrorContext<T>(operation: string, path: string, work: Work<T>): Work<T> {
  try {
    return yield* work
  } catch (cause) {
    throw toStoreError(operation, path, cause)
  }
}

/** Returns a `CachettaError` as it is, because its message is complete. Wraps any other error in a `StoreError`. */
export function toStoreError(operation: string, path: string, cause: unknown): CachettaError {
  if (isCachettaError(cause)) return cause
  return new StoreError('STORE', `cannot ${operation} ${path}: ${messageOf(cause)}`, { path, cause })
}
