import type { Connection } from './connection.ts'
import { promisifyRequest, TOTAL_SIZE_KEY } from './connection.ts'

/** After an eviction, the entries take at most this share of the limit. The next eviction is then many writes away. */
const KEPT_SHARE = 0.75

/** The connection, and the state of the size count. */
export interface LimitedConnection extends Connection {
  readonly maxBytes: number
  /** Bytes written since the last update of the total size. */
  uncountedBytes: number
  /** The transaction that updates the total size or evicts entries, while it runs. */
  counting?: IDBTransaction | undefined
  reportError(error: unknown): void
}

/**
 * Adds `uncountedBytes` to the stored total size, and evicts the oldest entries if the total exceeds `maxBytes`. With
 * `neededBytes`, the quota of the browser is reached: evicts entries until as many bytes are free, and a quarter of all. It evicts
 * none if all entries together take less. Resolves to true if it has evicted entries. Never rejects.
 *
 * The stored total is an upper bound: it counts an entry again each time the entry is replaced. The exact size is computed only
 * when the upper bound exceeds the limit, so the cost of a write does not grow with the number of entries.
 *
 * The count has its own transaction, which runs when no write waits. A page that closes loses its unfinished transactions and
 * those queued behind them, so a write must not wait behind a count: `abortCount` makes way.
 */
export async function enforceLimit(connection: LimitedConnection, neededBytes?: number): Promise<boolean> {
  const { maxBytes, uncountedBytes } = connection
  connection.uncountedBytes = 0
  const isNeeded = neededBytes !== undefined || uncountedBytes > 0
  const entries = isNeeded && (await connection.beginTransaction('readwrite'))
  if (!entries) return false
  let hasEvicted = false
  const { transaction } = entries
  connection.counting = transaction
  try {
    const total = Number((await promisifyRequest(entries.get(TOTAL_SIZE_KEY))) ?? 0) + uncountedBytes
    if (neededBytes === undefined && total <= maxBytes) entries.put(total, TOTAL_SIZE_KEY)
    else hasEvicted = await evictOldest(entries, maxBytes, neededBytes)
    transaction.commit()
  } catch (error) {
    if (connection.counting === transaction) connection.reportError(error)
    else connection.uncountedBytes += uncountedBytes // aborted by `abortCount`: a later call counts these bytes
  }
  if (connection.counting === transaction) connection.counting = undefined
  return hasEvicted
}

/** Aborts a running count or eviction, so that the writes behind it run first. */
export function abortCount(connection: LimitedConnection): void {
  const { counting } = connection
  connection.counting = undefined
  counting?.abort()
}

/** The newest entry stays if only `maxBytes` is exceeded, because it does not exceed that alone. Resolves to true if any goes. */
async function evictOldest(entries: IDBObjectStore, maxBytes: number, neededBytes?: number): Promise<boolean> {
  const found: (readonly [name: IDBValidKey, size: number])[] = []
  let total = 0
  const walk = entries.index('age').openKeyCursor()
  for (let cursor = await promisifyRequest(walk); cursor; cursor = await promisifyRequest(walk)) {
    const [, size] = cursor.key as [storedAt: number, size: number] // the index `age` has only keys of this type, oldest first
    found.push([cursor.primaryKey, size])
    total += size
    cursor.continue()
  }
  const before = total
  const target = neededBytes === undefined ? maxBytes * KEPT_SHARE : Math.min(total * KEPT_SHARE, total - neededBytes)
  for (const [name, size] of neededBytes === undefined ? found.slice(0, -1) : found) {
    if (total <= target || target < 0) break
    entries.delete(name)
    total -= size
  }
  entries.put(total, TOTAL_SIZE_KEY)
  return total < before
}
