// The directories that this thread has created for entries that are not stored yet. A computation needs the directory for its lock,
// before anyone knows whether its value can be stored. If it cannot, the last of the computations that use the directory removes it.

import { dirname } from 'node:path'
import { displacedFileOf } from '../../../key/reserved-names.ts'
import type { Work } from '../../sync-or-async.ts'
import { removeDirectory } from '../system/directory-calls.ts'
import { stat } from '../system/system-calls.ts'

const unused = new Set<string>()

/** Notes that this thread has created `directory` and those above it, up to `first`. */
export function noteCreated(first: string | undefined, directory: string): void {
  if (first === undefined) return
  for (let created = directory; created.length >= first.length; created = dirname(created)) unused.add(created)
}

/** Forgets `directory` and those above it, because an entry was stored. */
export function keepCreated(directory: string): void {
  for (let used = directory; unused.delete(used); used = dirname(used));
}

/** Removes `directory` and those above it, as far as this thread has created them and they are empty. Never throws. */
export function* removeUnused(directory: string): Work<void> {
  for (let empty = directory; unused.has(empty); empty = dirname(empty)) {
    if (yield* hasDisplacedEntry(empty)) return
    try {
      yield* removeDirectory(empty)
    } catch {
      return // It is not empty, or gone.
    }
    unused.delete(empty)
  }
}

/** True if an entry is in the file beside this directory. It would not be found without the directory. */
function* hasDisplacedEntry(directory: string): Work<boolean> {
  try {
    yield* stat(displacedFileOf(directory))
    return true
  } catch {
    return false
  }
}
