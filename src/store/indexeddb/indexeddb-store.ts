import type { Store } from '../store.ts'
import { createEntries } from './entries.ts'
import { inspectionOf } from './inspection.ts'
import type { IndexedDbStoreOptions } from './options.ts'
import { checkOptions } from './options.ts'

export type { IndexedDbStoreOptions } from './options.ts'

/**
 * Keeps entries in the browser's IndexedDB, shared by all tabs of an origin: one update shows in all, and one tab computes
 * for all. Beyond `maxBytes`, or where the browser has no more room, the oldest entries go first; without a database entries
 * stay in memory, with one warning. Throws `InvalidOptionError` for an option it does not know.
 */
export function indexedDbStore(options: IndexedDbStoreOptions = {}): Store {
  checkOptions(options)
  const { database, store } = createEntries(options)
  return { ...store, ...inspectionOf(database) }
}
