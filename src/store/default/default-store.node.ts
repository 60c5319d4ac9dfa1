import { fileStore } from '../file/file-store.ts'
import type { Store } from '../store.ts'

let shared: Store | undefined

/** Returns the store of all caches without the option `store`: one per process, in files. */
export function defaultStore(): Store {
  shared ??= fileStore()
  return shared
}
