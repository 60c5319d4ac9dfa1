import type { Address } from '../../key/address.ts'
import type { Connection } from './connection.ts'
import { completionOf, TOTAL } from './connection.ts'
import { makeRoom } from './eviction.ts'
import type { EntryRecord } from './record.ts'

export interface Write {
  readonly address: Address
  /** `null` deletes. */
  readonly record: EntryRecord | null
}

export interface Medium {
  readonly connection: Connection
  readonly maxBytes: number
  complain(error: unknown): void
}

interface Batch {
  /** Begun for it, and usable in this tick alone. */
  readonly entries: IDBObjectStore
  /** The page may be gone before the browser could be asked for more. */
  readonly isLast: boolean
  /** What of it was not written again since, by name. */
  newest(): readonly (readonly [name: string, write: Write])[]
}

/**
 * Keeps a batch. One that fails is tried again; then its values are given up, so that at least no older ones are left in their
 * place. Resolves to false where it cannot even be given up; never rejects.
 */
export async function commit(medium: Medium, batch: Batch): Promise<boolean> {
  const { connection, complain } = medium
  let entries: IDBObjectStore | undefined = batch.entries
  for (const attempt of ['first', 'second', 'without values']) {
    if (entries === undefined) return false
    try {
      const total = await put(medium, { ...batch, entries }, attempt === 'without values')
      if (total > medium.maxBytes) await evict(medium, false)
      return true
    } catch (error) {
      if (attempt !== 'first') complain(error)
      else if (Object(error).name === 'QuotaExceededError') await evict(medium, true)
      else connection.close() // Safari loses connections without closing them
      entries = await connection.begin('readwrite')
    }
  }
  return false
}

/** Resolves to the bytes that the entries then take. */
async function put({ complain }: Medium, { entries, isLast, newest }: Batch, gaveUp: boolean): Promise<number> {
  let total = 0
  for (const [name, { record }] of newest()) {
    try {
      if (record === null || gaveUp) entries.delete(name)
      else entries.put(record, name)
      total += record?.size ?? 0
    } catch (error) {
      complain(error) // structured clone gives back what IndexedDB does not take: an ImageBitmap
      entries.delete(name)
    }
  }
  if (isLast) entries.transaction.commit()
  else {
    const count = entries.get(TOTAL)
    count.onsuccess = () => entries.put((total += Number(count.result ?? 0)), TOTAL)
  }
  await completionOf(entries.transaction)
  return total
}

async function evict({ connection, complain, maxBytes }: Medium, isFull: boolean): Promise<void> {
  const entries = await connection.begin('readwrite')
  if (entries) await makeRoom(entries, maxBytes, isFull).catch(complain)
}
