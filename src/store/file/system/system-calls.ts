// The system calls of the file store, each as a step of work: it can be executed with and without promises. Two waits are built
// in, because every caller needs them: for a free file descriptor, and until Windows lets a file be renamed. read-file.ts reads
// files, listing.ts lists directories, errors.ts classifies what a call throws, process.ts knows the process and its host.

import { Buffer } from 'node:buffer'
import type { Stats } from 'node:fs'
import pLimit from 'p-limit'
import type { Work } from '../../sync-or-async.ts'
import { briefStep, isPromise, runSync, step } from '../../sync-or-async.ts'
import { codeOf, isNotFoundOrTooLong } from './errors.ts'
import { fs, process } from './process.ts'
import { startWork } from './run-in-turns.ts'

const { constants } = fs

/** More descriptors at a time would not be faster on libuv's few threads, and `ulimit -n` may be low. */
const maxDescriptors = 24
const limitDescriptors = pLimit(maxDescriptors)

/** Flags to read a file. A named pipe opens at once: without the second flag, the call waits until another process writes to it. */
const readFlags: number = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** The same, and the access time stays as it is. Only Linux has this, and only for the owner of the file. */
export const readWithoutAccess: number = readFlags | (constants.O_NOATIME ?? 0)

/** Flags to replace the text of a file that exists. */
export const writeExisting: number = constants.O_WRONLY | constants.O_TRUNC

/** Flags to append to a file that exists. */
export const appendExisting: number = constants.O_WRONLY | constants.O_APPEND

/** Waits up to a second for a descriptor: other code in this process may hold all of them for a moment. */
export const maxDescriptorWaitMs = 1_000

const maxRenameWaitMs = 2_000

/** Does work that holds one descriptor, as soon as the process holds fewer than its limit. */
export function withDescriptor<T>(work: () => Work<T>): Work<T> {
  return step(
    () => runSync(work()),
    () => {
      if (limitDescriptors.activeCount >= maxDescriptors) return limitDescriptors(() => startWork(work()))
      const outcome = startWork(work())
      // Work that has gone to another thread holds its descriptor for longer, so it counts.
      return isPromise(outcome) ? limitDescriptors(() => outcome) : outcome
    },
  )
}

export function open(file: string, flags: string | number): Work<number> {
  return retry(isOutOfDescriptors, maxDescriptorWaitMs, () =>
    briefStep(
      () => fs.openSync(file, flags),
      () => callAsync<number>((done) => fs.open(file, flags, done)),
    ),
  )
}

/** Opens a file to read it. */
export function openToRead(file: string): Work<number> {
  return open(file, readFlags)
}

/** Opens a file to read it. Its access time stays as it is, if the system allows that. */
export function* openWithoutAccess(file: string): Work<number> {
  try {
    return yield* open(file, readWithoutAccess)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error
    return yield* openToRead(file)
  }
}

export function close(fd: number): Work<void> {
  return briefStep(
    () => fs.closeSync(fd),
    () => callAsync<void>((done) => fs.close(fd, done)),
  )
}

/** Closes a file that was only read. Always synchronous: there is nothing left to write, so this needs no thread. */
export function closeAfterRead(fd: number): Work<void> {
  const call = (): void => fs.closeSync(fd)
  return briefStep(call, call)
}

/** Always synchronous: the system knows the answer for an open file without the disk, and a thread would take longer. */
export function fstat(fd: number): Work<Stats> {
  const call = (): Stats => fs.fstatSync(fd)
  return briefStep(call, call)
}

export function stat(file: string): Work<Stats> {
  return briefStep(
    () => fs.statSync(file),
    () => callAsync<Stats>((done) => fs.stat(file, done)),
  )
}

/** Copying more bytes takes longer than the way to another thread. */
const maxBriefBytes = 65_536

function stepOf(bytes: number): typeof step {
  return bytes <= maxBriefBytes ? briefStep : step
}

/** Costs much less than an attempt to open a file that does not exist, because it creates no error. */
export function exists(file: string): Work<boolean> {
  return briefStep(
    () => fs.existsSync(file),
    () => new Promise<boolean>((resolve) => fs.access(file, (error) => resolve(!error))),
  )
}

/** Reads into `target` from `offset` on. Returns the number of bytes; 0 at the end of the file. */
export function read(fd: number, target: Buffer, offset: number): Work<number> {
  const length = target.length - offset
  return stepOf(length)(
    () => fs.readSync(fd, target, offset, length, null),
    () => callAsync<number>((done) => fs.read(fd, target, offset, length, null, done)),
  )
}

/** Writes a whole text, or the bytes of it. One call of the system may write only a part. */
export function* write(fd: number, text: string | Buffer): Work<void> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  let written = 0
  while (written < bytes.length) written += yield* writeSome(fd, bytes, written)
}

function writeSome(fd: number, bytes: Buffer, offset: number): Work<number> {
  return stepOf(bytes.length - offset)(
    () => fs.writeSync(fd, bytes, offset),
    () => callAsync<number>((done) => fs.write(fd, bytes, offset, done)),
  )
}

export function fsync(fd: number): Work<void> {
  return step(
    () => fs.fsyncSync(fd),
    () => callAsync<void>((done) => fs.fsync(fd, done)),
  )
}

/** Sets the times of an open file, in seconds. */
export function futimes(fd: number, accessed: number, modified: number): Work<void> {
  return briefStep(
    () => fs.futimesSync(fd, accessed, modified),
    () => callAsync<void>((done) => fs.futimes(fd, accessed, modified, done)),
  )
}

/** Sets both times of a file to now. */
export function touch(file: string): Work<void> {
  const now = new Date()
  return briefStep(
    () => fs.utimesSync(file, now, now),
    () => callAsync<void>((done) => fs.utimes(file, now, now, done)),
  )
}

/**
 * On Windows, a rename fails for a moment while a virus scanner, an indexer or a reader has one of the files open:
 * https://github.com/npm/write-file-atomic/issues/227, https://github.com/isaacs/node-graceful-fs/pull/119
 */
export function rename(from: string, to: string): Work<void> {
  const shouldRetry = process.platform === 'win32' ? isBlockedByWindows : () => false
  return retry(shouldRetry, maxRenameWaitMs, () =>
    briefStep(
      () => fs.renameSync(from, to),
      () => callAsync<void>((done) => fs.rename(from, to, done)),
    ),
  )
}

/** Removes a file. Throws `ENOENT` if there is none. */
export function unlink(file: string): Work<void> {
  return briefStep(
    () => fs.unlinkSync(file),
    () => callAsync<void>((done) => fs.unlink(file, done)),
  )
}

/** Removes a file. Does nothing if there is none. */
export function* removeFile(file: string): Work<void> {
  try {
    yield* unlink(file)
  } catch (error) {
    if (!isNotFoundOrTooLong(error)) throw error
  }
}

/** The timer keeps the process alive, because a caller awaits the work that follows. */
export function sleep(ms: number): Work<void> {
  return step(
    () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
    () => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  )
}

/** Calls again while `shouldRetry` accepts the error, with growing pauses, for at most `maxWaitMs`. */
export function* retry<T>(shouldRetry: (error: unknown) => boolean, maxWaitMs: number, call: () => Work<T>): Work<T> {
  let pauseMs = 5
  let waitedMs = 0
  for (;;) {
    try {
      return yield* call()
    } catch (error) {
      if (!shouldRetry(error) || waitedMs >= maxWaitMs) throw error
    }
    yield* sleep(pauseMs)
    waitedMs += pauseMs
    pauseMs = Math.min(pauseMs * 2, 100)
  }
}

/** Turns a call with a callback into a promise. */
export function callAsync<T>(call: (done: (error?: Error | null, result?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    // Node passes the result if there is no error. Without one, some runtimes pass `undefined` for the error, or no argument.
    call((error, result) => (error ? reject(error) : resolve(result as T)))
  })
}

export function isOutOfDescriptors(error: unknown): boolean {
  return codeOf(error) === 'EMFILE' || codeOf(error) === 'ENFILE'
}

function isBlockedByWindows(error: unknown): boolean {
  return ['EPERM', 'EBUSY', 'EACCES'].includes(codeOf(error))
}
