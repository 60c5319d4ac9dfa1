import { addressText, isUnder } from '../../key/address.ts'
import type { EntryStat, Store } from '../store.ts'
import { promisifyRequest } from './connection.ts'
import type { Database } from './database.ts'
import type { EntryRecord } from './record.ts'
import { isEntryRecord } from './record.ts'

/** The number of records in memory at a time while the store lists entries. */
const BATCH_SIZE = 100

type FindNames = (entries: IDBObjectStore) => readonly IDBRequest<IDBValidKey[]>[]

/** Creates the methods that describe entries without their values. A page that only shows entries does not load this file. */
export function createInspection(database: Database): Pick<Store, 'stat' | 'list' | 'tagged'> {
  const { beginTransaction, findRecord, readRecord, writeQueue } = database

  /** Yields the matches among the names that `findNames` returns, and among the pending writes. */
  async function* search(
    findNames: FindNames,
    isMatch: (record: EntryRecord) => boolean,
  ): AsyncGenerator<EntryStat, void, undefined> {
    const entries = await beginTransaction('readonly')
    const found = entries ? await Promise.all(findNames(entries).map(promisifyRequest)) : []
    const names = [...new Set([...found.flat(), ...writeQueue.pending.keys()])]
    while (names.length > 0) {
      for (const record of await Promise.all(names.splice(0, BATCH_SIZE).map((name) => readRecord(String(name))))) {
        if (isEntryRecord(record) && hasAddress(record) && isMatch(record)) yield statOf(record)
      }
    }
  }
  return {
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

/** Returns the ranges of the names at `base` and under it. Few other names lie in them; the caller filters those out. */
function rangesOf(base: string): readonly IDBKeyRange[] {
  if (base === '') return [IDBKeyRange.lowerBound('')] // every string, but not the number `TOTAL_SIZE_KEY`
  const under = base.endsWith('/') ? base : `${base}/`
  return [IDBKeyRange.bound(base, `${base}\x01`), IDBKeyRange.bound(under, `${under}\uffff`)]
}

/** False for an address that other code wrote into the database, and whose path nothing can compare. */
function hasAddress({ address: { path, exact } }: EntryRecord): boolean {
  return typeof path === 'string' && typeof exact === 'boolean'
}

function statOf({ address, entry, size }: EntryRecord): EntryStat {
  const { value: _, ...header } = entry
  return { ...header, address, path: addressText(address), size }
}
