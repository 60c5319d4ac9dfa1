import type { Address } from '../../key/address.ts'
import type { Connection } from './connection.ts'
import { completionOf } from './connection.ts'
import { makeRoom } from './eviction.ts'
import type { EntryRecord } from './record.ts'

export interface Write {
  readonly address: Address
  /** `null` deletes. */
  readonly record: EntryRecord | null
}

export interface Medium extends Connection {
  readonly maxBytes: number
  /** Bytes that came since the total was counted on. */
  uncounted: number
  complain(error: unknown): void
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
      else if (Object(error).name === 'QuotaExceededError') await account(medium, 0)
      else medium.close() // Safari loses connections without closing them
    }
  }
  return false
}

/** Resolves to the bytes that came. Commits at once: the page may be gone before the browser would have asked for more. */
async function put(entries: IDBObjectStore, batch: ReturnType<Batch>, gaveUp: boolean): Promise<number> {
  let added = 0
  for (const [name, { record }] of batch) {
    if (record === null || gaveUp) entries.delete(name)
    else entries.put(record, name)
    added += record?.size ?? 0
  }
  entries.transaction.commit()
  await completionOf(entries.transaction)
  return added
}

/**
 * Counts what came, and makes room where there is too much. In a transaction of its own, for when no write waits: a page that is
 * left takes its unfinished transactions along, and those behind them.
 */
export async function countUp(medium: Medium): Promise<void> {
  const added = medium.uncounted
  medium.uncounted = 0
  if (added > 0) await account(medium, added, medium.maxBytes)
}

async function account({ begin, complain }: Medium, added: number, limit?: number): Promise<void> {
  const entries = await begin('readwrite')
  if (entries) await makeRoom(entries, added, limit).catch(complain)
}
