import type { Buffer } from 'node:buffer'
import { dirname } from 'node:path'
import type { Work } from '../../sync-or-async.ts'
import { isNotFound } from '../system/errors.ts'
import { trySetTimes } from '../system/file-times.ts'
import { close, fsync, open, removeFile, withDescriptor, write } from '../system/system-calls.ts'
import { noteCreated, removeUnused } from './created-directories.ts'
import { makeRoom, renameToEntry } from './displaced.ts'
import { createTemporaryName } from './temporary-file.ts'

export interface WriteOptions {
  /** Waits until the disk has the file. */
  readonly durable?: boolean
  /** The modification time of the file, in epoch milliseconds. @default now, by the clock of the file system */
  readonly modifiedAt?: number
  /** The temporary file to use. */
  readonly temporaryFile?: string
  /** Called immediately before the rename. If it returns false, `file` stays as it is. */
  readonly mayReplace?: () => boolean
}

/**
 * Writes a file atomically: a reader sees the whole old text or the whole new one. The text goes into a temporary file, and one
 * rename puts that file in the place of `file`.
 */
export function* writeAtomically(file: string, text: string | Buffer, options: WriteOptions = {}): Work<void> {
  const { durable = false, modifiedAt, temporaryFile = createTemporaryName(file), mayReplace = () => true } = options
  yield* createFile(temporaryFile, text, durable, modifiedAt)
  try {
    if (mayReplace()) yield* renameToEntry(temporaryFile, file)
    else yield* removeFile(temporaryFile)
  } catch (error) {
    yield* tryRemoveFile(temporaryFile)
    throw error
  }
  if (durable) yield* fsyncDirectory(file)
}

/**
 * Creates a file with this text; with `durable`, waits until the disk has it. Throws `EEXIST` if there is a file. If the text
 * cannot be written whole, the file is removed: a full disk can still create files, and other processes would wait for an empty
 * lock although it has no holder.
 */
export function createFile(file: string, text: string | Buffer, durable: boolean, modifiedAt?: number): Work<void> {
  return withDescriptor(function* () {
    const fd = yield* open(file, 'wx')
    try {
      yield* writeAndClose(fd, text, durable, modifiedAt)
    } catch (error) {
      yield* tryRemoveFile(file)
      throw error
    }
  })
}

/** Creates an empty file unless it exists. Sets its times to now, by the clock of this process. */
export function createOrTouch(file: string): Work<void> {
  return withDescriptor(function* () {
    const fd = yield* open(file, 'a')
    try {
      const now = Date.now()
      yield* trySetTimes(fd, now, now)
    } finally {
      yield* close(fd)
    }
  })
}

/** Writes the text into an open file, and closes it. */
export function* writeAndClose(
  fd: number,
  text: string | Buffer,
  durable: boolean,
  modifiedAt: number | undefined,
): Work<void> {
  try {
    yield* write(fd, text)
    if (modifiedAt !== undefined) yield* trySetTimes(fd, Date.now(), modifiedAt)
    if (durable) yield* fsync(fd)
  } finally {
    yield* close(fd)
  }
}

/** Another process may remove the empty directory as often as this before the file is in it. */
const maxAttempts = 20

/**
 * Creates the directory of `file` if `write` finds that it does not exist, and calls `write` again. Returns the first directory
 * that it created; `undefined` if it created none. If `write` fails, removes what it created.
 */
export function* withDirectory(file: string, write: () => Work<void>): Work<string | undefined> {
  let created: string | undefined
  for (let attempt = 1; ; attempt += 1) {
    try {
      yield* write()
      return created
    } catch (error) {
      if (!isNotFound(error) || attempt === maxAttempts) {
        noteCreated(created, dirname(file))
        yield* removeUnused(dirname(file))
        throw error
      }
    }
    created = (yield* makeRoom(dirname(file))) ?? created
  }
}

/** Makes the rename to `file` itself durable. Windows cannot open a directory, and does not need this. */
export function fsyncDirectory(file: string): Work<void> {
  return withDescriptor(function* () {
    try {
      const fd = yield* open(dirname(file), 'r')
      try {
        yield* fsync(fd)
      } finally {
        yield* close(fd)
      }
    } catch {
      // The entry is in its place all the same.
    }
  })
}

/** Removes a file after another failure, which the caller reports. */
export function* tryRemoveFile(file: string): Work<void> {
  try {
    yield* removeFile(file)
  } catch {
    // A later sweep finds the file.
  }
}
