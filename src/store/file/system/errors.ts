/**
 * Returns the code of a system error, for example `ENOENT`; `''` for any other error. `instanceof Error` is false for every system
 * error if this package runs in another realm than Node itself: in Jest, in a vm pool of Vitest, in `node:vm`.
 */
export function codeOf(error: unknown): string {
  const code: unknown = Object(error).code
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

/** Creates an error like those of the system. */
export function createSystemError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code })
}
