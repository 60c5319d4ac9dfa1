// Writes in batches. A write is pending from its call until its transaction is complete, and reads see pending writes. A
// transaction takes all writes that are queued when it begins. A write that comes later waits for the next transaction.
//
//     set a, set b   |~~|-----transaction a b-----|-----transaction c d-----|
//     set c                     |~~~~~~~~~~~~~~~~~
//     set d                            |~~~~~~~~~~
//
// Each write starts one task later (yield-to-page.ts). The page first renders what was fetched; the store then copies it.
//
//     fetched 1000   |-set a, b, c …-|-render-|-copy a, b, c …-|-----transaction-----|
//
// Without a database all writes stay pending: they are the memory to which the store falls back.

import type { Address } from '../../key/address.ts'
import { entryNameOf } from '../../key/address.ts'
import type { Change } from '../store.ts'
import type { EntryWrite, GetBatch } from './commit-batch.ts'
import { commitBatch } from './commit-batch.ts'
import type { LimitedConnection } from './eviction.ts'
import { enforceLimit } from './eviction.ts'
import { createPageYield } from './yield-to-page.ts'

export interface WriteQueue {
  /** The writes that are not committed yet, by the names of their entries. */
  readonly pending: ReadonlyMap<string, EntryWrite>
  /**
   * Queues a write of the record that `createRecord` returns one task later; `null` deletes the entry. Resolves when the write is
   * pending and its transaction has begun, or another transaction runs. Rejects with what `createRecord` throws.
   */
  add(address: Address, createRecord: () => EntryWrite['record']): Promise<void>
  /** Begins a transaction with all writes now, without the wait of one task. */
  flush(): Promise<void>
  /** Resolves when the pending write of an entry is committed or has failed; `undefined` if none is pending. */
  whenCommitted(name: string): Promise<void> | undefined
}

/** `onCommit` receives the changes of each committed batch. */
export function createWriteQueue(
  connection: LimitedConnection,
  onCommit: (changes: readonly Change[]) => void,
): WriteQueue {
  const pageYield = createPageYield()
  const pending = new Map<string, EntryWrite>()
  let queued = new Map<string, EntryWrite>()
  let beginning: Promise<void> | undefined
  let committing: Promise<void> | undefined

  /** Writes go before a size count, unless the count is overdue by an eighth of the limit. */
  const continueQueue = (): void => {
    if (queued.size === 0 || connection.uncountedBytes > connection.maxBytes / 8) void enforceLimit(connection)
    if (queued.size > 0) beginning ??= beginBatch()
  }
  const beginBatch = async (): Promise<void> => {
    const entries = await connection.beginTransaction('readwrite')
    beginning = undefined
    if (!entries || queued.size === 0) return // queue empty: `flush` has taken all writes meanwhile
    const writes = [...queued]
    queued = new Map()
    const getBatch: GetBatch = () => writes.filter(([name, write]) => pending.get(name) === write)
    committing = commitBatch(connection, getBatch, entries).then((isCommitted) => {
      committing = undefined // `flush` may have begun another transaction; the database runs it after this one
      continueQueue()
      if (!isCommitted) return
      for (const [name] of getBatch()) pending.delete(name)
      onCommit(writes.map(([, { address, record }]) => ({ type: record ? 'set' : 'delete', address })))
    })
  }
  return {
    pending,
    async add(address, createRecord) {
      await pageYield.wait()
      const name = entryNameOf(address)
      const write = { address, record: createRecord() }
      pending.set(name, write)
      queued.set(name, write)
      if (committing) return
      beginning ??= beginBatch()
      await beginning
    },
    async flush() {
      await pageYield.end()
      if (queued.size > 0) await beginBatch()
    },
    whenCommitted: (name) => (pending.has(name) ? waitForCommits() : undefined),
  }

  async function waitForCommits(): Promise<void> {
    await committing
    await beginning
    await committing
  }
}
