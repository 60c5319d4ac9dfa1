// Writes in batches. A write is pending from its call until its transaction is complete, and reads see pending writes. A
// transaction takes the writes that are queued when it begins, up to `MAX_BATCH`. The others wait for the next transaction.
//
//     set a, set b   |~~|-----transaction a b-----|-----transaction c d-----|
//     set c                     |~~~~~~~~~~~~~~~~~
//     set d                            |~~~~~~~~~~
//
// Each write starts after the next frame (yield-to-page.ts). The page first renders what was fetched; the store then copies it, in
// slices between which the page handles input.
//
//     fetched 1000   |-set a, b, c …-|-render-|-copy a, b, c …-|-----transaction-----|
//
// Without a database all writes stay pending: they are the memory to which the store falls back.

import type { KnownChange } from '../store.ts'
import type { OrderedChange } from './change-log.ts'
import type { EntryWrite } from './commit-batch.ts'
import { abortCheck, commitBatch } from './commit-batch.ts'
import type { LimitedConnection } from './eviction.ts'
import { enforceLimit } from './eviction.ts'
import type { QueuedEntry } from './pending-writes.ts'
import { createPendingWrites } from './pending-writes.ts'
import { createPageYield } from './yield-to-page.ts'

export interface WriteQueue {
  /** The writes that are not committed yet, by the names of their entries. */
  readonly pending: ReadonlyMap<string, EntryWrite>
  /**
   * Queues a write of the record that `createRecord` returns one task later; `null` deletes the entry. Resolves to `true` when the
   * write is pending and its transaction has begun, or another transaction runs; to `false` if the write was withdrawn before.
   * Rejects with what `createRecord` throws.
   */
  add(entry: QueuedEntry, createRecord: () => EntryWrite['record']): Promise<boolean>
  /** Withdraws the writes that began before a change of the same entries. */
  withdraw(change: KnownChange): void
  /** True if a write of the entry is on its way that began after the change. */
  hasNewer(change: OrderedChange): boolean
  /** Begins a transaction with all writes now, without the wait of one task. */
  flush(): Promise<void>
  /** Resolves when the pending write of an entry is committed or has failed; `undefined` if none is pending. */
  whenCommitted(name: string): Promise<void> | undefined
}

/** `put` copies a record on the thread of the page. A page that is left takes all writes into one transaction. */
const MAX_BATCH = 100

/** `onCommit` receives the changes of each committed batch. */
export function createWriteQueue(
  connection: LimitedConnection,
  onCommit: (changes: readonly OrderedChange[]) => void,
): WriteQueue {
  const pageYield = createPageYield()
  const writes = createPendingWrites()
  const { byName: pending, hasNewer, hasQueued, withdraw } = writes
  let beginning: Promise<void> | undefined
  let committing: Promise<void> | undefined

  /** Writes go before a size count, unless the count is overdue by an eighth of the limit. */
  const continueQueue = (): void => {
    if (!hasQueued() || connection.uncountedBytes > connection.maxBytes / 8) void enforceLimit(connection)
    if (hasQueued()) beginning ??= beginBatch()
  }
  const beginBatch = async (maxBatch = MAX_BATCH): Promise<void> => {
    const entries = await connection.beginTransaction('readwrite')
    beginning = undefined
    if (!entries || !hasQueued()) return // queue empty: `flush` has taken all writes meanwhile
    const batch = writes.takeBatch(maxBatch)
    committing = commitBatch(connection, batch.get, entries, withdraw).then((isCommitted) => {
      committing = undefined // `flush` may have begun another transaction; the database runs it after this one
      continueQueue()
      if (isCommitted) onCommit(batch.end())
    })
  }
  return {
    pending,
    withdraw,
    hasNewer,
    async add(entry, createRecord) {
      writes.startWait(entry)
      await pageYield.wait() // `flush` counts on the next lines in the very next microtask
      if (!writes.endWait(entry)) return false
      writes.queue({ ...entry, record: createRecord() })
      if (committing) return true
      beginning ??= beginBatch()
      await beginning
      return true
    },
    async flush() {
      if (abortCheck(connection)) writes.queueAgain()
      connection.isHurried = true
      await pageYield.end()
      if (hasQueued()) await beginBatch(Number.POSITIVE_INFINITY)
      connection.isHurried = false
    },
    whenCommitted: (name) => (pending.has(name) ? waitForCommit(name, pending.get(name)) : undefined),
  }

  async function waitForCommit(name: string, write: EntryWrite | undefined): Promise<void> {
    while (pending.get(name) === write && (committing || beginning)) await (committing ?? beginning)
  }
}
