import { addressText, isUnder } from '../../key/address.ts'
import type { EntryStat, Store } from '../store.ts'
import type { ScopeChange } from './change-log.ts'
import { promisifyRequest } from './connection.ts'
import type { CoreStore } from './core-store.ts'
import type { EntryRecord } from './record.ts'
import { isEntryRecord, sizeOf } from './record.ts'
import { deleteTagged, deleteUnder, isForgotten, rangesOf } from './scopes.ts'

/** The number of records in memory at a time while the store lists entries. */
const BATCH_SIZE = 100

type FindNames = (entries: IDBObjectStore) => readonly IDBRequest<IDBValidKey[]>[]

/** Creates the methods for many entries, those without values, and `flush`. A page that only shows entries does not load this file. */
export function createInspection({
  announce,
  database,
}: CoreStore): Pick<Store, 'deleteAll' | 'deleteTagged' | 'flush' | 'hasOrder' | 'list' | 'stat' | 'tagged'> {
  const { beginTransaction, changeLog, findRecord, readRecord, writeQueue } = database

  /** Yields the matches among the names that `findNames` returns, and among the pending writes. */
  async function* search(
    findNames: FindNames,
    isMatch: (record: EntryRecord) => boolean,
  ): AsyncGenerator<EntryStat, void, undefined> {
    const entries = await beginTransaction('readonly')
    const found = entries ? await Promise.all(findNames(entries).map(promisifyRequest)) : []
    const names = [...new Set([...found.flat(), ...writeQueue.pending.keys()])]
    while (names.length > 0) {
      const batch = names.splice(0, BATCH_SIZE).map(String)
      const records = await Promise.all(batch.map(readRecord))
      for (const [index, record] of records.entries()) {
        const name = batch[index] as string // one record for each name
        if (isEntryRecord(record, name) && isMatch(record) && !isForgotten(changeLog, record)) yield statOf(record)
      }
    }
  }
  const announceScope = (scope: Pick<ScopeChange, 'base' | 'tags'>): ScopeChange => {
    const change: ScopeChange = { type: 'invalidate', ...scope, order: changeLog.nextOrder(1) }
    announce(change)
    return change
  }
  return {
    hasOrder: true,
    deleteAll: (base) => deleteUnder(database, announceScope({ base })),
    deleteTagged: (tags) => deleteTagged(database, announceScope({ tags })),
    async flush() {
      await Promise.all(Array.from(writeQueue.pending.keys(), writeQueue.whenCommitted))
    },
    async stat(address) {
      const record = await findRecord(address)
      return record && statOf(record)
    },
    list: (base) =>
      search(
        (entries) => rangesOf(base).map((range) => entries.getAllKeys(range)),
        ({ address }) => isUnder(base, address),
      ),
    tagged: (tag) =>
      search(
        (entries) => [entries.index('tags').getAllKeys(tag)],
        ({ address, entry }) => address.exact && entry.tags.includes(tag),
      ),
  }
}

function statOf(record: EntryRecord): EntryStat {
  const { address, entry } = record
  const { value: _, ...header } = entry
  return { ...header, address, path: addressText(address), size: sizeOf(record) }
}
