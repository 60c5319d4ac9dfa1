// One cache as SWR's functions see it: the Cachetta that keeps the data, the map that `useSWRConfig` returns, and what is known of
// each key. The default boundary keeps its data in IndexedDB. A `provider` of SWRConfig makes a boundary over its own map.

import type { MutateOptions } from 'cachetta'
import { Cachetta, memoryStore, mutate, peek } from 'cachetta'
import type { Cache, State } from './configuration.ts'
import type { Arguments, Loose } from './key.ts'
import { hasIdentity } from './key.ts'
import { createMapStore, MAP_PATH } from './map-store.ts'
import { watchNetwork } from './network.ts'

/** What the door knows of a key beside its data. */
export interface KeyRecord {
  /** The key as the fetcher gets it. */
  argument: Arguments
  state: Omit<State, 'data'>
  /** When the last request ended, in epoch milliseconds. */
  fetchedAt: number
  /** True if `mutate` has set the data since the last request. */
  isSet: boolean
  /** `false` if the last hook that used the key keeps it in memory only. */
  persist: boolean
  /** What the last request returned. The entry keeps the data before if `compare` of the application says that both are equal. */
  fetched?: unknown
  /** Only a list has it. */
  list?: ListState
}

/** What a list knows beside its pages. */
export interface ListState {
  /** The number of pages that the list asks for. */
  size?: number | undefined
  /** True if the next load fetches all pages. */
  isForced?: boolean | undefined
  /** The option `revalidate` of the last `mutate`. A function decides which pages the next load fetches. */
  revalidate?: unknown
  /** Called when the size changes. */
  readonly listeners: Set<() => void>
}

/** One cache of SWR. */
export interface Boundary {
  readonly cachetta: Cachetta
  readonly cache: Cache
  readonly records: Map<string, KeyRecord>
  /** The number of hooks that show a key. It outlives the record, which `cache.delete` removes. */
  readonly hooks: Map<string, number>
  /** True over the map of a `provider`. */
  readonly isOverMap: boolean
  /** Returns the data to show for data of the engine: the map of a `provider` may return other data than it was given. */
  toShown(id: string, data: unknown): unknown
  /** How often `unload` was called. A page that was asked for before is not kept. */
  unloads: number
}

const boundaries = new WeakMap<Cache, Boundary>()

/** True where no hook runs effects: a page that a server renders. React Native has a window. */
export const isServer: boolean = Reflect.get(globalThis, 'window') === undefined

/** Returns the boundary of a cache. A cache that is new gets one. */
export function boundaryOf(cache: Cache): Boundary {
  let boundary = boundaries.get(cache)
  if (boundary === undefined) {
    watchNetwork()
    const { store, toShown } = createMapStore(cache)
    boundary = {
      cachetta: new Cachetta({ path: MAP_PATH, store }),
      cache,
      records: new Map(),
      hooks: new Map(),
      isOverMap: true,
      unloads: 0,
      toShown,
    }
    boundaries.set(cache, boundary)
  }
  return boundary
}

/** Creates the boundary of hooks without a `provider`. Its Cachetta is made for the first hook, because it opens a database. */
export function createDefaultBoundary(): Boundary {
  let cachetta: Cachetta | undefined
  const boundary: Boundary = {
    get cachetta() {
      watchNetwork()
      // A server must not read or write files for the hooks of a page.
      cachetta ??= new Cachetta({ path: MAP_PATH, ...(isServer && { store: memoryStore() }) })
      return cachetta
    },
    records: new Map(),
    hooks: new Map(),
    isOverMap: false,
    unloads: 0,
    toShown: (_id, data) => data,
    cache: createCacheView(() => boundary),
  }
  boundaries.set(boundary.cache, boundary)
  return boundary
}

/** A map over the entries that hooks have used. It reads data from memory. A write changes the entry. */
function createCacheView(getBoundary: () => Boundary): Cache {
  return {
    keys: () => getBoundary().records.keys(),
    get(id) {
      const record = getBoundary().records.get(id)
      const data = readData(getBoundary(), id)
      return record || data !== undefined ? { ...record?.state, data } : undefined
    },
    set(id, { data, ...state }) {
      recordOf(getBoundary(), id).state = state
      void changeData(getBoundary(), id, [data, false])
    },
    delete(id) {
      void changeData(getBoundary(), id, [undefined, false])
      getBoundary().records.delete(id)
    },
  }
}

/** Returns the data of a key that memory has, or the map of a `provider`. */
export function readData({ cache, cachetta, isOverMap }: Boundary, id: string): Loose {
  const data: Loose = peek(cachetta, id)
  return data === undefined && isOverMap ? cache.get(id)?.data : data
}

/** Returns what is known of a key, and begins a record if nothing is. */
export function recordOf({ records }: Boundary, id: string, argument: Arguments = id): KeyRecord {
  let record = records.get(id)
  if (record === undefined) {
    record = { argument, state: {}, fetchedAt: 0, isSet: false, persist: !hasIdentity(id) }
    records.set(id, record)
  }
  if (argument !== id) record.argument = argument
  return record
}

/** Returns a function that changes the flags of a key, also in the map of a `provider`, until `unload` deletes the key. */
export function createStateSetter(boundary: Boundary, id: string): (change: Omit<State, 'data'>) => void {
  const { cache, isOverMap, unloads } = boundary
  return (change) => {
    if (boundary.unloads !== unloads) return
    const record = recordOf(boundary, id)
    record.state = { ...record.state, ...change }
    if (isOverMap) cache.set(id, { ...cache.get(id), ...change })
  }
}

/** Counts a hook that shows a key, until the returned function is called. */
export function countHook({ hooks }: Boundary, id: string): () => void {
  const add = (change: number) => void hooks.set(id, (hooks.get(id) ?? 0) + change)
  add(1)
  return () => add(-1)
}

/** What `mutate` of the package takes after the key. */
export type ChangeArguments = [] | [change: unknown, options: MutateOptions | boolean]

/** Calls `mutate` of the package. A filter finds an entry with its own policy: whether the store may keep it. */
export async function changeData({ cachetta, records }: Boundary, id: string, args: ChangeArguments): Promise<unknown> {
  if (records.get(id)?.persist === false) {
    const results = (await mutate(cachetta, (key: unknown) => idOfKey(key) === id, ...args)) as unknown[] // one for each entry
    if (results.length > 0) return results[0]
  }
  return mutate(cachetta, id, ...args)
}

/** A hook's key is a list of the Cachetta and the text. */
function idOfKey(key: unknown): unknown {
  return Array.isArray(key) ? key[1] : key
}
