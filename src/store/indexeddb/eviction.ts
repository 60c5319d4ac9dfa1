import type { Connection } from './connection.ts'
import { answerTo, TOTAL } from './connection.ts'

export interface Medium extends Connection {
  readonly maxBytes: number
  /** Bytes that came since the total was counted on; infinite where the browser has no room for more. */
  uncounted: number
  /** Counts the bytes, or makes room for more. */
  counting?: IDBTransaction | undefined
  complain(error: unknown): void
}

/**
 * Adds the bytes that came to those that the entries are said to take, too many where entries were replaced. Beyond the limit it
 * counts them, and drops the oldest until three quarters of the limit are left: so it is long until the next time, and a write
 * costs the same however many entries there are. Never rejects.
 *
 * In a transaction of its own, for when no write waits: a page that is left takes its unfinished transactions along, and those
 * behind them, unless this one has given way.
 */
export async function makeRoom(medium: Medium): Promise<void> {
  const { maxBytes, uncounted } = medium
  medium.uncounted = 0
  const entries = uncounted > 0 && (await medium.begin('readwrite'))
  if (!entries) return
  const { transaction } = entries
  medium.counting = transaction
  try {
    const total = Number((await answerTo(entries.get(TOTAL))) ?? 0) + uncounted
    if (total <= maxBytes) entries.put(total, TOTAL)
    else await dropOldest(entries, uncounted < Number.POSITIVE_INFINITY ? maxBytes : undefined)
    transaction.commit()
  } catch (error) {
    if (medium.counting === transaction) medium.complain(error)
    else medium.uncounted += uncounted // it gave way
  }
  if (medium.counting === transaction) medium.counting = undefined
}

/** Lets what waits behind the counting go first; it is done again later. */
export function giveWay(medium: Medium): void {
  const { counting } = medium
  medium.counting = undefined
  counting?.abort()
}

/** Without a limit, one was met: what there is. */
async function dropOldest(entries: IDBObjectStore, limit: number | undefined): Promise<void> {
  const found: (readonly [name: IDBValidKey, size: number])[] = []
  let total = 0
  const walk = entries.index('age').openKeyCursor()
  for (let cursor = await answerTo(walk); cursor; cursor = await answerTo(walk)) {
    const [, size] = cursor.key as [storedAt: number, size: number] // the index has no other keys, and sorts them by age
    found.push([cursor.primaryKey, size])
    total += size
    cursor.continue()
  }
  const aim = (limit ?? total) * 0.75
  for (const [name, size] of found) {
    if (total <= aim) break
    entries.delete(name)
    total -= size
  }
  entries.put(total, TOTAL)
}
