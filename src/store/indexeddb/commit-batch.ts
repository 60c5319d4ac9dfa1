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
 *   the quota is reached   evict entries and write again, until the batch fits or needs more than all other entries take
 *   first attempt fails    close the connection, unless the quota is reached; write again
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
    const putsRecords = failures < MAX_ATTEMPTS - 1
    const batch = getBatch()
    const bytes = putsRecords ? sumBytes(batch) : 0
    try {
      await commitWrites(entries, batch, putsRecords)
      connection.uncountedBytes += bytes
      return true
    } catch (error) {
      failures = await handleFailure(connection, error, bytes, failures)
    }
  }
  return false
}

/** Returns the number of failures. A reached quota is none if entries were evicted. */
async function handleFailure(
  connection: LimitedConnection,
  error: unknown,
  neededBytes: number,
  failures: number,
): Promise<number> {
  const isFull = Object(error).name === 'QuotaExceededError'
  if (isFull && neededBytes > 0 && (await enforceLimit(connection, neededBytes))) return failures
  if (failures > 0) connection.reportError(error)
  else if (!isFull) connection.close() // Safari loses connections without an event: https://bugs.webkit.org/show_bug.cgi?id=197050
  return failures + 1
}

function sumBytes(batch: ReturnType<GetBatch>): number {
  return batch.reduce((sum, [, { record }]) => sum + (record?.size ?? 0), 0)
}

/**
 * Puts the records of a batch, or deletes all its entries unless `putsRecords`. Commits explicitly, because the page may be gone
 * before the browser commits by itself.
 */
function commitWrites(entries: IDBObjectStore, batch: ReturnType<GetBatch>, putsRecords: boolean): Promise<void> {
  const { transaction } = entries
  for (const [name, { record }] of batch) {
    if (record && putsRecords) entries.put(record, name)
    else entries.delete(name)
  }
  transaction.commit()
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
}
