import { dirname } from 'node:path'
import { isMissing } from '../system/errors.ts'
import type { Work } from '../system/sync-or-async.ts'
import { close, fsync, holdingDescriptor, makeDirectory, open, remove, rename, write } from '../system/system-calls.ts'

/**
 * Writes a new file and, with `durable`, waits until the medium has it. Where it cannot be written whole it goes again: a full
 * disk still makes files, and an empty or half lock would keep others waiting for a holder that there never was.
 */
export function writeNew(file: string, text: string, durable: boolean): Work<void> {
  return holdingDescriptor(function* () {
    const fd = yield* open(file, 'wx')
    try {
      yield* writeAndClose(fd, text, durable)
    } catch (error) {
      yield* removeQuietly(file)
      throw error
    }
  })
}

function* writeAndClose(fd: number, text: string, durable: boolean): Work<void> {
  try {
    yield* write(fd, text)
    if (durable) yield* fsync(fd)
  } finally {
    yield* close(fd)
  }
}

/** Does what needs `file`'s directory; makes it first only where the system says that it is not there. */
export function* inDirectoryOf<T>(file: string, attempt: () => Work<T>): Work<T> {
  try {
    return yield* attempt()
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  yield* makeDirectory(dirname(file))
  return yield* attempt()
}

/**
 * Puts `temporary` in the place of `file`, at once and whole for whoever reads it. `mayReplace` is asked immediately before
 * that, with nothing in between; where it says no, nothing happens.
 */
export function* replaceWith(
  file: string,
  temporary: string,
  text: string,
  { durable, mayReplace }: { durable: boolean; mayReplace: () => boolean },
): Work<void> {
  yield* writeNew(temporary, text, durable)
  try {
    if (mayReplace()) yield* rename(temporary, file)
    else yield* remove(temporary)
  } catch (error) {
    yield* removeQuietly(temporary)
    throw error
  }
  if (durable) yield* syncDirectory(dirname(file))
}

/** Makes the renaming itself durable. Windows opens no directory, and needs none of this. */
function syncDirectory(directory: string): Work<void> {
  return holdingDescriptor(function* () {
    try {
      const fd = yield* open(directory, 'r')
      try {
        yield* fsync(fd)
      } finally {
        yield* close(fd)
      }
    } catch {
      // The entry is there and whole all the same.
    }
  })
}

/** For what is in the way after something else failed: that failure is the one to tell. */
export function* removeQuietly(file: string): Work<void> {
  try {
    yield* remove(file)
  } catch {
    // A sweep will find it.
  }
}
