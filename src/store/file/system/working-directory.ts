import { isAbsolute, resolve } from 'node:path'
import { process } from './process.ts'

/** Creates a function that makes a relative path absolute, from the directory in which the process works now. */
export function createPathResolver(): (path: string) => string {
  const directory = tryGetWorkingDirectory()
  return (path) => (directory === undefined || isAbsolute(path) ? path : resolve(directory, path))
}

/** A process whose directory was deleted works in none. */
function tryGetWorkingDirectory(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}
