// The records of the store: those in the database, and those whose write is pending.

import { StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { entryNameOf, idOf } from '../../key/address.ts'
import type { ReportError } from '../reports.ts'
import type { Store } from '../store.ts'
import { createBatchedReads } from './batched-reads.ts'
import type { ChangeLog, OrderedChange } from './change-log.ts'
import { createChangeLog } from './change-log.ts'
import type { Connection } from './connection.ts'
import { createConnection } from './connection.ts'
import type { LimitedConnection } from './eviction.ts'
import { abortCount } from './eviction.ts'
import type { EntryRecord } from './record.ts'
import { isEntryRecord } from './record.ts'
import { isForgotten, loadScopes } from './scopes.ts'
import type { WriteQueue } from './write-queue.ts'
import { createWriteQueue } from './write-queue.ts'

export interface Database extends Omit<Connection, 'wake'>, Required<Pick<Store, 'onEvict' | 'wake'>> {
  readonly changeLog: ChangeLog
  readonly writeQueue: WriteQueue
  /** Resolves to `null` for a missing entry. Rejects instead with an error that nobody has received, if `wake` was not called. */
  findRecord(address: Address): Promise<EntryRecord | null>
  /** Resolves to whatever lies under a name, unchecked; to `undefined` if the database fails. */
  readRecord(name: string): Promise<unknown>
}

/** `onCommit` receives the changes of each committed batch. */
export function createDatabase(
  name: string,
  maxBytes: number,
  onCommit: (changes: readonly OrderedChange[]) => void,
): Database {
  let unreportedError: unknown
  let report: ReportError | undefined
  const reportError = (cause: unknown, address?: Address): void => {
    const error = toStoreError(cause, address ? '' : '; entries stay in memory')
    if (report) report(error, address)
    else unreportedError = error
  }
  const changeLog = createChangeLog()
  const connection: Connection = createConnection(name, reportError, (entries) =>
    loadScopes(entries, connection, changeLog),
  )
  const limited: LimitedConnection = { ...connection, maxBytes, reportError, uncountedBytes: 0 }
  const writeQueue = createWriteQueue(limited, onCommit)
  const readStored = createBatchedReads(connection)
  const readPendingOrStored = async (entryName: string): Promise<unknown> => {
    const write = writeQueue.pending.get(entryName)
    if (write) return structuredClone(write.record)
    return Promise.all([readStored(entryName), connection.wake()]).then(([record]) => record)
  }
  flushOnHide(limited, writeQueue)

  return {
    ...connection,
    wake(reportTo) {
      report ??= reportTo
      void connection.wake()
    },
    onEvict(listener) {
      limited.onEvict = listener
    },
    changeLog,
    writeQueue,
    readRecord: (entryName) => readPendingOrStored(entryName).catch(reportError),
    async findRecord(address) {
      const name = entryNameOf(address)
      const found = await readPendingOrStored(name).catch((cause: unknown) => {
        throw toStoreError(cause)
      })
      if (isEntryRecord(found, name)) {
        const isOther = idOf(found.address) !== idOf(address) // an exact entry with another key
        return isOther || isForgotten(changeLog, found) ? null : found
      }
      if (found) throw new StoreError('DAMAGED', 'it is not an entry')
      const error = unreportedError
      unreportedError = undefined
      if (error) throw error
      return null
    },
  }
}

function toStoreError(cause: unknown, consequence = ''): StoreError {
  return new StoreError('STORE', `IndexedDB: ${cause}${consequence}`, { cause })
}

/**
 * Flushes when the page is hidden, because it may never become visible again. Closes the connection when the page is left,
 * because a frozen page would block an upgrade by another tab. A visible page that is left becomes hidden afterwards. It closes
 * the connection only then, because others write when they hear `pagehide`:
 *
 *     pagehide            |-flush-|-a listener writes-|
 *     visibilitychange                                |-flush-|-close-|
 */
function flushOnHide(connection: LimitedConnection, writeQueue: WriteQueue): void {
  let isLeft = false
  const flushAndClose = async (): Promise<void> => {
    abortCount(connection)
    await writeQueue.flush()
    if (isLeft && globalThis.document?.hidden !== false) connection.close()
  }
  globalThis.addEventListener?.('visibilitychange', () => void flushAndClose())
  for (const event of ['pagehide', 'pageshow']) {
    globalThis.addEventListener?.(event, () => {
      isLeft = event === 'pagehide'
      void flushAndClose()
    })
  }
}
