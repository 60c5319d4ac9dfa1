import { fileStore } from '../file/file-store.ts'
import type { Store } from '../store.ts'
import { defaultStore as memoryOfProcess } from './default-store.ts'

let shared: Store | undefined

/**
 * Returns the store of all caches without the option `store`: one per process, in files. A process with a DOM (jsdom, happy-dom)
 * runs tests of components, which must leave no files behind: it has one in memory, the same as that of the hooks. The DOM may be
 * set up at any time, so each cache asks when it is made.
 */
export function defaultStore(): Store {
  if (Reflect.get(globalThis, 'document') !== undefined) return memoryOfProcess()
  shared ??= fileStore()
  return shared
}
