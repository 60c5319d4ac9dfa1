import type { Address } from '../../key/address.ts'
import type { LimitedConnection } from './eviction.ts'
import { enforceLimit } from './eviction.ts'
import type { EntryRecord } from './record.ts'

/** One write of an entry. */
export interface EntryWrite {
  readonly address: Address
  /** `null` deletes the entry. */
  readonly record: EntryRecord | null
}

/** Returns the writes of a batch by the names of their entries, without those that a later write has replaced since. */
export type GetBatch = () => readonly (readonly [name: string, write: EntryWrite])[]

const MAX_ATTEMPTS = 3

/**
 * Commits a batch. `opened` is the object store of the first attempt's transaction. Never rejects.
 *
 *   first attempt fails    evict entries if the quota is reached, else close the connection; write again
 *   second attempt fails   report the error; delete the entries of the batch, so that no older values stay in their place
 *   third attempt fails    report the error; resolve to false
 */
export async function commitBatch(
  connection: LimitedConnection,
  getBatch: GetBatch,
  opened: IDBObjectStore,
): Promise<boolean> {
  let entries: IDBObjectStore | undefined = opened
  for (let failures = 0; entries && failures < MAX_ATTEMPTS; entries = await connection.beginTransaction('readwrite')) {
    try {
      connection.uncountedBytes += await commitWrites(entries, getBatch(), failures < MAX_ATTEMPTS - 1)
      return true
    } catch (error) {
      failures += 1
      if (failures > 1) connection.reportError(error)
      else if (Object(error).name === 'QuotaExceededError') {
        connection.uncountedBytes = Number.POSITIVE_INFINITY
        await enforceLimit(connection)
      } else connection.close() // Safari loses connections without an event: https://bugs.webkit.org/show_bug.cgi?id=197050
    }
  }
  return false
}

/**
 * Puts the records of a batch, or deletes all its entries unless `putsRecords`. Resolves to the number of bytes written. Commits
 * explicitly, because the page may be gone before the browser commits by itself.
 */
function commitWrites(entries: IDBObjectStore, batch: ReturnType<GetBatch>, putsRecords: boolean): Promise<number> {
  const { transaction } = entries
  let bytes = 0
  for (const [name, { record }] of batch) {
    if (record && putsRecords) {
      entries.put(record, name)
      bytes += record.size
    } else entries.delete(name)
  }
  transaction.commit()
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(bytes)
    transaction.onabort = () => reject(transaction.error)
  })
}
