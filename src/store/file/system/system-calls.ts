// The few calls this store makes of the system, each as a step. What every caller would have to do again stands here:
// waiting for a free descriptor, and for Windows to let go of a file.

import { Buffer } from 'node:buffer'
import type { Dir, Dirent, NoParamCallback, Stats } from 'node:fs'
import pLimit from 'p-limit'
import { codeOf, isUnfindable } from './errors.ts'
import { fs, process } from './node.ts'
import type { Work } from './sync-or-async.ts'
import { run, runSync, step } from './sync-or-async.ts'

const { constants } = fs

/** Descriptors this process may hold at a time: more would gain nothing on libuv's few threads, and `ulimit -n` may be low. */
const descriptors = pLimit(24)

/** Reading with this flag does not count as use. Only Linux has it, and only for a file's owner. */
const withoutUse: number = constants.O_RDONLY | (constants.O_NOATIME ?? 0)

type Done<T> = (error: NodeJS.ErrnoException | null, value: T) => void

function promised<T>(call: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => call((error, value) => (error === null ? resolve(value) : reject(error))))
}

/** Does `work`, which holds one descriptor, when fewer than the limit are held. */
export function holdingDescriptor<T>(work: () => Work<T>): Work<T> {
  return step(
    () => runSync(work()),
    () => descriptors(() => run(work())),
  )
}

/** Others in this process may hold every descriptor for a moment; for a second, it is worth waiting. */
export function* open(file: string, flags: string | number): Work<number> {
  return yield* retried(isShortOfDescriptors, 1_000, () =>
    step(
      () => fs.openSync(file, flags),
      () => promised<number>((done) => fs.open(file, flags, done)),
    ),
  )
}

/** Opens for reading so that, where the system allows it, the file does not look used. */
export function* openUnused(file: string): Work<number> {
  try {
    return yield* open(file, withoutUse)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error
    return yield* open(file, 'r')
  }
}

export function close(fd: number): Work<void> {
  return step(
    () => fs.closeSync(fd),
    () => promised<void>((done) => fs.close(fd, (error) => done(error ?? null))),
  )
}

/** Asks at once: of an open file the system knows this without the disk, and a trip to a thread would cost more. */
export function fstat(fd: number): Work<Stats> {
  const ask = (): Stats => fs.fstatSync(fd)
  return step(ask, async () => ask())
}

/** Closes at once a file that was only read: nothing is left to be written. */
export function closeRead(fd: number): Work<void> {
  const end = (): void => fs.closeSync(fd)
  return step(end, async () => end())
}

export function stat(file: string): Work<Stats> {
  return step(
    () => fs.statSync(file),
    () => promised<Stats>((done) => fs.stat(file, done)),
  )
}

export function read(fd: number, into: Buffer, offset: number): Work<number> {
  return step(
    () => fs.readSync(fd, into, offset, into.length - offset, null),
    () => promised<number>((done) => fs.read(fd, into, offset, into.length - offset, null, done)),
  )
}

export function* write(fd: number, text: string): Work<void> {
  const bytes = Buffer.from(text)
  let written = 0
  while (written < bytes.length) written += yield* writeSome(fd, bytes, written)
}

function writeSome(fd: number, bytes: Buffer, offset: number): Work<number> {
  return step(
    () => fs.writeSync(fd, bytes, offset),
    () => promised<number>((done) => fs.write(fd, bytes, offset, done)),
  )
}

export function fsync(fd: number): Work<void> {
  return step(
    () => fs.fsyncSync(fd),
    () => promised<void>((done) => fs.fsync(fd, done as NoParamCallback)),
  )
}

export function futimes(fd: number, used: number, changed: number): Work<void> {
  return step(
    () => fs.futimesSync(fd, used, changed),
    () => promised<void>((done) => fs.futimes(fd, used, changed, done as NoParamCallback)),
  )
}

export function utimes(file: string, used: Date, changed: Date): Work<void> {
  return step(
    () => fs.utimesSync(file, used, changed),
    () => promised<void>((done) => fs.utimes(file, used, changed, done as NoParamCallback)),
  )
}

export function makeDirectory(directory: string): Work<unknown> {
  return step<unknown>(
    () => fs.mkdirSync(directory, { recursive: true }),
    () => promised<unknown>((done) => fs.mkdir(directory, { recursive: true }, done)),
  )
}

/**
 * On Windows a scanner, an indexer or a reader that has either file open makes a rename fail for a moment:
 * https://github.com/npm/write-file-atomic/issues/227, https://github.com/isaacs/node-graceful-fs/pull/119
 */
export function* rename(from: string, to: string): Work<void> {
  const again = process.platform === 'win32' ? isHeldByWindows : isNever
  yield* retried(again, 2_000, () =>
    step(
      () => fs.renameSync(from, to),
      () => promised<void>((done) => fs.rename(from, to, done as NoParamCallback)),
    ),
  )
}

/** Removes a file. False where there was none. */
export function* remove(file: string): Work<boolean> {
  try {
    yield* step(
      () => fs.unlinkSync(file),
      () => promised<void>((done) => fs.unlink(file, done as NoParamCallback)),
    )
    return true
  } catch (error) {
    if (isUnfindable(error)) return false
    throw error
  }
}

/** Opens a directory to read its names one after another; as few at a time as the system hands over. */
export function* openDirectory(directory: string): Work<Dir> {
  return yield* retried(isShortOfDescriptors, 1_000, () =>
    step(
      () => fs.opendirSync(directory),
      () => promised<Dir>((done) => fs.opendir(directory, done)),
    ),
  )
}

export function nextIn(directory: Dir): Work<Dirent | null> {
  return step(
    () => directory.readSync(),
    () => directory.read(),
  )
}

export function closeDirectory(directory: Dir): Work<void> {
  return step(
    () => directory.closeSync(),
    () => directory.close(),
  )
}

/** Waits. The timer holds the process: somebody awaits what comes after it. */
export function sleep(milliseconds: number): Work<void> {
  return step(
    () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
    () => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
  )
}

function* retried<T>(isPassing: (error: unknown) => boolean, longest: number, attempt: () => Work<T>): Work<T> {
  let pause = 5
  let waited = 0
  for (;;) {
    try {
      return yield* attempt()
    } catch (error) {
      if (!isPassing(error) || waited >= longest) throw error
    }
    yield* sleep(pause)
    waited += pause
    pause = Math.min(pause * 2, 100)
  }
}

function isShortOfDescriptors(error: unknown): boolean {
  return codeOf(error) === 'EMFILE' || codeOf(error) === 'ENFILE'
}

function isHeldByWindows(error: unknown): boolean {
  return ['EPERM', 'EBUSY', 'EACCES'].includes(codeOf(error))
}

function isNever(): boolean {
  return false
}
