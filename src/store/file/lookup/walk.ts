import type { Dir } from 'node:fs'
import { basename, resolve } from 'node:path'
import { escapeNames } from '../../../key/reserved-names.ts'
import { toStoreError } from '../../error-context.ts'
import type { Work } from '../../sync-or-async.ts'
import { isTemporaryName } from '../entries/temporary-file.ts'
import { isLockName } from '../lock/holder-name.ts'
import { isNotFound } from '../system/errors.ts'
import type { Listing } from '../system/listing.ts'
import { closeDirectory, openDirectory, readDirectory } from '../system/system-calls.ts'

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

/** Finds the files and locks beside `base`, and all under it. Reads one directory after the other, and none of them as a whole. */
export function* findFilesAround(base: string): Listing<FoundFile> {
  const path = escapeNames(removeTrailingSeparators(base))
  yield* findFilesIn(path.slice(0, path.length - basename(path).length), { isBeside: true })
  yield* findFilesUnder(`${path}/`)
}

/** Finds all files in a directory and in those below it. Does not follow links. */
export function* findFilesUnder(directory: string): Listing<FoundFile> {
  const directories = [directory]
  for (let next = directories.pop(); next !== undefined; next = directories.pop()) {
    yield* findFilesIn(next, { onDirectory: (below) => directories.push(below) })
  }
}

interface DirectoryOptions {
  readonly isBeside?: boolean
  /** Called for each directory in this one, with its path and a separator. */
  readonly onDirectory?: (directory: string) => void
}

/** Finds the files in one directory. Its path ends with a separator. */
export function* findFilesIn(directory: string, options: DirectoryOptions = {}): Listing<FoundFile> {
  const { isBeside = false, onDirectory } = options
  const open = yield* openIfExists(directory)
  if (open === null) return
  try {
    for (let found = yield* readDirectory(open); found !== null; found = yield* readDirectory(open)) {
      const { name } = found
      const path = `${directory}${name}`
      const isDirectory = found.isDirectory()
      const isTemporary = isTemporaryName(name)
      const isLock = isDirectory && isLockName(name)
      if (found.isFile() || isLock || (isDirectory && isTemporary)) {
        yield { item: { name, path, isBeside, isTemporary, isLock } }
      } else if (isDirectory) onDirectory?.(`${path}/`)
    }
  } finally {
    yield* closeDirectory(open)
  }
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
