import { CachettaError, messageOf, StoreError } from '../../../errors.ts'
import type { Work } from '../../sync-or-async.ts'

/** Returns the code of a system error, for example `ENOENT`; `''` for any other error. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** True if the file, or a directory on its path, does not exist. */
export function isNotFound(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
}

/** True if there is no such file: it does not exist, or its name is too long for the file system. */
export function isNotFoundOrTooLong(error: unknown): boolean {
  return isNotFound(error) || codeOf(error) === 'ENAMETOOLONG'
}

/** Does the work. If it fails, the error names the operation and the file. */
export function* withErrorContext<T>(operation: string, path: string, work: Work<T>): Work<T> {
  try {
    return yield* work
  } catch (cause) {
    throw toStoreError(operation, path, cause)
  }
}

/** Returns a `CachettaError` as it is, because its message is complete. Wraps any other error in a `StoreError`. */
export function toStoreError(operation: string, path: string, cause: unknown): CachettaError {
  if (cause instanceof CachettaError) return cause
  return new StoreError('STORE', `cannot ${operation} ${path}: ${messageOf(cause)}`, { path, cause })
}
