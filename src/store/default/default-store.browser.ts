import { inspectionOf } from '../indexeddb/inspection.ts'
import type { Store } from '../store.ts'
import { pageEntries } from './default-store.page.ts'

let shared: Store | undefined

/** The store of every cache that names none: one for the whole page, its hooks included. */
export function defaultStore(): Store {
  const { database, store } = pageEntries()
  shared ??= Object.assign(store, inspectionOf(database))
  return shared
}
