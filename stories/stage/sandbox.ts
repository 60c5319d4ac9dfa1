import type { Store } from 'cachetta'
import { Cachetta, indexedDbStore, writeCache } from 'cachetta'
import type { Library } from './library.ts'
import { createLibrary } from './library.ts'
import type { Network } from './network.ts'
import { createNetwork } from './network.ts'

/** The surroundings of the component in a story: a network, a server and a cache. */
export interface Sandbox {
  readonly network: Network
  readonly library: Library
  /** The cache of the first page load. */
  readonly cache: Cachetta
  /** Creates the cache of the next page load: the same database, an empty memory. */
  createReloadedCache(): Cachetta
}

/** An entry in the database from an earlier visit. */
export interface StoredEntry {
  readonly key: string
  readonly data: unknown
  /** In milliseconds. */
  readonly age: number
}

export const MINUTE = 60_000

export interface InitialState {
  /** The path of the story's entries. Each story has its own. */
  readonly path: string
  /** All entries in IndexedDB under this path. @default none */
  readonly storedEntries?: readonly StoredEntry[]
  /** @default true */
  readonly isOnline?: boolean
}

export async function createSandbox({ isOnline = true, storedEntries = [], path }: InitialState): Promise<Sandbox> {
  const network = createNetwork()
  network.setOnline(isOnline)
  const store = indexedDbStore()
  const cache = new Cachetta({ path, store })
  await cache.invalidateAll()
  await Promise.all(
    storedEntries.map(({ age, data, key }) =>
      writeCache(new Cachetta({ path, store: createAgedStore(age, store) }), data, key),
    ),
  )
  const createReloadedCache = () => new Cachetta({ path, store: indexedDbStore() })
  return { network, library: createLibrary(network), cache, createReloadedCache }
}

/** Writes entries as if they were `age` milliseconds old. */
function createAgedStore(age: number, store: Store): Store {
  return {
    ...store,
    set: (address, entry, types) => store.set(address, { ...entry, storedAt: entry.storedAt - age }, types),
  }
}
