// Keeps the entries below a limit without a scan of all entries at each write. Each process counts what its own writes add. It
// scans the directories it has written to when the count exceeds the limit, or when its own writes since the last scan have added
// a fifth of the limit, because other processes write too. If the scan finds too much, the process evicts the least recently used
// entries until a tenth of the limit is free. A scan reads the beginning of each entry, and holds their names in memory.

import { dirname, resolve } from 'node:path'
import { clockTolerance } from '../../../entry/freshness.ts'
import { UnsafeTypeError } from '../../../errors.ts'
import { isOutboxKey } from '../../../key/address.ts'
import { displacedFileOf, ownFileOf } from '../../../key/reserved-names.ts'
import type { EvictionListener } from '../../reports.ts'
import type { Work } from '../../sync-or-async.ts'
import { addressOfFile } from '../lookup/file-address.ts'
import type { FoundFile } from '../lookup/walk.ts'
import { findFilesIn } from '../lookup/walk.ts'
import { isNotFoundOrTooLong } from '../system/errors.ts'
import type { Conversion } from '../system/listing.ts'
import { collect, filterMapMany } from '../system/listing.ts'
import { removeFile, stat } from '../system/system-calls.ts'
import type { FileHeader } from './entry-file.ts'
import { tryReadHeader, tryReadHeaderAtOnce } from './entry-file.ts'

export interface Eviction {
  /** Throws `UnsafeTypeError` if the entry alone exceeds the limit. */
  checkSize(path: string, bytes: number): void
  /** Writes an entry of this size to `file`, then evicts entries if a limit is exceeded. */
  writeAndEvict<T>(file: string, bytes: number, write: () => Work<T>): Work<T>
  /** Takes the listener that hears of each evicted entry. */
  onEvict(listener: EvictionListener): void
}

/** `Infinity` is no limit. */
interface Limits {
  readonly maxBytes: number
  readonly maxEntries: number
}

interface Candidate {
  readonly file: string
  readonly key: string
  readonly bytes: number
  readonly lastUsedAt: number
}

/** The share of the limit that an eviction keeps. */
const keptShare = 0.9

/** After its own writes have added this share of the limit, a process scans for what others have added. */
const unscannedShare = 0.2

/** Returns `undefined` if there is no limit: then reads need not mark entries as used. */
export function createEviction(limits: Limits): Eviction | undefined {
  if (!Number.isFinite(limits.maxBytes) && !Number.isFinite(limits.maxEntries)) return undefined
  const directories = new Set<string>()
  const bytes = createCounter(limits.maxBytes)
  const entries = createCounter(limits.maxEntries)
  let isScanning = false
  let listener: EvictionListener | undefined

  function* scanAndEvict(written: string): Work<void> {
    isScanning = true
    bytes.startScan()
    entries.startScan()
    try {
      const kept = yield* evictLeastRecentlyUsed(yield* findCandidates(directories), limits, written, listener)
      bytes.endScan(sumBytes(kept))
      entries.endScan(kept.length)
    } finally {
      isScanning = false
    }
  }

  function* countWrite(file: string, newBytes: number, oldBytes: number | null): Work<void> {
    const directory = dirname(file)
    if (directories.has(directory)) {
      bytes.add(newBytes - (oldBytes ?? 0))
      entries.add(oldBytes === null ? 1 : 0)
      return
    }
    directories.add(directory)
    const found = yield* findCandidates([directory])
    bytes.add(sumBytes(found))
    entries.add(found.length)
  }

  return {
    checkSize(path, newBytes) {
      if (newBytes <= limits.maxBytes) return
      throw new UnsafeTypeError(`the entry alone exceeds maxBytes, ${limits.maxBytes} bytes`, { path })
    },
    *writeAndEvict(file, newBytes, write) {
      const oldBytes = yield* readSize(file)
      const result = yield* write()
      if (result === false) return result
      yield* countWrite(file, newBytes, oldBytes)
      if ((bytes.isScanDue() || entries.isScanDue()) && !isScanning) yield* scanAndEvict(file)
      return result
    },
    onEvict(eviction) {
      listener = eviction
    },
  }
}

interface Counter {
  add(amount: number): void
  isScanDue(): boolean
  startScan(): void
  /** `amount` is what the scan found. */
  endScan(amount: number): void
}

/** Estimates a total, and decides when a scan is due. What is added during a scan counts again after it. */
function createCounter(limit: number): Counter {
  let estimate = 0
  let added = 0
  return {
    add(amount) {
      estimate += amount
      added += Math.max(amount, 0)
    },
    isScanDue: () => estimate > limit || added > limit * unscannedShare,
    startScan() {
      added = 0
    },
    endScan(amount) {
      estimate = amount + added
    },
  }
}

/** Finds only entries. Other files in the directories, and items of an outbox, do not count and are never removed. */
function* findCandidates(directories: Iterable<string>): Work<Candidate[]> {
  const all: Candidate[][] = []
  for (const directory of directories) {
    all.push(yield* collect(filterMapMany(findFilesIn(`${directory}/`), candidateReader)))
  }
  return all.flat()
}

const candidateReader: Conversion<FoundFile, Candidate> = {
  tryAtOnce(found) {
    if (!isOfEntry(found)) return null
    const file = resolve(found.path)
    const header = tryReadHeaderAtOnce(file)
    return header && toCandidate(file, header)
  },
  *convert(found) {
    if (!isOfEntry(found)) return null
    const file = resolve(found.path)
    const header = yield* tryReadHeader(file)
    return header && toCandidate(file, header)
  },
}

function isOfEntry({ isTemporary, isLock }: FoundFile): boolean {
  return !isTemporary && !isLock
}

function toCandidate(file: string, header: FileHeader): Candidate | null {
  if (isOutboxKey(header.key)) return null
  return { file, key: header.key, bytes: header.size, lastUsedAt: getLastUse(header) }
}

/** A use in the future is no use: the clock was set back, and the entry counts as expired. */
function getLastUse({ accessedAt, modifiedAt }: FileHeader): number {
  const lastUsedAt = Math.max(accessedAt, modifiedAt)
  return lastUsedAt > Date.now() + clockTolerance ? 0 : lastUsedAt
}

/**
 * Removes entries if they exceed a limit, the least recently used first. Returns the others. The entry that was just written stays,
 * even if it alone takes more than the share that an eviction keeps.
 */
function* evictLeastRecentlyUsed(
  found: readonly Candidate[],
  limits: Limits,
  written: string,
  listener: EvictionListener | undefined,
): Work<readonly Candidate[]> {
  const { maxBytes, maxEntries } = limits
  let keptBytes = sumBytes(found)
  if (keptBytes <= maxBytes && found.length <= maxEntries) return found
  const isWritten = ({ file }: Candidate): boolean => ownFileOf(file) === written
  const oldestFirst = found.filter((candidate) => !isWritten(candidate))
  oldestFirst.sort((one, other) => one.lastUsedAt - other.lastUsedAt)
  let evicted = 0
  for (const { file, key, bytes } of oldestFirst) {
    if (keptBytes <= maxBytes * keptShare && found.length - evicted <= Math.ceil(maxEntries * keptShare)) break
    yield* removeFile(file)
    listener?.(addressOfFile(ownFileOf(file), key))
    keptBytes -= bytes
    evicted += 1
  }
  return [...oldestFirst.slice(evicted), ...found.filter(isWritten)]
}

function sumBytes(candidates: readonly Candidate[]): number {
  return candidates.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Returns the size of a file in bytes; `null` if there is none. */
function* readSize(file: string): Work<number | null> {
  try {
    const found = yield* stat(file)
    return found.isDirectory() ? yield* readSize(displacedFileOf(file)) : found.size
  } catch (error) {
    if (isNotFoundOrTooLong(error)) return null
    throw error
  }
}
