// The cache of one mount of a story: a new engine with an empty memory, over a store that has the entries of the parameters.

import type { Entry, Store } from 'cachetta'
import {
  asCachedFunction,
  Cachetta,
  InvalidOptionError,
  memoryStore,
  parseDuration,
  writeCache,
  writeCacheSync,
} from 'cachetta'
import type { TestEntry } from 'cachetta/testing'
import type { CachettaParameters } from './parameters.ts'

/** The cache, and what has to happen before hooks may use it. */
export interface StoryCache {
  readonly cache: Cachetta
  /** Empties the caches and writes the entries. Undefined if that has happened, because all stores are synchronous. */
  readonly prepare: (() => Promise<void>) | undefined
}

/** An entry to write, and the cache that it belongs to. */
interface Seed {
  readonly cache: Cachetta
  readonly args: readonly unknown[]
  readonly data: unknown
}

/** Creates the cache of a story. Throws `InvalidOptionError` for wrong parameters. */
export function createStoryCache(id: string, { caches = [], entries = [], store }: CachettaParameters): StoryCache {
  const given = typeof store === 'function' ? store() : store
  const cache = new Cachetta({ path: `stories/${id}`, store: given ?? memoryStore() })
  const list: readonly TestEntry[] = Array.isArray(entries) ? entries : Object.entries(entries)
  const seeds = list.map((entry) => createSeed(cache, entry))
  const outdated = [...(given ? [cache] : []), ...caches]
  const prepare = async () => {
    await Promise.all(outdated.map((each) => each.invalidateAll()))
    await Promise.all(seeds.map(({ args, data, ...seed }) => writeCache(seed.cache, data, ...args)))
  }
  if (![...outdated, ...seeds.map((seed) => seed.cache)].every((each) => each.store.sync)) {
    return { cache, prepare: once(prepare) }
  }
  for (const each of outdated) each.invalidateAllSync()
  for (const { args, data, ...seed } of seeds) writeCacheSync(seed.cache, data, ...args)
  return { cache, prepare: undefined }
}

function createSeed(cache: Cachetta, [key, data, { age = 0, storedAt } = {}]: TestEntry): Seed {
  const list: readonly unknown[] = Array.isArray(key) ? key : [key]
  if (!key || list.length === 0) throw new InvalidOptionError('parameters.cachetta.entries: an entry has no key')
  const owner = findCacheOf(list[0])
  const instant = Number(storedAt ?? Date.now() - parseDuration(age, 'age'))
  // The engine of the story must read the entry from the store, as after an earlier visit. So another engine writes it.
  const writer = (owner ?? cache).copy({ store: dateEntries((owner ?? cache).store, instant) })
  return { cache: writer, args: owner ? list.slice(1) : list, data }
}

/** Returns the cache of a cached function, `undefined` for anything else. */
function findCacheOf(value: unknown): Cachetta | undefined {
  if (typeof value !== 'function') return undefined
  return asCachedFunction(value as () => Promise<unknown>).cache // throws for a function that is not cached
}

/** Returns a store that writes each entry as if it had been stored at `storedAt`. */
function dateEntries(store: Store, storedAt: number): Store {
  const date = (entry: Entry): Entry => ({ ...entry, storedAt })
  const { sync } = store
  return replaceMembers(store, {
    set: (address, entry, types) => store.set(address, date(entry), types),
    ...(sync && {
      sync: replaceMembers(sync, { set: (address, entry, types) => sync.set(address, date(entry), types) }),
    }),
  })
}

/** Returns an object with some members replaced. The others are called on the original, because it may have private fields. */
function replaceMembers<Target extends object>(target: Target, replaced: Partial<Target>): Target {
  return new Proxy(target, {
    get(_, name) {
      if (Object.hasOwn(replaced, name)) return Reflect.get(replaced, name)
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

function once<Value>(run: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<Value> | undefined
  return () => {
    running ??= run()
    return running
  }
}
