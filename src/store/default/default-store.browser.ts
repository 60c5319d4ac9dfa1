import { createInspection } from '../indexeddb/inspection.ts'
import type { Store } from '../store.ts'
import { getPageStore } from './default-store.page.ts'

let shared: Store | undefined

/** Returns the store of all caches without the option `store`: one per page, in IndexedDB, and the same as that of the hooks. */
export function defaultStore(): Store {
  const core = getPageStore()
  shared ??= Object.assign(core.store, createInspection(core))
  return shared
}
