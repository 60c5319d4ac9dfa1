import { Buffer } from 'node:buffer'
import type { Stats } from 'node:fs'
import type { Work } from './sync-or-async.ts'
import { closeRead, fstat, futimes, holdingDescriptor, open, openUnused, read } from './system-calls.ts'

/** A file's text with what its inode says, both of one and the same file even while it is being replaced. */
export interface FileText {
  readonly text: string
  /** The whole file's bytes, also where `text` is its beginning. */
  readonly size: number
  readonly changedAt: number
  readonly usedAt: number
}

/** Bytes in which nearly every header ends. */
const firstBytes = 4_096

/** A use is noted at most this often, in milliseconds. */
const usePrecision = 1_000

/** Reads a whole file. With `noteUse`, its access time says so afterwards, whatever the file system's mount options. */
export function readWhole(file: string, noteUse: boolean): Work<FileText> {
  return holdingDescriptor(function* () {
    const fd = yield* open(file, 'r')
    try {
      const stats = yield* fstat(fd)
      const bytes = yield* readBytes(fd, stats.size)
      const whole = fileText(bytes, stats)
      if (noteUse) yield* setUsed(fd, whole)
      return whole
    } finally {
      yield* closeRead(fd)
    }
  })
}

/** Reads a file's beginning, longer and longer, until `isEnough`, without making it look used. */
export function readBeginning(file: string, isEnough: (beginning: string) => boolean): Work<FileText> {
  return holdingDescriptor(function* () {
    const fd = yield* openUnused(file)
    try {
      const stats = yield* fstat(fd)
      let bytes = yield* readBytes(fd, Math.min(stats.size, firstBytes))
      while (bytes.length < stats.size && !isEnough(bytes.toString())) {
        const more = yield* readBytes(fd, Math.min(stats.size - bytes.length, bytes.length))
        if (more.length === 0) break
        bytes = Buffer.concat([bytes, more])
      }
      return fileText(bytes, stats)
    } finally {
      yield* closeRead(fd)
    }
  })
}

function* readBytes(fd: number, most: number): Work<Buffer> {
  const bytes = Buffer.allocUnsafe(most)
  let length = 0
  while (length < most) {
    const more = yield* read(fd, bytes, length)
    if (more === 0) break
    length += more
  }
  return bytes.subarray(0, length)
}

function fileText(bytes: Buffer, { size, mtimeMs, atimeMs }: Stats): FileText {
  return { text: bytes.toString(), size, changedAt: mtimeMs, usedAt: atimeMs }
}

/**
 * Through the descriptor, so that a file that replaced this one meanwhile keeps its own instants. Half a microsecond is
 * added because the system gets seconds as a fraction and cuts it to microseconds: without it, every use would take one off.
 */
function* setUsed(fd: number, file: FileText): Work<void> {
  const now = Date.now()
  if (now - file.usedAt < usePrecision) return
  try {
    yield* futimes(fd, now / 1_000, (file.changedAt + 0.0005) / 1_000)
  } catch {
    // Somebody else's file, or a read-only disk: its use goes unnoticed.
  }
}
