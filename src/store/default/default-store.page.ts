import type { CoreStore } from '../indexeddb/core-store.ts'
import { createCoreStore } from '../indexeddb/core-store.ts'
import type { Store } from '../store.ts'

let shared: CoreStore | undefined

/** Returns the store that hooks and caches of the page share. */
export function getPageStore(): CoreStore {
  shared ??= createCoreStore()
  return shared
}

/** Returns the store of hooks without a provider. Hooks list no entries, so their page loads no code for `list`. */
export function defaultStore(): Store {
  // `stat`, `list` and `tagged` are missing. Only a cache calls them, and default-store.browser.ts adds them for caches.
  return getPageStore().store as Store
}
