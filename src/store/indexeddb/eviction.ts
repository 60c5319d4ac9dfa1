import type { Address } from '../../key/address.ts'
import type { EvictionListener } from '../reports.ts'
import type { Connection } from './connection.ts'
import { promisifyRequest, TOTAL_SIZE_KEY } from './connection.ts'
import type { EntryRecord } from './record.ts'
import { sizeOf } from './record.ts'

/** After an eviction, the entries take at most this share of the limit. The next eviction is then many writes away. */
const KEPT_SHARE = 0.75

/** An item of an outbox, which has limits of its own, is never evicted, and does not count. */
const OUTBOX_NAME = /\0outbox /

/** An entry that was evicted, to put it back if that was in vain. */
export type EvictedRecord = readonly [name: IDBValidKey, write: { readonly record: EntryRecord }]

/** The connection, and the state of the size count. */
export interface LimitedConnection extends Connection {
  readonly maxBytes: number
  /** Bytes written since the last update of the total size. */
  uncountedBytes: number
  /** The transaction that updates the total size or evicts entries, while it runs. */
  counting?: IDBTransaction | undefined
  /** The transaction of a batch that is put, and still checked for writes that lost. */
  checking?: IDBTransaction | undefined
  /** True while the page may be leaving: a batch is committed at once, without a check. */
  isHurried?: boolean
  /** Receives an error that no call can throw. `address`: the entry that could not be written, if it is the fault of one. */
  reportError(error: unknown, address?: Address): void
  /** Hears of each entry that was evicted. */
  onEvict?: EvictionListener | undefined
}

/**
 * Adds `uncountedBytes` to the stored total size, and evicts the oldest entries if the total exceeds `maxBytes`. Never rejects.
 *
 * The stored total is an upper bound: it counts an entry again each time the entry is replaced. The exact size is computed only
 * when the upper bound exceeds the limit, so the cost of a write does not grow with the number of entries.
 *
 * The count has its own transaction, which runs when no write waits. A page that closes loses its unfinished transactions and
 * those queued behind them, so a write must not wait behind a count: `abortCount` makes way.
 */
export async function enforceLimit(connection: LimitedConnection): Promise<void> {
  const { maxBytes, uncountedBytes } = connection
  connection.uncountedBytes = 0
  if (uncountedBytes === 0) return
  const evicted: EvictedRecord[] = []
  const isCounted = await runCount(connection, async (entries) => {
    const total = Number((await promisifyRequest(entries.get(TOTAL_SIZE_KEY))) ?? 0) + uncountedBytes
    if (total <= maxBytes) entries.put(total, TOTAL_SIZE_KEY)
    else await evictOldest(entries, () => maxBytes * KEPT_SHARE, false, connection.onEvict && evicted)
    entries.transaction.commit()
    return true
  })
  if (isCounted) reportEvicted(connection, evicted)
  else connection.uncountedBytes += uncountedBytes // a later call counts these bytes
}

/**
 * Moves the oldest quarter of the entries to `evicted`, because the browser's quota is reached. Moves none if a record of `largest`
 * bytes takes more than all of them: one value is not worth all the others. Resolves to true if it moved any. Never rejects.
 */
export function evictQuarter(
  connection: LimitedConnection,
  largest: number,
  evicted: EvictedRecord[],
): Promise<boolean> {
  return runCount(connection, async (entries) => {
    const evictedBytes = evicted.reduce((sum, [, { record }]) => sum + sizeOf(record), 0)
    const getTarget = (total: number): number => (largest > total + evictedBytes ? total : total * KEPT_SHARE)
    const isEvicted = await evictOldest(entries, getTarget, true, evicted)
    await commit(entries.transaction) // until then, the bytes count for the browser
    return isEvicted
  })
}

export function reportEvicted({ onEvict }: LimitedConnection, evicted: readonly EvictedRecord[]): void {
  if (onEvict) for (const [, { record }] of evicted) onEvict(record.address)
}

/** Resolves to false if `count` does, without a database, and if the transaction fails. */
async function runCount(
  connection: LimitedConnection,
  count: (entries: IDBObjectStore) => Promise<boolean>,
): Promise<boolean> {
  const entries = await connection.beginTransaction('readwrite')
  if (!entries) return false
  const { transaction } = entries
  connection.counting = transaction
  let isDone = false
  try {
    isDone = await count(entries)
  } catch (error) {
    if (connection.counting === transaction) connection.reportError(error) // otherwise aborted by `abortCount`
  }
  if (connection.counting === transaction) connection.counting = undefined
  return isDone
}

/**
 * Commits explicitly, because the page may be gone before the browser commits by itself. Rejects if the transaction fails. One that
 * has failed already throws for each further call, and has the reason in its `error`.
 */
export async function commit(transaction: IDBTransaction): Promise<void> {
  const committed = whenCommitted(transaction)
  try {
    transaction.commit()
  } catch (error) {
    throw transaction.error ?? error
  }
  await committed
}

/** Resolves when the transaction is complete. Rejects if it fails. Nobody needs to handle the rejection. */
export function whenCommitted(transaction: IDBTransaction): Promise<void> {
  const committed = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
  committed.catch(() => {})
  return committed
}

/** Aborts a running count or eviction, so that the writes behind it run first. */
export function abortCount(connection: LimitedConnection): void {
  const { counting } = connection
  connection.counting = undefined
  counting?.abort()
}

/**
 * Evicts the oldest entries until the others take at most `target`. The newest entry stays, because it may take more than that by
 * itself. At the quota it goes, too. `evicted` receives the records. Resolves to true if any goes.
 */
async function evictOldest(
  entries: IDBObjectStore,
  getTarget: (total: number) => number,
  isAtQuota: boolean,
  evicted: EvictedRecord[] | undefined,
): Promise<boolean> {
  const found: (readonly [name: IDBValidKey, size: number])[] = []
  let total = 0
  const walk = entries.index('age').openKeyCursor()
  for (let cursor = await promisifyRequest(walk); cursor; cursor = await promisifyRequest(walk)) {
    const [, indexed] = cursor.key as [storedAt: unknown, size: unknown] // the index `age` has such keys, the oldest first
    const size = sizeOf({ size: indexed })
    if (!OUTBOX_NAME.test(String(cursor.primaryKey))) {
      found.push([cursor.primaryKey, size])
      total += size
    }
    cursor.continue()
  }
  if (!isAtQuota) found.pop()
  const before = total
  const target = getTarget(total)
  for (const [name, size] of found) {
    if (total <= target) break
    evicted?.push([name, { record: await promisifyRequest(entries.get(name)) }])
    entries.delete(name)
    total -= size
  }
  // At the quota, a transaction that puts anything fails. The stored total is an upper bound without this, too.
  if (!isAtQuota) entries.put(total, TOTAL_SIZE_KEY)
  return total < before
}
