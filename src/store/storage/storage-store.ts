// Entries as items of a storage for strings. An address and an entry come in. The storage then holds one item per entry: its
// text has the format of the file store, its name contains path and key (items.ts, item-index.ts). operations.ts reads, writes
// and evicts items. Writes of one item run in the order of the calls.

import { encodeEntry } from '../../entry/json/json-codec.ts'
import type { Change, Store, SyncStore } from '../store.ts'
import { createAsyncMethods, run, runSync } from '../sync-or-async.ts'
import { createWriteQueues } from '../write-queues.ts'
import type { Items } from './items.ts'
import { createItems } from './items.ts'
import { createOperations } from './operations.ts'
import type { KeyValueStorage, StorageChange, StorageStoreOptions } from './options.ts'
import { checkStorage, checkStorageOptions } from './options.ts'
import { ignoreRejection, isPromise } from './storage-call.ts'

/**
 * Creates a store that keeps each entry as one item of a storage: `localStorage`, `sessionStorage`, React Native's
 * `AsyncStorage`, or any object with `getItem`, `setItem` and `removeItem`. The store has synchronous methods if the storage
 * returns no promises. If the storage is full, the store evicts its own oldest entries. It has no locks.
 *
 * @throws {InvalidOptionError} when `storage` lacks one of the three methods, or an option is unknown or has a wrong value.
 * @example
 * ```ts
 * import { Cachetta } from 'cachetta'
 * import { storageStore } from 'cachetta/storage'
 *
 * const store = storageStore(localStorage, {
 *   subscribe(listener) {
 *     window.addEventListener('storage', listener)
 *     return () => window.removeEventListener('storage', listener)
 *   },
 * })
 * export const cache = new Cachetta({ path: 'settings', store, duration: '7d' })
 * ```
 */
export function storageStore(storage: KeyValueStorage, options: StorageStoreOptions = {}): Store {
  checkStorage(storage)
  checkStorageOptions(options)
  const { prefix = 'cachetta:', sync = isSynchronous(storage, prefix), subscribe } = options
  const items = createItems(storage, prefix)
  const store: Store = {
    ...(sync ? createStoreOfResults(items) : createStoreOfPromises(items)),
    onEvict(listener) {
      items.onEvict = listener
    },
  }
  if (subscribe === undefined) return store
  return {
    ...store,
    subscribe: (listener) =>
      subscribe((event) => {
        const isOwn = event.storageArea == null || event.storageArea === storage
        const change = isOwn ? changeFrom(items, event) : null
        if (change !== null) listener(change)
      }),
  }
}

/** Tests the storage with one read. A storage that throws is synchronous: an asynchronous one would reject. */
function isSynchronous(storage: KeyValueStorage, prefix: string): boolean {
  try {
    const result = storage.getItem(prefix)
    if (!isPromise(result)) return true
    ignoreRejection(result)
    return false
  } catch {
    return true
  }
}

function createStoreOfResults(items: Items): Store {
  const sync = createSyncStore(items)
  return { name: 'storage', ...createAsyncMethods(sync), locate: items.nameOf, sync }
}

function createSyncStore(items: Items): SyncStore {
  const operations = createOperations(items)
  return {
    get: (address, types) => runSync(operations.get(address, types)),
    set: (address, entry, types) => runSync(operations.set(address, encodeEntry(entry, types))),
    delete: (address) => runSync(operations.delete(address)),
    stat: (address) => runSync(operations.stat(address)),
    *list(base) {
      for (const address of runSync(operations.listAddresses(base))) {
        const stat = runSync(operations.tryStat(address))
        if (stat !== null) yield stat
      }
    },
  }
}

function createStoreOfPromises(items: Items): Store {
  const operations = createOperations(items)
  const { enqueue } = createWriteQueues()
  const queueOf = items.needsOneQueue ? () => '' : items.nameOf

  return {
    name: 'storage',
    get: (address, types) => run(operations.get(address, types)),
    async set(address, entry, types) {
      const text = encodeEntry(entry, types)
      await enqueue(queueOf(address), () => run(operations.set(address, text)))
    },
    delete: (address) => enqueue(queueOf(address), () => run(operations.delete(address))),
    stat: (address) => run(operations.stat(address)),
    async *list(base) {
      for (const address of await run(operations.listAddresses(base))) {
        const stat = await run(operations.tryStat(address))
        if (stat !== null) yield stat
      }
    },
    locate: items.nameOf,
  }
}

/** Returns the change that an event reports; `null` if the item is not an entry of this store. `clear()` of a storage names no item. */
function changeFrom({ addressOf }: Items, { key, newValue }: StorageChange): Change | null {
  if (key === null) return { type: 'missed' }
  const address = addressOf(key)
  return address && { type: newValue === null ? 'delete' : 'set', address }
}
