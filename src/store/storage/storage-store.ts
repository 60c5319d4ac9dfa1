// Entries as items of a storage for texts. What comes in is an address and an entry; what lies in the storage afterwards is one
// item per entry, in the text format of the files, under a name that says path and key.

import { encodeEntry } from '../../entry/text.ts'
import type { Change, Store, SyncStore } from '../store.ts'
import type { Items } from './items.ts'
import { itemsIn } from './items.ts'
import type { Shelf } from './operations.ts'
import { createShelf } from './operations.ts'
import type { KeyValueStorage, StorageChange, StorageStoreOptions } from './options.ts'
import { checkOptions, checkStorage } from './options.ts'
import { ignore, isPromise, run, runSync } from './sync-or-async.ts'
import { createTurns } from './write-queue.ts'

/**
 * Keeps each entry as one item of a storage that has `getItem`, `setItem` and `removeItem`: `localStorage`, `sessionStorage`,
 * React Native's `AsyncStorage`. Has a synchronous twin where the storage answers without promises. When the storage is full,
 * its own oldest entries go. It cannot lock. Throws `InvalidOptionError` for what is no storage, and for an unknown option.
 */
export function storageStore(storage: KeyValueStorage, options: StorageStoreOptions = {}): Store {
  checkStorage(storage)
  checkOptions(options)
  const { prefix = 'cachetta:', sync = answersAtOnce(storage, prefix), subscribe } = options
  const items = itemsIn(storage, prefix)
  const store = sync ? storeAtOnce(items) : storeInTurn(items)
  if (subscribe === undefined) return store
  return {
    ...store,
    subscribe: (listener) =>
      subscribe((event) => {
        const change = event.storageArea == null || event.storageArea === storage ? changeIn(items, event) : null
        if (change !== null) listener(change)
      }),
  }
}

/** One read tells. A storage that throws instead of rejecting is one that answers at once. */
function answersAtOnce(storage: KeyValueStorage, prefix: string): boolean {
  try {
    const given = storage.getItem(prefix)
    if (!isPromise(given)) return true
    ignore(given)
    return false
  } catch {
    return true
  }
}

function storeAtOnce(items: Items): Store {
  const sync = syncTwin(createShelf(items))
  return {
    name: 'storage',
    get: async (address, types) => sync.get(address, types),
    set: async (address, entry, types) => sync.set(address, entry, types),
    delete: async (address) => sync.delete(address),
    stat: async (address) => sync.stat(address),
    async *list(base) {
      yield* sync.list(base)
    },
    locate: items.nameOf,
    sync,
  }
}

function syncTwin(shelf: Shelf): SyncStore {
  return {
    get: (address, types) => runSync(shelf.get(address, types)),
    set: (address, entry, types) => runSync(shelf.put(address, encodeEntry(entry, types))),
    delete: (address) => runSync(shelf.delete(address)),
    stat: (address) => runSync(shelf.stat(address)),
    *list(base) {
      for (const address of runSync(shelf.under(base))) {
        const stat = runSync(shelf.find(address))
        if (stat !== null) yield stat
      }
    },
  }
}

function storeInTurn(items: Items): Store {
  const shelf = createShelf(items)
  const inTurn = createTurns()
  const queueOf = items.isOneQueue ? () => '' : items.nameOf

  return {
    name: 'storage',
    get: (address, types) => run(shelf.get(address, types)),
    async set(address, entry, types) {
      const text = encodeEntry(entry, types)
      await inTurn(queueOf(address), () => run(shelf.put(address, text)))
    },
    delete: (address) => inTurn(queueOf(address), () => run(shelf.delete(address))),
    stat: (address) => run(shelf.stat(address)),
    async *list(base) {
      for (const address of await run(shelf.under(base))) {
        const stat = await run(shelf.find(address))
        if (stat !== null) yield stat
      }
    },
    locate: items.nameOf,
  }
}

/** What an event says of an entry; `null` where it is about another's item, or about none. */
function changeIn({ addressOf }: Items, { key, newValue }: StorageChange): Change | null {
  const address = key === null ? null : addressOf(key)
  return address && { type: newValue === null ? 'delete' : 'set', address }
}
