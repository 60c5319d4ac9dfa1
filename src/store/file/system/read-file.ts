import { Buffer, constants } from 'node:buffer'
import type { Stats } from 'node:fs'
import { StoreError } from '../../../errors.ts'
import type { Work } from '../../sync-or-async.ts'
import { createSystemError } from './errors.ts'
import { trySetTimes } from './file-times.ts'
import { fs } from './process.ts'
import {
  closeAfterRead,
  fstat,
  openToRead,
  openWithoutAccess,
  read,
  readWithoutAccess,
  withDescriptor,
} from './system-calls.ts'

/** The text, size and times of a file. All are of the same file, even if another file replaces it during the read. */
export interface FileContent {
  /** The whole text, or its beginning. */
  readonly text: string
  /** The size of the whole file in bytes. */
  readonly size: number
  /** In epoch milliseconds. */
  readonly modifiedAt: number
  /** In epoch milliseconds. */
  readonly accessedAt: number
}

/** Nearly every header ends within these bytes. */
const firstReadBytes = 4_096

/** The longest text of Node has this many characters, and each takes at least one byte. */
export const maxFileBytes: number = constants.MAX_STRING_LENGTH

const lineFeed = 0x0a

/** A read updates the access time only if it is at least this old. */
const accessPrecisionMs = 1_000

/**
 * Reads a whole file. Throws `StoreError` for what is no regular file, and for a file too long for a text. With `marksUse`, the
 * read updates the access time, even on a file system that is mounted to keep none. Eviction needs this time.
 */
export function readFile(file: string, { marksUse = false }: { readonly marksUse?: boolean } = {}): Work<FileContent> {
  return withDescriptor(function* () {
    const fd = yield* marksUse ? openWithoutAccess(file) : openToRead(file)
    try {
      const stats = yield* readStats(fd, file)
      const bytes = yield* readBytes(fd, stats.size)
      const content = toContent(bytes, stats)
      if (marksUse) yield* updateAccessTime(fd, content)
      return content
    } finally {
      yield* closeAfterRead(fd)
    }
  })
}

/**
 * Reads the first line of a file, or its first 4 KB, without steps: a listing reads so many files that the way from step to step
 * would take longer than the calls of the system. Returns `undefined` if that fails. Then call `readFileUntil`. Keeps the access
 * time.
 */
export function tryReadBeginning(file: string): FileContent | undefined {
  try {
    const fd = fs.openSync(file, readWithoutAccess)
    try {
      const stats = fs.fstatSync(fd)
      if (!stats.isFile() || stats.size > maxFileBytes) return undefined
      const bytes = Buffer.allocUnsafe(Math.min(stats.size, firstReadBytes))
      return toContent(firstLineOf(bytes.subarray(0, fs.readSync(fd, bytes, 0, bytes.length, 0))), stats)
    } finally {
      fs.closeSync(fd)
    }
  } catch {
    return undefined
  }
}

function firstLineOf(bytes: Buffer): Buffer {
  const end = bytes.indexOf(lineFeed)
  return end < 0 ? bytes : bytes.subarray(0, end + 1)
}

/** Reads the beginning of a file, and more of it until `isEnough` returns true. Throws like `readFile`. Keeps the access time. */
export function readFileUntil(file: string, isEnough: (beginning: string) => boolean): Work<FileContent> {
  return withDescriptor(function* () {
    const fd = yield* openWithoutAccess(file)
    try {
      const stats = yield* readStats(fd, file)
      let bytes = yield* readBytes(fd, Math.min(stats.size, firstReadBytes))
      while (bytes.length < stats.size && !isEnough(bytes.toString())) {
        const more = yield* readBytes(fd, Math.min(stats.size - bytes.length, bytes.length))
        if (more.length === 0) break
        bytes = Buffer.concat([bytes, more])
      }
      return toContent(bytes, stats)
    } finally {
      yield* closeAfterRead(fd)
    }
  })
}

/** Throws for what is no regular file, because a read of a pipe or of a device may never end, and for what is too long. */
function* readStats(fd: number, file: string): Work<Stats> {
  const stats = yield* fstat(fd)
  if (stats.isFile()) {
    if (stats.size <= maxFileBytes) return stats
    throw new StoreError('DAMAGED', `${file} has ${stats.size} bytes, too many for an entry`, { path: file })
  }
  if (stats.isDirectory()) throw createSystemError('EISDIR', `${file} is a directory`)
  throw new StoreError('DAMAGED', `${file} is no regular file`, { path: file })
}

function* readBytes(fd: number, maxBytes: number): Work<Buffer> {
  const bytes = Buffer.allocUnsafe(maxBytes)
  let length = 0
  while (length < maxBytes) {
    const more = yield* read(fd, bytes, length)
    if (more === 0) break
    length += more
  }
  return bytes.subarray(0, length)
}

function toContent(bytes: Buffer, { size, mtimeMs, atimeMs }: Stats): FileContent {
  return { text: bytes.toString(), size, modifiedAt: mtimeMs, accessedAt: atimeMs }
}

/** Marks the file as used now. The system's own mark would be a time of its clock, and not of this process's clock. */
function* updateAccessTime(fd: number, { accessedAt, modifiedAt }: FileContent): Work<void> {
  const now = Date.now()
  if (Math.abs(now - accessedAt) >= accessPrecisionMs) yield* trySetTimes(fd, now, modifiedAt)
}
