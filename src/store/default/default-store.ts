import { memoryStore } from '../memory/memory-store.ts'
import type { Store } from '../store.ts'

let shared: Store | undefined

/** Returns the store of all caches without the option `store` on other platforms: one per process, in memory. */
export function defaultStore(): Store {
  shared ??= memoryStore()
  return shared
}
