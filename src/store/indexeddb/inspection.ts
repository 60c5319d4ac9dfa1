import { addressText, isUnder } from '../../key/address.ts'
import type { EntryStat, Store } from '../store.ts'
import { answerTo } from './connection.ts'
import type { Database } from './database.ts'
import type { EntryRecord } from './record.ts'
import { isRecord } from './record.ts'

/** How many records are in memory at a time. */
const FEW = 100

type Ask = (entries: IDBObjectStore) => readonly IDBRequest<IDBValidKey[]>[]

/** What a store tells of its entries without giving their values. A page that only shows them never asks, and loads none of it. */
export function inspectionOf({ begin, find, read, writes }: Database): Pick<Store, 'stat' | 'list' | 'tagged'> {
  /** Yields what matches among the names that the database gives, and among what is pending. */
  async function* search(ask: Ask, matches: (record: EntryRecord) => boolean): AsyncIterable<EntryStat> {
    const entries = await begin('readonly')
    const found = entries ? await Promise.all(ask(entries).map(answerTo)) : []
    const names = [...new Set([...found.flat(), ...writes.pending.keys()])]
    while (names.length > 0) {
      for (const record of await Promise.all(names.splice(0, FEW).map((entry) => read(String(entry))))) {
        if (isRecord(record) && matches(record)) yield statOf(record)
      }
    }
  }
  return {
    async stat(address) {
      const record = await find(address)
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

/** The names of everything at `base` and under it, and of next to nothing else. */
function rangesOf(base: string): readonly IDBKeyRange[] {
  if (base === '') return [IDBKeyRange.lowerBound('')] // every text
  const under = base.endsWith('/') ? base : `${base}/`
  return [IDBKeyRange.bound(base, `${base}\x01`), IDBKeyRange.bound(under, `${under}\uffff`)]
}

function statOf({ address, entry, size }: EntryRecord): EntryStat {
  const { value: _, ...header } = entry
  return { ...header, address, path: addressText(address), size }
}
