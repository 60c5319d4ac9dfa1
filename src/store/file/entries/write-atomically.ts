import type { Buffer } from 'node:buffer'
import { dirname } from 'node:path'
import type { Work } from '../../sync-or-async.ts'
import { isNotFound } from '../system/errors.ts'
import { close, fsync, makeDirectory, open, removeFile, rename, withDescriptor, write } from '../system/system-calls.ts'
import { createTemporaryName } from './temporary-file.ts'

interface WriteOptions {
  /** Waits until the disk has the file. */
  readonly durable?: boolean
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
  const { durable = false, temporaryFile = createTemporaryName(file), mayReplace = () => true } = options
  yield* createFile(temporaryFile, text, durable)
  try {
    if (mayReplace()) yield* rename(temporaryFile, file)
    else yield* removeFile(temporaryFile)
  } catch (error) {
    yield* tryRemoveFile(temporaryFile)
    throw error
  }
  if (durable) yield* fsyncDirectory(dirname(file))
}

/**
 * Creates a file with this text; with `durable`, waits until the disk has it. Throws `EEXIST` if there is a file. If the text
 * cannot be written whole, the file is removed: a full disk can still create files, and other processes would wait for an empty
 * lock although it has no holder.
 */
export function createFile(file: string, text: string | Buffer, durable: boolean): Work<void> {
  return withDescriptor(function* () {
    const fd = yield* open(file, 'wx')
    try {
      yield* writeAndClose(fd, text, durable)
    } catch (error) {
      yield* tryRemoveFile(file)
      throw error
    }
  })
}

function* writeAndClose(fd: number, text: string | Buffer, durable: boolean): Work<void> {
  try {
    yield* write(fd, text)
    if (durable) yield* fsync(fd)
  } finally {
    yield* close(fd)
  }
}

/** Creates the directory of `file` if `write` finds that it does not exist, and calls `write` again. */
export function* withDirectory(file: string, write: () => Work<void>): Work<void> {
  try {
    return yield* write()
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
  yield* makeDirectory(dirname(file))
  yield* write()
}

/** Makes the rename itself durable. Windows cannot open a directory, and does not need this. */
function fsyncDirectory(directory: string): Work<void> {
  return withDescriptor(function* () {
    try {
      const fd = yield* open(directory, 'r')
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
