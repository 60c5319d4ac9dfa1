// The records of the store: those in the database, and those whose write is pending.

import { StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { entryNameOf } from '../../key/address.ts'
import type { Change } from '../store.ts'
import { createBatchedReads } from './batched-reads.ts'
import type { Connection } from './connection.ts'
import { createConnection } from './connection.ts'
import type { LimitedConnection } from './eviction.ts'
import { abortCount } from './eviction.ts'
import type { EntryRecord } from './record.ts'
import { isEntryRecord } from './record.ts'
import type { WriteQueue } from './write-queue.ts'
import { createWriteQueue } from './write-queue.ts'

export interface Database extends Connection {
  readonly writeQueue: WriteQueue
  /** Resolves to `null` for a missing entry. Rejects instead if there is an error that no caller has received yet. */
  findRecord(address: Address): Promise<EntryRecord | null>
  /** Resolves to whatever lies under a name, unchecked; to `undefined` if the database fails. */
  readRecord(name: string): Promise<unknown>
}

/** `onCommit` receives the changes of each committed batch. */
export function createDatabase(
  name: string,
  maxBytes: number,
  onCommit: (changes: readonly Change[]) => void,
): Database {
  let unreportedError: unknown
  const reportError = (error: unknown): void => {
    unreportedError = error
  }
  const connection = createConnection(name, reportError)
  const limited: LimitedConnection = { ...connection, maxBytes, reportError, uncountedBytes: 0 }
  const writeQueue = createWriteQueue(limited, onCommit)
  const readStored = createBatchedReads(connection)
  const readRecord = async (entryName: string): Promise<unknown> => {
    const write = writeQueue.pending.get(entryName)
    return write ? structuredClone(write.record) : readStored(entryName).catch(reportError)
  }
  const flush = (): Promise<void> => {
    abortCount(limited)
    return writeQueue.flush()
  }
  flushOnHide(flush, connection.close)

  return {
    ...connection,
    writeQueue,
    readRecord,
    async findRecord(address) {
      const found = await readRecord(entryNameOf(address))
      if (isEntryRecord(found)) return found.address.key === address.key ? found : null
      if (found) throw new StoreError('DAMAGED', 'it is not an entry')
      const error = unreportedError
      unreportedError = undefined
      if (error) throw new StoreError('STORE', `IndexedDB: ${error}; entries stay in memory`, { cause: error })
      return null
    },
  }
}

/**
 * Flushes when the page is hidden, because it may never become visible again. Closes the connection when the page is left,
 * because a frozen page would block an upgrade by another tab.
 */
function flushOnHide(flush: () => Promise<void>, close: () => void): void {
  globalThis.addEventListener?.('visibilitychange', () => void flush())
  globalThis.addEventListener?.('pagehide', () => void flush().then(close))
}
