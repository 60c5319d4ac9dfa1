import { memoryStore } from '../memory/memory-store.ts'
import type { Store } from '../store.ts'

let shared: Store | undefined

/** The store of every cache that names none: one for the whole process. */
export function defaultStore(): Store {
  shared ??= memoryStore()
  return shared
}
