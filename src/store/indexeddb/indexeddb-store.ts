import type { Store } from '../store.ts'
import { createCoreStore } from './core-store.ts'
import { createInspection } from './inspection.ts'
import type { IndexedDbStoreOptions } from './options.ts'
import { checkOptions } from './options.ts'

/**
 * Creates a store that keeps entries in the browser's IndexedDB, shared by all tabs of an origin: a change in one tab shows in
 * all of them, and one tab computes for all. Above `maxBytes`, or when the browser's quota is reached, the store evicts the
 * oldest entries. Without a database, entries stay in memory and one warning is logged.
 *
 * @throws {InvalidOptionError} when an option is unknown or has a wrong value, and when there is no browser.
 * @example
 * ```ts
 * import { Cachetta, indexedDbStore } from 'cachetta'
 *
 * const store = indexedDbStore({ name: 'reports', maxBytes: 10_000_000 })
 * export const cache = new Cachetta({ path: 'reports', store, duration: '1h' })
 * ```
 */
export function indexedDbStore(options: IndexedDbStoreOptions = {}): Store {
  checkOptions(options)
  const core = createCoreStore(options)
  return { ...core.store, ...createInspection(core) }
}
