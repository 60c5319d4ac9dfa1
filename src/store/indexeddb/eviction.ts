import { completionOf, TOTAL } from './connection.ts'

/**
 * Counts what the entries take, and drops the oldest until they take no more than three quarters of the limit: so it is
 * long until the next time, and writes cost the same however many entries there are. `full` means that the browser has
 * set the limit: it is what is there.
 */
export function makeRoom(entries: IDBObjectStore, maxBytes: number, full: boolean): Promise<void> {
  const found: { readonly name: IDBValidKey; readonly size: number }[] = []
  let total = 0
  const walk = entries.index('age').openKeyCursor()
  walk.onsuccess = () => {
    const cursor = walk.result
    if (cursor === null) return drop()
    const size = Number(Object(cursor.key)[1]) // of the key [storedAt, size], which sorts by age
    found.push({ name: cursor.primaryKey, size })
    total += size
    cursor.continue()
  }
  const drop = (): void => {
    const limit = full ? Math.min(total, maxBytes) : maxBytes
    const aim = full || total > limit ? limit * 0.75 : total
    for (const { name, size } of found) {
      if (total <= aim) break
      entries.delete(name)
      total -= size
    }
    entries.put(total, TOTAL)
  }
  return completionOf(entries.transaction)
}
