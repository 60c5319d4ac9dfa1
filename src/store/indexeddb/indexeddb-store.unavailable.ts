import { InvalidOptionError } from '../../errors.ts'
import type { Store } from '../store.ts'
import type { IndexedDbStoreOptions } from './options.ts'

export type { IndexedDbStoreOptions } from './options.ts'

/** Stands in for the store over IndexedDB outside browsers. Throws `InvalidOptionError`. */
export function indexedDbStore(_options?: IndexedDbStoreOptions): Store {
  throw new InvalidOptionError(
    'store: indexedDbStore() needs a browser; accepted here are fileStore() in Node, and memoryStore()',
  )
}
