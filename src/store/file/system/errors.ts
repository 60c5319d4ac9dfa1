import { CachettaError, StoreError } from '../../../errors.ts'
import type { Work } from './sync-or-async.ts'

/** The system's word for what went wrong, such as `ENOENT`; `''` where there is none. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** True where a file is not there: it, or a directory on the way to it, does not exist. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
}

/** True where a file cannot be found: it is missing, or its name is longer than any that is there. */
export function isUnfindable(error: unknown): boolean {
  return isMissing(error) || codeOf(error) === 'ENAMETOOLONG'
}

/** Does `work`, and names the file and what was attempted when it fails. */
export function* telling<T>(attempt: string, path: string, work: Work<T>): Work<T> {
  try {
    return yield* work
  } catch (cause) {
    throw failure(attempt, path, cause)
  }
}

export function failure(attempt: string, path: string, cause: unknown): CachettaError {
  if (cause instanceof CachettaError) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new StoreError('STORE', `cannot ${attempt} ${path}: ${reason}`, { path, cause })
}
