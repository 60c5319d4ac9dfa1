import type { Address } from '../../key/address.ts'
import type { EvictedRecord, LimitedConnection } from './eviction.ts'
import { commit, evictQuarter } from './eviction.ts'
import type { EntryRecord } from './record.ts'

/** One write of an entry. */
export interface EntryWrite {
  readonly address: Address
  /** `null` deletes the entry. */
  readonly record: EntryRecord | null
}

/** Returns the writes of a batch by the names of their entries, without those that a later write has replaced since. */
export type GetBatch = () => readonly (readonly [name: string, write: EntryWrite])[]

/**
 * Commits a batch. `opened` is the object store of the first attempt's transaction. Never rejects.
 *
 *   the quota is reached    evict the oldest entries; write again, until the batch fits
 *     and that is in vain   put them back; report the error; write again without the largest records of the batch
 *   first other failure     close the connection; write again
 *   second                  report the error; delete all entries of the batch
 *   third                   report the error; resolve to false
 *
 * An entry that cannot be written is deleted, so that no older value stays in its place.
 */
export async function commitBatch(
  connection: LimitedConnection,
  getBatch: GetBatch,
  opened: IDBObjectStore,
): Promise<boolean> {
  const recover = createRecovery(connection)
  let entries: IDBObjectStore | undefined = opened
  let maxSize = Number.POSITIVE_INFINITY
  while (entries && maxSize >= 0) {
    try {
      connection.uncountedBytes += await commitWrites(entries, getBatch(), maxSize)
      return true
    } catch (error) {
      const sizes = getBatch().map(([, { record }]) => record?.size ?? 0)
      maxSize = await recover(error, maxSize, Math.min(maxSize, sizes.reduce(maxOf, 0)))
      entries = await connection.beginTransaction('readwrite')
    }
  }
  return false
}

function maxOf(one: number, other: number): number {
  return Math.max(one, other)
}

/** Resolves to the size of the largest record that the next attempt writes; to a negative number if it was the last attempt. */
type Recover = (error: unknown, maxSize: number, largest: number) => Promise<number>

function createRecovery(connection: LimitedConnection): Recover {
  let evicted: EvictedRecord[] = []
  let failures = 0
  return async (error, maxSize, largest) => {
    if (largest > 0 && Object(error).name === 'QuotaExceededError') {
      if (await evictQuarter(connection, largest, evicted)) return maxSize
      await putBack(connection, evicted)
      evicted = []
      connection.reportError(error)
      return largest / 2 // not a byte less than `largest`: each attempt writes the whole batch
    }
    connection.close() // Safari loses connections without an event: https://bugs.webkit.org/show_bug.cgi?id=197050
    failures += 1
    if (failures === 1) return maxSize
    connection.reportError(error)
    return failures === 2 ? 0 : -1
  }
}

/** An eviction in vain must not cost any entry. */
async function putBack(connection: LimitedConnection, evicted: readonly EvictedRecord[]): Promise<void> {
  const entries = evicted.length > 0 && (await connection.beginTransaction('readwrite'))
  if (entries) await commitWrites(entries, evicted).catch(connection.reportError)
}

/** Puts the records up to `maxSize`, and deletes the other entries. Resolves to the number of bytes written. */
async function commitWrites(
  entries: IDBObjectStore,
  batch: readonly (readonly [name: IDBValidKey, write: Pick<EntryWrite, 'record'>])[],
  maxSize: number = Number.POSITIVE_INFINITY,
): Promise<number> {
  let bytes = 0
  for (const [name, { record }] of batch) {
    if (record && record.size <= maxSize) {
      entries.put(record, name)
      bytes += record.size
    } else entries.delete(name)
  }
  await commit(entries.transaction)
  return bytes
}
