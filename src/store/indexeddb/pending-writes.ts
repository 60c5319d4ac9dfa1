// The writes that are not committed yet: those that wait for their task, those that are queued, and those of running batches.

import { entryNameOf } from '../../key/address.ts'
import type { KnownChange } from '../store.ts'
import type { OrderedChange, OrderedEntry } from './change-log.ts'
import { supersedes } from './change-log.ts'
import type { EntryWrite, GetBatch } from './commit-batch.ts'

/** An entry to write, and when its write or the computation of its value began. */
export type QueuedEntry = OrderedEntry & { readonly order: number }

export interface PendingWrites {
  /** The queued writes, and those of running batches, by the names of their entries. */
  readonly byName: ReadonlyMap<string, EntryWrite>
  /** The write begins to wait for its task. */
  startWait(entry: QueuedEntry): void
  /** The write has its task. Returns `false` if it was withdrawn while it waited. */
  endWait(entry: QueuedEntry): boolean
  queue(write: EntryWrite): void
  /** Queues all writes again that are not committed yet. */
  queueAgain(): void
  hasQueued(): boolean
  /** Takes writes from the queue for one batch. */
  takeBatch(maxSize: number): PendingBatch
  /** Withdraws the writes that began before a change of the same entries. */
  withdraw(change: KnownChange): void
  /** True if a write of the entry is on its way that began after the change. */
  hasNewer(change: OrderedChange): boolean
}

export interface PendingBatch {
  readonly get: GetBatch
  /** The batch is committed. Returns what it has changed. */
  end(): readonly OrderedChange[]
}

export function createPendingWrites(): PendingWrites {
  const waiting = new Set<QueuedEntry>()
  const byName = new Map<string, EntryWrite>()
  let queued = new Map<string, EntryWrite>()
  return {
    byName,
    startWait: (entry) => void waiting.add(entry),
    endWait: (entry) => waiting.delete(entry),
    queue(write) {
      const name = entryNameOf(write.address)
      byName.set(name, write)
      queued.set(name, write)
    },
    queueAgain() {
      queued = new Map(byName)
    },
    hasQueued: () => queued.size > 0,
    takeBatch(maxSize) {
      const all = [...queued]
      const writes = all.slice(0, maxSize)
      queued = new Map(all.slice(maxSize))
      const get: GetBatch = () => writes.filter(([name, write]) => byName.get(name) === write)
      const end = (): readonly OrderedChange[] => {
        for (const [name] of get()) byName.delete(name)
        return writes.filter(([, { isWithdrawn }]) => !isWithdrawn).map(([, write]) => toChange(write))
      }
      return { get, end }
    },
    withdraw(change) {
      for (const entry of waiting) if (supersedes(change, entry)) waiting.delete(entry)
      for (const [name, write] of byName) {
        if (!supersedes(change, write)) continue
        write.isWithdrawn = true
        byName.delete(name)
      }
    },
    hasNewer(change) {
      if (change.type === 'invalidate') return false
      const name = entryNameOf(change.address)
      const own = [...waiting, ...byName.values()]
      return own.some((entry) => entryNameOf(entry.address) === name && !supersedes(change, entry))
    },
  }
}

function toChange({ address, order, record }: EntryWrite): OrderedChange {
  return { type: record ? 'set' : 'delete', address, order }
}
