import type { Store } from 'cachetta'
import { Cachetta, indexedDbStore, writeCache } from 'cachetta'
import type { Library } from './library.ts'
import { createLibrary } from './library.ts'
import type { Network } from './network.ts'
import { createNetwork } from './network.ts'

/** What surrounds the component that a story shows. */
export interface World {
  readonly network: Network
  readonly library: Library
  /** Of the page as it is loaded first. */
  readonly cache: Cachetta
  /** The cache of the page when it is loaded again: nothing in memory, the same database. */
  reopen(): Cachetta
}

/** An entry that an earlier visit left in the database. */
export interface Left {
  readonly key: string
  readonly data: unknown
  /** In milliseconds. */
  readonly age: number
}

export const MINUTE = 60_000

export interface Beginning {
  /** Where this story's entries live, apart from those of the others. */
  readonly path: string
  /** All that this browser's IndexedDB holds there. @default nothing */
  readonly left?: readonly Left[]
  /** @default true */
  readonly isOnline?: boolean
}

export async function createWorld({ isOnline = true, left = [], path }: Beginning): Promise<World> {
  const network = createNetwork()
  network.setOnline(isOnline)
  const store = indexedDbStore()
  const cache = new Cachetta({ path, store })
  await cache.invalidateAll()
  await Promise.all(
    left.map(({ age, data, key }) => writeCache(new Cachetta({ path, store: agedBy(age, store) }), data, key)),
  )
  const reopen = () => new Cachetta({ path, store: indexedDbStore() })
  return { network, library: createLibrary(network), cache, reopen }
}

function agedBy(age: number, store: Store): Store {
  return {
    ...store,
    set: (address, entry, types) => store.set(address, { ...entry, storedAt: entry.storedAt - age }, types),
  }
}
