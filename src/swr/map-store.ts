// A store over the map that a `provider` of SWRConfig returned. The engine reads and writes the states in it, so what the
// application puts in before the first render shows in the first render, and what hooks fetch is in the map.

import type { Address, Entry, EntryHeader, EntryStat, Store } from 'cachetta'
import { isUnder } from 'cachetta'
import type { Cache } from './configuration.ts'

/** A store over a map, and what the map shows for the data that it was given. */
interface MapStore {
  readonly store: Store
  toShown(id: string, data: unknown): unknown
}

/** Creates a store whose entries are the states of a cache of SWR. */
export function createMapStore(cache: Cache): MapStore {
  const createdAt = Date.now() - STALE_MS
  const headers = new Map<string, { readonly data: unknown; readonly header: EntryHeader }>()
  const headerOf = (key: string, data: unknown): EntryHeader => {
    const known = headers.get(key)
    return known?.data === data && known ? known.header : { key, storedAt: createdAt, tags: [] }
  }
  const get = ({ key }: Pick<Address, 'key'>): Entry | null => {
    const value: unknown = cache.get(JSON.parse(key) as string)?.data // the key of each entry is one text
    return value === undefined ? null : { ...headerOf(key, value), value }
  }
  const set = ({ key }: Address, { value, ...header }: Entry): void => {
    const id = JSON.parse(key) as string
    headers.set(key, { data: value, header })
    cache.set(id, { ...cache.get(id), data: value, error: undefined })
  }
  const remove = ({ key }: Address): void => {
    const id = JSON.parse(key) as string
    headers.delete(key)
    if (cache.get(id)) cache.set(id, { ...cache.get(id), data: undefined })
  }
  const stat = (address: Address): EntryStat | null => {
    const entry = get(address)
    return entry && { ...headerOf(address.key, entry.value), address, path: address.path, size: 0 }
  }
  function* list(base: string): Iterable<EntryStat> {
    for (const id of [...cache.keys()]) {
      const stored = stat({ path: MAP_PATH, key: JSON.stringify(id), exact: false })
      if (stored && isUnder(base, stored.address)) yield stored
    }
  }
  const store: Store = {
    name: 'provider of SWRConfig',
    get: async (address) => get(address),
    set: async (address, entry) => set(address, entry),
    delete: async (address) => remove(address),
    stat: async (address) => stat(address),
    async *list(base) {
      yield* list(base)
    },
    sync: { get, set, delete: remove, stat, list },
  }
  const toShown = (id: string, data: unknown) =>
    data !== undefined && headers.get(JSON.stringify(id))?.data === data ? cache.get(id)?.data : data
  return { store, toShown }
}

/** The path of all entries of a map. */
export const MAP_PATH = 'swr'

/** What the application put into the map is this old, so that a mount fetches it again. */
const STALE_MS = 60_000
