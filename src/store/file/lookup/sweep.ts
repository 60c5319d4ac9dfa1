import { resolve } from 'node:path'
import { isFileOf } from '../../../key/file-name.ts'
import type { Work } from '../../sync-or-async.ts'
import { isAbandoned } from '../entries/temporary-file.ts'
import { lockedNameOf, parseHolderName } from '../lock/holder-name.ts'
import { removeDeadLock } from '../lock/lock.ts'
import { collect, filterMap } from '../system/listing.ts'
import { listNames, removeDirectory, removeFile, stat } from '../system/system-calls.ts'
import type { FoundFile } from './walk.ts'
import { findFilesAround } from './walk.ts'

/** Removes what crashes left behind beside `base` and under it: temporary files, and locks whose holders are dead. */
export function* sweep(base: string): Work<void> {
  yield* collect(filterMap(findFilesAround(base), (file) => tryRemoveLeftover(base, file)))
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
  const file = resolve(path)
  if (isTemporary) {
    const found = yield* stat(file)
    if (!isAbandoned(name, found.mtimeMs, Date.now())) return
    yield* found.isDirectory() ? removeTemporaryLock(file) : removeFile(file)
  } else if (isLock && (!isBeside || isFileOf(base, lockedNameOf(name)))) {
    yield* removeDeadLock(file)
  }
}

/** A crash may leave the directory of a lock under its temporary name, with the registration in it. */
function* removeTemporaryLock(directory: string): Work<void> {
  for (const name of yield* listNames(directory)) {
    if (parseHolderName(name) !== null) yield* removeFile(`${directory}/${name}`)
  }
  yield* removeDirectory(directory)
}
