import { completionOf, TOTAL } from './connection.ts'

/**
 * Adds to the bytes that the entries are said to take, too many where entries were replaced. Beyond the limit it counts them, and
 * drops the oldest until three quarters of the limit are left: so it is long until the next time, and a write costs the same
 * however many entries there are. Without a limit, one was met: what there is.
 */
export function makeRoom(entries: IDBObjectStore, added: number, limit = 0): Promise<void> {
  const said = entries.get(TOTAL)
  said.onsuccess = () => {
    const total = Number(said.result ?? 0) + added
    if (total <= limit) entries.put(total, TOTAL)
    else dropOldest(entries, limit)
  }
  return completionOf(entries.transaction)
}

function dropOldest(entries: IDBObjectStore, limit: number): void {
  const found: (readonly [name: IDBValidKey, size: number])[] = []
  let total = 0
  const walk = entries.index('age').openKeyCursor()
  walk.onsuccess = () => {
    const cursor = walk.result
    if (cursor) {
      const size = Number(Object(cursor.key)[1]) // of the key [storedAt, size], which sorts by age
      found.push([cursor.primaryKey, size])
      total += size
      return cursor.continue()
    }
    const aim = (limit || total) * 0.75
    for (const [name, size] of found) {
      if (total <= aim) break
      entries.delete(name)
      total -= size
    }
    entries.put(total, TOTAL)
  }
}
