import type { Address } from '../../key/address.ts'
import type { Medium } from './eviction.ts'
import { makeRoom } from './eviction.ts'
import type { EntryRecord } from './record.ts'

export interface Write {
  readonly address: Address
  /** `null` deletes. */
  readonly record: EntryRecord | null
}

/** Answers what of a batch was not written again since, by name. */
export type Batch = () => readonly (readonly [name: string, write: Write])[]

/**
 * Keeps a batch. One that fails is tried again; then its values are given up, so that at least no older ones are left in their
 * place. Resolves to false where it cannot even be given up; never rejects.
 */
export async function commit(medium: Medium, batch: Batch, begun: IDBObjectStore): Promise<boolean> {
  let entries: IDBObjectStore | undefined = begun
  for (let failures = 0; entries !== undefined && failures < 3; entries = await medium.begin('readwrite')) {
    try {
      medium.uncounted += await put(entries, batch(), failures === 2)
      return true
    } catch (error) {
      failures += 1
      if (failures > 1) medium.complain(error)
      else if (Object(error).name === 'QuotaExceededError') {
        medium.uncounted = Number.POSITIVE_INFINITY
        await makeRoom(medium)
      } else medium.close() // Safari loses connections without closing them
    }
  }
  return false
}

/** Resolves to the bytes that came. Commits at once: the page may be gone before the browser would have asked for more. */
function put(entries: IDBObjectStore, batch: ReturnType<Batch>, gaveUp: boolean): Promise<number> {
  const { transaction } = entries
  let added = 0
  for (const [name, { record }] of batch) {
    if (record && !gaveUp) {
      entries.put(record, name)
      added += record.size
    } else entries.delete(name)
  }
  transaction.commit()
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(added)
    transaction.onabort = () => reject(transaction.error)
  })
}
