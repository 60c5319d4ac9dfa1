import type { Backend, BackendStoreOptions } from '../backend/backend.ts'
import { acceptedOptions } from '../backend/backend.ts'
import { createBackendStore, GROUP_SIZE } from '../backend/backend-store.ts'
import { checkMethods, checkOptions } from '../check-options.ts'
import type { Store } from '../store.ts'

/** A storage of unstorage, release 1. These are the methods that the store calls. */
export interface UnstorageInstance {
  /** Resolves to the value, and to `null` if there is none. */
  getItem(key: string): Promise<unknown>
  /** Stores a value. `ttl` is in seconds. A driver that cannot expire values ignores it. */
  setItem(key: string, value: string, options?: { readonly ttl: number }): Promise<void>
  /** Deletes a value, if there is one. */
  removeItem(key: string): Promise<void>
  /** Resolves to the keys that begin with `base`. */
  getKeys(base?: string): Promise<readonly string[]>
}

/**
 * Creates a store that keeps entries in a storage of unstorage, and so in S3, Cloudflare KV and R2, Azure, Vercel, Netlify or
 * whatever has a driver for unstorage 1. You create, configure and dispose of the storage. The store has no locks, no change messages
 * and no synchronous methods: two processes may compute the same entry at the same time.
 *
 * Drivers of files do not replace a value in one step: a process that reads while another one writes may find half an entry. That is
 * a miss and a line in the log. Within one process, a read waits for the writes of its entry.
 *
 * @throws {InvalidOptionError} when `storage` is no storage of unstorage, or an option is unknown or has a wrong value.
 * @example
 * ```ts
 * import { Cachetta } from 'cachetta'
 * import { unstorageStore } from 'cachetta/unstorage'
 * import { createStorage } from 'unstorage'
 *
 * const storage = createStorage() // with a driver: s3Driver(…), cloudflareKVBindingDriver(…)
 * export const cache = new Cachetta({ path: 'shop', store: unstorageStore(storage), duration: '1h' })
 * ```
 */
export function unstorageStore(storage: UnstorageInstance, options: BackendStoreOptions = {}): Store {
  const methods = ['getItem', 'setItem', 'removeItem', 'getKeys']
  checkMethods('unstorageStore', storage, methods, 'a storage that createStorage() of unstorage returned')
  checkOptions('unstorageStore', options, acceptedOptions)
  return createBackendStore(createUnstorageBackend(storage), options.prefix)
}

function createUnstorageBackend(storage: UnstorageInstance): Backend {
  return {
    storeName: 'unstorage',
    replacesAtOnce: false,
    expires: false, // most drivers ignore `ttl`, and a storage does not say whether its driver does
    read: (name) => storage.getItem(name),
    write: (name, record, lifetime) =>
      lifetime === undefined
        ? storage.setItem(name, record)
        : storage.setItem(name, record, { ttl: Math.ceil(lifetime / 1_000) }),
    remove: (name) => storage.removeItem(name),
    async *list(start, toStat) {
      const names = await storage.getKeys(start)
      for (let at = 0; at < names.length; at += GROUP_SIZE) {
        const group = names.slice(at, at + GROUP_SIZE)
        const records = await Promise.all(group.map((name) => storage.getItem(name)))
        for (const [index, name] of group.entries()) {
          const stat = toStat(name, records[index])
          if (stat !== null) yield stat
        }
      }
    },
  }
}
