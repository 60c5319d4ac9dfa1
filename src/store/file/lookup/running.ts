// Finds the computations that run now, to end their right to store what they compute. Those under a base have their locks there.
// Those of entries that a path function names may lie anywhere: each has a note in the index of tags while it runs.

import { dirname, relative, resolve } from 'node:path'
import { isFileOf } from '../../../key/file-name.ts'
import type { Visit } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import { keepCreated, noteCreated, removeUnused } from '../entries/created-directories.ts'
import { createFile, tryRemoveFile, withDirectory } from '../entries/write-atomically.ts'
import { lockDirectoryOf, lockedNameOf } from '../lock/holder-name.ts'
import { addTagsToRegistration, addTagsToRegistrations, removeRegistrations } from '../lock/registration.ts'
import { isNotFound } from '../system/errors.ts'
import { collect, filterMap } from '../system/listing.ts'
import { readFile } from '../system/read-file.ts'
import type { FoundFile } from './walk.ts'
import { findFilesAround, findFilesUnder } from './walk.ts'

/** Ends the right of the computations at `base` and under it; with `tags`, only the right to store values that have one of them. */
export function* endComputations(base: string, tags?: readonly string[], visit?: Visit): Work<void> {
  yield* collect(filterMap(findFilesAround(base, visit), (file) => endComputation(base, file, tags)))
}

/** Returns `null`, so that the listing collects nothing. */
function* endComputation(
  base: string,
  { name, path, isBeside, isLock }: FoundFile,
  tags?: readonly string[],
): Work<null> {
  if (!isLock || (isBeside && !mayBelongTo(base, lockedNameOf(name)))) return null
  yield* tags ? addTagsToRegistrations(resolve(path), tags) : removeRegistrations(resolve(path))
  return null
}

/** A very long name is shortened in the name of its lock. Such a lock may belong to any base. */
function mayBelongTo(base: string, entryName: string): boolean {
  return isFileOf(base, entryName) || entryName.length === 60 + '-0123456789abcdef'.length
}

/** The notes about the running computations of entries that path functions name. */
export interface RunningNotes {
  /** Notes a computation that holds the registration with this token. Returns the note. */
  add(file: string, token: string): Work<string>
  /** Removes a note. Unless a result was stored, removes the directory of the notes too, if it is new and empty. */
  remove(note: string, isStored: boolean): Work<void>
  /** Ends the right of the noted computations to store values that have one of `tags`. */
  endTagged(tags: readonly string[]): Work<void>
}

export function createRunningNotes(tagsPath: string): RunningNotes {
  const directory = (): string => `${resolve(tagsPath)}/running`
  return {
    *add(file, token) {
      const note = `${directory()}/${token}`
      const location = relative(directory(), file) // so that a project can be moved
      noteCreated(yield* withDirectory(note, () => createFile(note, location, false)), directory())
      return note
    },
    *remove(note, isStored) {
      yield* tryRemoveFile(note)
      if (isStored) keepCreated(dirname(note))
      else yield* removeUnused(dirname(note))
    },
    *endTagged(tags) {
      yield* collect(filterMap(findFilesUnder(`${directory()}/`), (note) => endNoted(directory(), note, tags)))
    },
  }
}

/**
 * A note is empty in the moment of its creation. Its computation has not begun then. A note stays behind if its process is killed,
 * and is removed once the registration is gone.
 */
function* endNoted(directory: string, { name, path }: FoundFile, tags: readonly string[]): Work<null> {
  const text = yield* readNote(path)
  if (text === '') return null
  const isRunning = yield* addTagsToRegistration(lockDirectoryOf(resolve(directory, text)), name, tags)
  if (!isRunning) yield* tryRemoveFile(path)
  return null
}

function* readNote(path: string): Work<string> {
  try {
    return (yield* readFile(path)).text
  } catch (error) {
    if (isNotFound(error)) return ''
    throw error
  }
}
