import { resolve } from 'node:path'
import { isFileOf } from '../../../key/file-name.ts'
import type { Visit } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import { isAbandoned } from '../entries/temporary-file.ts'
import { lockedNameOf, parseHolderName } from '../lock/holder-name.ts'
import { removeDeadLock } from '../lock/lock.ts'
import { listNames, removeDirectory } from '../system/directory-calls.ts'
import type { Listing } from '../system/listing.ts'
import { collect, filterMap, flatMap } from '../system/listing.ts'
import { removeFile, stat } from '../system/system-calls.ts'
import { removeDeadRecord } from './directory-tags.ts'
import type { FoundDirectory, FoundFile } from './walk.ts'
import { findDirectoriesAround, findFilesAround, findFilesUnder, tagDirectoryName } from './walk.ts'

/** Removes what is left beside `base` and under it: temporary files, locks of dead holders, records of tags without an entry. */
export function* sweep(base: string, visit?: Visit): Work<void> {
  yield* collect(filterMap(findFilesAround(base, visit), (file) => tryRemoveLeftover(base, file)))
  const records = flatMap(findDirectoriesAround(base, visit), (directory) => findRecords(directory, visit))
  yield* collect(filterMap(records, (file) => removeLeftoverRecord(base, file)))
}

function findRecords({ path, isBeside }: FoundDirectory, visit?: Visit): Listing<FoundFile> {
  return flatMap(findFilesUnder(`${path}${tagDirectoryName}/`, visit), function* (file) {
    yield { item: { ...file, isBeside } }
  })
}

/** Returns `null`, so that the listing collects nothing. */
function* removeLeftoverRecord(base: string, file: FoundFile): Work<null> {
  if (file.isTemporary) yield* tryRemoveLeftover(base, file)
  else if (!file.isBeside || isFileOf(base, file.name)) yield* removeDeadRecord(resolve(file.path))
  return null
}

/** Returns `null`, so that the listing collects nothing. */
function* tryRemoveLeftover(base: string, file: FoundFile): Work<null> {
  try {
    yield* removeLeftover(base, file)
  } catch {
    // Another process has removed it, or we may not.
  }
  return null
}

function* removeLeftover(base: string, { name, path, isBeside, isTemporary, isLock }: FoundFile): Work<void> {
  if (isTemporary) yield* removeAbandoned(resolve(path))
  else if (isLock && (!isBeside || isFileOf(base, lockedNameOf(name)))) yield* removeDeadLock(resolve(path))
}

/** Removes a temporary file, or the directory of a new lock, if its writer no longer runs. */
export function* removeAbandoned(file: string): Work<void> {
  const found = yield* stat(file)
  // Just before the rename, the writer sets `mtimeMs` to the age of the entry.
  if (!isAbandoned(file, Math.max(found.atimeMs, found.mtimeMs), Date.now())) return
  yield* found.isDirectory() ? removeTemporaryLock(file) : removeFile(file)
}

/** A crash may leave the directory of a lock under its temporary name, with the registration in it. */
function* removeTemporaryLock(directory: string): Work<void> {
  for (const name of yield* listNames(directory)) {
    if (parseHolderName(name) !== null) yield* removeFile(`${directory}/${name}`)
  }
  yield* removeDirectory(directory)
}
