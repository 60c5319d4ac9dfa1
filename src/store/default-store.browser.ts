import { indexedDbStore } from './indexeddb/indexeddb-store.ts'
import type { Store } from './store.ts'

let shared: Store | undefined

/** The store of every cache that names none: one for the whole page. */
export function defaultStore(): Store {
  shared ??= indexedDbStore()
  return shared
}
