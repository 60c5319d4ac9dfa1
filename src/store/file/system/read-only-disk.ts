// Where a program lies, the disk may be read-only, for example on AWS Lambda and in a container with `--read-only`. Paths there are
// moved to a directory of this user in the temporary folder, for example from `/var/task/cache` to
// `/tmp/cachetta-1051/var/task/cache`. A missing permission moves nothing: somebody may want it so.

import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, parse, relative, resolve } from 'node:path'
import { createFileNames } from '../../../key/file-name.ts'
import { codeOf, isNotFound } from './errors.ts'
import { fs, process } from './process.ts'

/** The answers that are remembered: a path function gives a path for each call. */
const MAX_KNOWN = 1_000

/** Creates a function that moves an absolute path if its disk is read-only and has no entries of it. Others stay as they are. */
export function createMover(): (path: string) => string {
  const readOnly = new Map<string, boolean>()
  const moved = new Map<string, string>()
  return (path) => {
    if (!isAbsolute(path) || !recall(readOnly, dirname(path), isReadOnly)) return path
    return recall(moved, path, (file) => (hasEntries(file) ? file : moveToTemporary(file)))
  }
}

/** Moves an absolute path if its disk is read-only. */
export function moveIfReadOnly(path: string): string {
  return isAbsolute(path) && isReadOnly(path) ? moveToTemporary(path) : path
}

function recall<T>(known: Map<string, T>, name: string, find: (name: string) => T): T {
  const before = known.get(name)
  if (before !== undefined) return before
  const found = find(name)
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(name, found)
  return found
}

/** True if the nearest directory that exists is on a disk that is read-only. */
function isReadOnly(path: string): boolean {
  for (let nearest = path; ; nearest = dirname(nearest)) {
    try {
      fs.accessSync(nearest, fs.constants.W_OK)
      return false
    } catch (error) {
      if (isNotFound(error) && nearest !== dirname(nearest)) continue
      return codeOf(error) === 'EROFS' || (codeOf(error) === 'EACCES' && refusesDelete(nearest))
    }
  }
}

/**
 * For a directory of another user, the system tells of the missing permission first. Before it looks for a file to delete, it tells that
 * the disk is read-only. There is no file of this name.
 */
function refusesDelete(directory: string): boolean {
  try {
    fs.unlinkSync(join(directory, `.cachetta-${globalThis.crypto.randomUUID()}`))
    return false
  } catch (error) {
    return codeOf(error) === 'EROFS'
  }
}

/** True if the path, or the file of one of its keys, exists: it was deployed with the program. */
function hasEntries(path: string): boolean {
  try {
    return fs.existsSync(path) || fs.readdirSync(dirname(path)).some(createFileNames(path).includes)
  } catch {
    return false
  }
}

/** Without a safe place, the path stays as it is, and writes fail. */
function moveToTemporary(path: string): string {
  const whole = resolve(path) // without `..`, which would leave the directory
  const directory = findOwnDirectory()
  return directory === undefined ? path : join(directory, relative(parse(whole).root, whole))
}

/**
 * Returns the directory of this user, which it creates unless it exists. Everybody may write to the temporary folder, so what another
 * user has put there under this name, or others may enter, is not used. Windows has no such disks.
 */
function findOwnDirectory(): string | undefined {
  const user = process.getuid?.()
  if (user === undefined) return undefined
  const directory = join(tmpdir(), `cachetta-${user}`)
  try {
    fs.mkdirSync(directory, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return undefined
  }
  const found = fs.lstatSync(directory, { throwIfNoEntry: false }) // of a link, not of what it leads to
  return found?.isDirectory() && found.uid === user && (found.mode & 0o077) === 0 ? directory : undefined
}
