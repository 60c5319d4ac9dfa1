// The records as a whole: those that are kept, and those on their way there.

import { StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import type { Change } from '../store.ts'
import type { Connection } from './connection.ts'
import { createConnection } from './connection.ts'
import type { Medium } from './eviction.ts'
import { giveWay } from './eviction.ts'
import { createReads } from './reads.ts'
import type { EntryRecord } from './record.ts'
import { isRecord, nameOf } from './record.ts'
import type { Writes } from './writes.ts'
import { createWrites } from './writes.ts'

export interface Database extends Connection {
  readonly writes: Writes
  /** `null` where there is nothing; there, trouble that nobody was told of yet is thrown. */
  find(address: Address): Promise<EntryRecord | null>
  /** What is under a name, whatever it is; `undefined` where the database has trouble. */
  read(name: string): Promise<unknown>
}

/** `tell` hears of what has just been kept. */
export function createDatabase(name: string, maxBytes: number, tell: (changes: readonly Change[]) => void): Database {
  let trouble: unknown
  const complain = (error: unknown): void => {
    trouble = error
  }
  const connection = createConnection(name, complain)
  const medium: Medium = { ...connection, maxBytes, complain, uncounted: 0 }
  const writes = createWrites(medium, tell)
  const kept = createReads(connection)
  const read = async (entry: string): Promise<unknown> => {
    const write = writes.pending.get(entry)
    return write ? structuredClone(write.record) : kept(entry).catch(complain)
  }
  const flush = (): Promise<void> => {
    giveWay(medium)
    return writes.flush()
  }
  flushOnHide(flush, connection.close)

  return {
    ...connection,
    writes,
    read,
    async find(address) {
      const found = await read(nameOf(address))
      if (isRecord(found)) return found.address.key === address.key ? found : null
      if (found) throw new StoreError('DAMAGED', 'the record in IndexedDB is not an entry')
      const told = trouble
      trouble = undefined
      if (told) throw new StoreError('STORE', `IndexedDB: ${told}; entries stay in memory`, { cause: told })
      return null
    },
  }
}

/** A page that is hidden may never be seen again; one that is left may be frozen, and must not stand in others' way. */
function flushOnHide(flush: () => Promise<void>, close: () => void): void {
  globalThis.addEventListener?.('visibilitychange', () => void flush())
  globalThis.addEventListener?.('pagehide', () => void flush().then(close))
}
