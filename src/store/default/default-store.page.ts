import type { Entries } from '../indexeddb/entries.ts'
import { createEntries } from '../indexeddb/entries.ts'
import type { Store } from '../store.ts'

let shared: Entries | undefined

/** What the whole page keeps where no store is named. */
export function pageEntries(): Entries {
  shared ??= createEntries()
  return shared
}

/** The store of the hooks under no provider, which list nothing; it is the one of the caches, which can. */
export function defaultStore(): Store {
  return pageEntries().store as Store // lacks what nobody asks for before there is a cache, and default-store.browser.ts adds it
}
