import { InvalidOptionError } from '../../errors.ts'
import type { Store } from '../store.ts'
import type { IndexedDbStoreOptions } from './options.ts'

/**
 * Throws: outside browsers there is no IndexedDB. Use `fileStore()` or `memoryStore()` there.
 *
 * @throws {InvalidOptionError} when it is called.
 * @example
 * ```ts
 * import { Cachetta, indexedDbStore, memoryStore } from 'cachetta'
 *
 * const store = typeof window === 'undefined' ? memoryStore() : indexedDbStore()
 * export const cache = new Cachetta({ path: 'reports', store })
 * ```
 */
export function indexedDbStore(_options?: IndexedDbStoreOptions): Store {
  throw new InvalidOptionError(
    'store: indexedDbStore() needs a browser; accepted here are fileStore() in Node, and memoryStore()',
  )
}
