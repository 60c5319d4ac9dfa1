import type { Dir, Dirent } from 'node:fs'
import { basename, resolve } from 'node:path'
import { escapeNames } from '../../../key/reserved-names.ts'
import { toStoreError } from '../../error-context.ts'
import type { Visit } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import { isTemporaryName } from '../entries/temporary-file.ts'
import { isLockName } from '../lock/holder-name.ts'
import { closeDirectory, openDirectory, readDirectory } from '../system/directory-calls.ts'
import { isNotFound } from '../system/errors.ts'
import type { Listing } from '../system/listing.ts'

export interface FoundFile {
  readonly name: string
  /** Begins like the base: with `./` if the base does. */
  readonly path: string
  /** True in the directory of the base, where files of other caches and programs may lie. False under the base. */
  readonly isBeside: boolean
  /** True for a file, or the directory of a new lock, that is still being written, or that a crash left behind. */
  readonly isTemporary: boolean
  /** True for the lock of an entry, which is a directory. */
  readonly isLock: boolean
}

/** The directory of an index of tags, see directory-tags.ts. It lies in the directory of the entries and contains none. */
export const tagDirectoryName = '.cachetta-tags'

export interface FoundDirectory {
  /** Ends with a separator. */
  readonly path: string
  /** True for the directory of the base. False under the base. */
  readonly isBeside: boolean
}

/** Finds the directory of `base` and all directories under `base`. */
export function* findDirectoriesAround(base: string, visit?: Visit): Listing<FoundDirectory> {
  const path = removeTrailingSeparators(base)
  yield { item: { path: path.slice(0, path.length - basename(path).length), isBeside: true } }
  const directories = [`${path}/`]
  for (let next = directories.pop(); next !== undefined && !visit?.signal?.aborted; next = directories.pop()) {
    yield { item: { path: next, isBeside: false } }
    yield* findFilesIn(next, { onDirectory: (below) => directories.push(below), onlyDirectories: true, visit })
  }
}

/**
 * Finds the files and locks beside `base`, and all under it. Reads one directory after the other, and none of them as a whole. Ends
 * early once the signal of the visit is aborted.
 */
export function* findFilesAround(base: string, visit?: Visit): Listing<FoundFile> {
  const path = escapeNames(removeTrailingSeparators(base))
  yield* findFilesIn(path.slice(0, path.length - basename(path).length), { isBeside: true, visit })
  yield* findFilesUnder(`${path}/`, visit)
}

/** Finds all files in a directory and in those below it. Does not follow links. */
export function* findFilesUnder(directory: string, visit?: Visit): Listing<FoundFile> {
  const directories = [directory]
  for (let next = directories.pop(); next !== undefined && !visit?.signal?.aborted; next = directories.pop()) {
    yield* findFilesIn(next, { onDirectory: (below) => directories.push(below), visit })
  }
}

interface DirectoryOptions {
  readonly isBeside?: boolean
  /** Called for each directory in this one, with its path and a separator. */
  readonly onDirectory?: (directory: string) => void
  /** Yields no files. */
  readonly onlyDirectories?: boolean
  readonly visit?: Visit | undefined
}

/** Finds the files in one directory. Its path ends with a separator. */
export function* findFilesIn(directory: string, options: DirectoryOptions = {}): Listing<FoundFile> {
  const { isBeside = false, onDirectory, onlyDirectories = false, visit } = options
  const open = yield* openIfExists(directory)
  if (open === null) return
  try {
    for (let group = yield* readNext(open, visit); group.length > 0; group = yield* readNext(open, visit)) {
      for (const found of group) {
        const path = `${directory}${found.name}`
        const file = toFoundFile(found, path, isBeside)
        if (file === 'directory') onDirectory?.(`${path}/`)
        else if (file !== undefined && !onlyDirectories) yield { item: file }
      }
    }
  } finally {
    yield* closeDirectory(open)
  }
}

/** Returns the next names. Returns none once the visit is aborted. */
function* readNext(open: Dir, visit?: Visit): Work<Dirent[]> {
  if (visit?.signal?.aborted) return []
  visit?.onProgress?.()
  return yield* readDirectory(open)
}

/** Returns `'directory'` for one that may have entries in it. Returns `undefined` for what is neither a file nor a directory. */
function toFoundFile(found: Dirent, path: string, isBeside: boolean): FoundFile | 'directory' | undefined {
  const { name } = found
  const isTemporary = isTemporaryName(name)
  const isLock = found.isDirectory() && isLockName(name)
  if (!found.isDirectory()) return found.isFile() ? { name, path, isBeside, isTemporary, isLock } : undefined
  if (name === tagDirectoryName) return undefined
  return isLock || isTemporary ? { name, path, isBeside, isTemporary, isLock } : 'directory'
}

function* openIfExists(directory: string): Work<Dir | null> {
  const path = resolve(directory)
  try {
    return yield* openDirectory(path)
  } catch (cause) {
    if (isNotFound(cause)) return null
    throw toStoreError('list', path, cause)
  }
}

function removeTrailingSeparators(path: string): string {
  return path.replace(/(?<=[^/\\])[/\\]+$/, '')
}
