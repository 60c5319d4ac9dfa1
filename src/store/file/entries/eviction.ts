// How entries stay below a limit without a look at all of them per write. Each process counts what its own writes add; when
// that passes the limit, or has grown by a fifth of it since the last look (others write, too), it looks at the directories
// it has written to and, if there is too much, removes what was used longest ago until a tenth of the limit is free. A look
// takes one short read per entry there, and the memory for their names.

import { dirname, resolve } from 'node:path'
import { readIfEntry } from '../lookup/list.ts'
import { filesIn } from '../lookup/walk.ts'
import { isUnfindable } from '../system/errors.ts'
import type { Work } from '../system/sync-or-async.ts'
import { gather, sift } from '../system/sync-or-async.ts'
import { remove, stat } from '../system/system-calls.ts'
import { isTemporary } from './temporary-name.ts'

export interface Bound {
  /** True where there is a limit: then reading an entry notes its use. */
  readonly isSet: boolean
  /** Writes an entry of `bytes` to `file`, then makes room if that was too much. */
  around(file: string, bytes: number, write: () => Work<void>): Work<void>
}

export interface Limits {
  readonly maxBytes: number
  readonly maxEntries: number
}

interface Candidate {
  readonly file: string
  readonly bytes: number
  readonly usedAt: number
}

/** What stays when something must go, as a share of the limit. */
const kept = 0.9

/** What one process may add before it looks what others added, as a share of the limit. */
const unseen = 0.2

export function createBound(limits: Limits): Bound {
  const directories = new Set<string>()
  const bytes = createCount(limits.maxBytes)
  const entries = createCount(limits.maxEntries)
  let isLooking = false

  function* makeRoom(): Work<void> {
    isLooking = true
    bytes.startLook()
    entries.startLook()
    try {
      const left = yield* removeOldest(yield* candidatesIn(directories), limits)
      bytes.endLook(sumOfBytes(left))
      entries.endLook(left.length)
    } finally {
      isLooking = false
    }
  }

  function* count(file: string, size: number, replaced: number | null): Work<void> {
    const directory = dirname(file)
    if (directories.has(directory)) {
      bytes.add(size - (replaced ?? 0))
      entries.add(replaced === null ? 1 : 0)
      return
    }
    directories.add(directory)
    const found = yield* candidatesIn([directory])
    bytes.add(sumOfBytes(found))
    entries.add(found.length)
  }

  return {
    isSet: Number.isFinite(limits.maxBytes) || Number.isFinite(limits.maxEntries),
    *around(file, size, write) {
      if (!this.isSet) return yield* write()
      const replaced = yield* sizeOf(file)
      yield* write()
      yield* count(file, size, replaced)
      if ((bytes.isLookDue() || entries.isLookDue()) && !isLooking) yield* makeRoom()
    },
  }
}

/** An estimate of what there is of one thing, and when it is worth a look. What is added during a look counts after it, too. */
function createCount(limit: number): {
  add(amount: number): void
  isLookDue(): boolean
  startLook(): void
  endLook(amount: number): void
} {
  let estimate = 0
  let added = 0
  return {
    add(amount) {
      estimate += amount
      added += Math.max(amount, 0)
    },
    isLookDue: () => estimate > limit || added > limit * unseen,
    startLook() {
      added = 0
    },
    endLook(amount) {
      estimate = amount + added
    },
  }
}

/** Entries alone: whatever else lies there is not counted and never removed. */
function* candidatesIn(directories: Iterable<string>): Work<Candidate[]> {
  const all: Candidate[] = []
  for (const directory of directories) all.push(...(yield* gather(sift(filesIn(`${directory}/`, false), candidate))))
  return all
}

function* candidate({ name, path }: { readonly name: string; readonly path: string }): Work<Candidate | null> {
  if (isTemporary(name)) return null
  const file = resolve(path)
  const found = yield* readIfEntry(file)
  return found && { file, bytes: found.size, usedAt: Math.max(found.usedAt, found.changedAt) }
}

/** Removes what was used longest ago, if there is too much. Returns what is left. */
function* removeOldest(found: readonly Candidate[], { maxBytes, maxEntries }: Limits): Work<readonly Candidate[]> {
  let bytes = sumOfBytes(found)
  if (bytes <= maxBytes && found.length <= maxEntries) return found
  const oldestFirst = [...found].sort((one, other) => one.usedAt - other.usedAt)
  let removed = 0
  for (const { file, bytes: own } of oldestFirst) {
    if (bytes <= maxBytes * kept && found.length - removed <= Math.ceil(maxEntries * kept)) break
    yield* remove(file)
    bytes -= own
    removed += 1
  }
  return oldestFirst.slice(removed)
}

function sumOfBytes(candidates: readonly Candidate[]): number {
  return candidates.reduce((sum, { bytes }) => sum + bytes, 0)
}

function* sizeOf(file: string): Work<number | null> {
  try {
    return (yield* stat(file)).size
  } catch (error) {
    if (isUnfindable(error)) return null
    throw error
  }
}
