import { describe, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import type { KeyValueStorage, StorageChange } from '../../../src/storage.ts'
import { storageStore } from '../../../src/storage.ts'
import type { StoreSource } from '../../../src/testing.ts'
import { describeStore } from '../../../src/testing.ts'
import { asyncStorage, bareStorage, localStorageOf, numberedStorage, slowStorage } from './storages.ts'

/** A new storage for each check, and a second store on it. */
function over(newStorage: () => KeyValueStorage): StoreSource {
  const storages = new WeakMap<Store, KeyValueStorage>()
  const storageOf = (store: Store): KeyValueStorage => storages.get(store) ?? newStorage()
  const open = (storage: KeyValueStorage): Store => {
    const store = storageStore(storage)
    storages.set(store, storage)
    return store
  }
  return {
    create: () => open(newStorage()),
    reopen: (store) => open(storageOf(store)),
    async damage(store, address) {
      await storageOf(store).setItem(store.locate?.(address) ?? '', '{"cachetta":1,')
    },
  }
}

type Listener = (change: StorageChange) => void

/** What the windows of one origin share. */
interface Origin {
  readonly items: Map<string, string>
  readonly listeners: Map<KeyValueStorage, Set<Listener>>
}

/** Each check has two windows, and each of them hears what the other does. */
function twoWindows(): StoreSource {
  const origins = new WeakMap<Store, Origin>()
  const open = (origin: Origin): Store => {
    const store = storeInWindow(origin)
    origins.set(store, origin)
    return store
  }
  const newOrigin = (): Origin => ({ items: new Map(), listeners: new Map() })
  return { create: () => open(newOrigin()), reopen: (store) => open(origins.get(store) ?? newOrigin()) }
}

function storeInWindow({ items, listeners }: Origin): Store {
  const storage = numberedStorage(items)
  const mine = new Set<Listener>()
  listeners.set(storage, mine)
  const tellOthers = (change: StorageChange): void => {
    for (const [other, heard] of listeners)
      if (other !== storage) for (const listener of heard) listener({ ...change, storageArea: other })
  }
  const { setItem, removeItem } = storage
  storage.setItem = (key, newValue) => [setItem(key, newValue), tellOthers({ key, newValue })]
  storage.removeItem = (key) => [removeItem(key), tellOthers({ key, newValue: null })]
  return storageStore(storage, {
    subscribe(listener) {
      mine.add(listener)
      return () => void mine.delete(listener)
    },
  })
}

const runner = { describe, it }

describeStore('storageStore over numbered names', over(numberedStorage), runner)
describeStore('storageStore over numbered names, of two windows', twoWindows(), runner)
describeStore('storageStore over localStorage', over(localStorageOf), runner)
describeStore('storageStore over promises', over(asyncStorage), runner)
describeStore('storageStore over a storage that tells no names', over(bareStorage), runner)
const slowAndBare = () => slowStorage(bareStorage())
describeStore('storageStore over promises, of a storage that tells no names', over(slowAndBare), runner)
