import { resolve } from 'node:path'
import { isFileOf } from '../../../key/file-name.ts'
import type { Work } from '../../sync-or-async.ts'
import { isAbandoned } from '../entries/temporary-file.ts'
import { removeDeadLock } from '../lock/lock.ts'
import { isClaimName, isLockName } from '../lock/lock-file.ts'
import type { Listing } from '../system/listing.ts'
import { collect, filterMap, flatMap } from '../system/listing.ts'
import { removeFile, stat } from '../system/system-calls.ts'
import { removeDeadRecord } from './directory-tags.ts'
import type { FoundDirectory, FoundFile } from './walk.ts'
import { findDirectoriesAround, findFilesAround, findFilesUnder, tagDirectoryName } from './walk.ts'

/** Removes what is left beside `base` and under it: temporary files, dead locks, claims on locks, records of tags without entry. */
export function* sweep(base: string): Work<void> {
  yield* collect(filterMap(findFilesAround(base), (file) => tryRemoveLeftover(base, file)))
  const records = flatMap(findDirectoriesAround(base), findRecords)
  yield* collect(filterMap(records, (file) => removeLeftoverRecord(base, file)))
}

function findRecords({ path, isBeside }: FoundDirectory): Listing<FoundFile> {
  return flatMap(findFilesUnder(`${path}${tagDirectoryName}/`), function* (file) {
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

function* removeLeftover(base: string, { name, path, isBeside, isTemporary }: FoundFile): Work<void> {
  const file = resolve(path)
  if (isTemporary) {
    const { atimeMs, mtimeMs } = yield* stat(file) // just before the rename, the writer sets `mtimeMs` to the age of the entry
    if (isAbandoned(name, Math.max(atimeMs, mtimeMs), Date.now())) yield* removeFile(file)
    return
  }
  const entryName = entryNameOf(name)
  if (entryName !== undefined && (!isBeside || isFileOf(base, entryName))) yield* removeDeadLock(file)
}

/** Returns the name of the entry that a lock or a claim belongs to; `undefined` for any other file. */
function entryNameOf(name: string): string | undefined {
  if (isLockName(name)) return name.slice(0, -'.lock'.length)
  return isClaimName(name) ? name.slice(0, name.lastIndexOf('.lock.')) : undefined
}
