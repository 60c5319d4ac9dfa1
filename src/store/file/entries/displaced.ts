// An entry and entries below it. The entry `rates` and the entry `rates/parsed` need a file and a directory of one
// name. The directory gets the name, whichever is written first, and the entry is a file beside it:
//
//     rates                     rates.cachetta-entry
//                          ->        rates/parsed
//
// No process has to know of the other entry before. A write or a read of `rates` that meets a directory goes to the file
// beside it. A write of `rates/parsed` that meets the file moves it there by one rename. A delete removes the entry from
// its own place first and then from the other, in the order in which it moves, so it never misses it.

import { dirname } from 'node:path'
import { displacedFileOf } from '../../../key/reserved-names.ts'
import type { Work } from '../../sync-or-async.ts'
import { makeDirectory } from '../system/directory-calls.ts'
import { codeOf, isNotFound } from '../system/errors.ts'
import { removeFile, rename, stat } from '../system/system-calls.ts'
import { isEntryFile } from './entry-file.ts'

/** Other processes may write the entry again as often as this while its directory is created. */
const maxAttempts = 20

/** Renames a file to the file of an entry, or to the one beside the directory that is in its place. */
export function* renameToEntry(from: string, file: string): Work<void> {
  try {
    yield* rename(from, file)
  } catch (error) {
    if (!(yield* isDirectory(file))) throw error
    yield* rename(from, displacedFileOf(file))
  }
}

/** Removes the file of an entry from both places. Does nothing if there is none. */
export function* removeEntryFile(file: string): Work<void> {
  try {
    yield* removeFile(file)
  } catch (error) {
    if (!(yield* isDirectory(file))) throw error
  }
  yield* removeFile(displacedFileOf(file))
}

/** Returns the place where the entry of `file` is, or would be written. */
export function* findPlace(file: string): Work<string> {
  return (yield* isDirectory(file)) ? displacedFileOf(file) : file
}

/**
 * Creates a directory and those above it, and moves entries that are in their places. Returns the first directory that it created;
 * `undefined` if all of them exist.
 */
export function* makeRoom(directory: string): Work<string | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return yield* makeDirectory(directory)
    } catch (error) {
      // ENOENT, too: another process has moved the entry while the directories above it were created.
      const isBlocked = ['EEXIST', 'ENOTDIR', 'ENOENT'].includes(codeOf(error))
      if (!isBlocked || attempt === maxAttempts || !(yield* displaceEntry(directory))) throw error
    }
  }
}

/** Moves the entry in the place of `directory`, or of one above it. Returns false if the file there is not an entry. */
function* displaceEntry(directory: string): Work<boolean> {
  let place = directory
  while (!(yield* exists(place))) place = dirname(place)
  if (yield* isDirectory(place)) return true
  if (!(yield* isEntryFile(place))) return !(yield* isForeignFile(place))
  const displaced = displacedFileOf(place)
  try {
    yield* rename(place, displaced)
    // Another process may have moved the entry, created the directory and deleted the entry since it was looked at.
    if (yield* isDirectory(displaced)) yield* rename(displaced, place)
  } catch {
    // Another process has moved it.
  }
  return true
}

/** True if the place still has a file that is not an entry. Otherwise another process has just moved the entry. */
function* isForeignFile(place: string): Work<boolean> {
  return (yield* exists(place)) && !(yield* isDirectory(place)) && !(yield* isEntryFile(place))
}

function* exists(path: string): Work<boolean> {
  try {
    yield* stat(path)
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

export function* isDirectory(path: string): Work<boolean> {
  try {
    return (yield* stat(path)).isDirectory()
  } catch {
    return false
  }
}
