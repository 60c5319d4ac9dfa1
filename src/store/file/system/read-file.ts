import { Buffer } from 'node:buffer'
import type { Stats } from 'node:fs'
import type { Work } from '../../sync-or-async.ts'
import { trySetTimes } from './file-times.ts'
import { closeAfterRead, fstat, open, openWithoutAccess, read, withDescriptor } from './system-calls.ts'

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

/** A read updates the access time only if it is at least this old. */
const accessPrecisionMs = 1_000

/**
 * Reads a whole file. With `marksUse`, the read updates the access time, even on a file system that is mounted to keep none.
 * Eviction needs this time.
 */
export function readFile(file: string, { marksUse = false }: { readonly marksUse?: boolean } = {}): Work<FileContent> {
  return withDescriptor(function* () {
    const fd = yield* marksUse ? openWithoutAccess(file) : open(file, 'r')
    try {
      const stats = yield* fstat(fd)
      const bytes = yield* readBytes(fd, stats.size)
      const content = toContent(bytes, stats)
      if (marksUse) yield* updateAccessTime(fd, content)
      return content
    } finally {
      yield* closeAfterRead(fd)
    }
  })
}

/** Reads the beginning of a file, and more of it until `isEnough` returns true. The access time stays as it is. */
export function readFileUntil(file: string, isEnough: (beginning: string) => boolean): Work<FileContent> {
  return withDescriptor(function* () {
    const fd = yield* openWithoutAccess(file)
    try {
      const stats = yield* fstat(fd)
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
