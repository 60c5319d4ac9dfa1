import { describe, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import type { KeyValueStorage, StorageChange } from '../../../src/storage.ts'
import { storageStore } from '../../../src/storage.ts'
import type { StoreSource } from '../../../src/testing.ts'
import { describeStore } from '../../../src/testing.ts'
import {
  createAsyncStorage,
  createBareStorage,
  createLocalStorage,
  createNumberedStorage,
  createSlowStorage,
} from './storages.ts'

/** Creates a new storage for each check, and a second store over it. */
function createSource(createStorage: () => KeyValueStorage): StoreSource {
  const storages = new WeakMap<Store, KeyValueStorage>()
  const storageOf = (store: Store): KeyValueStorage => storages.get(store) ?? createStorage()
  const open = (storage: KeyValueStorage): Store => {
    const store = storageStore(storage)
    storages.set(store, storage)
    return store
  }
  return {
    create: () => open(createStorage()),
    reopen: (store) => open(storageOf(store)),
    async damage(store, address) {
      await storageOf(store).setItem(store.locate?.(address) ?? '', '{"cachetta":1,')
    },
  }
}

type Listener = (change: StorageChange) => void

/** The items and listeners that the windows of one origin share. */
interface Origin {
  readonly items: Map<string, string>
  readonly listeners: Map<KeyValueStorage, Set<Listener>>
}

/** Each check has two windows. Each window receives the changes of the other. */
function createTwoWindows(): StoreSource {
  const origins = new WeakMap<Store, Origin>()
  const open = (origin: Origin): Store => {
    const store = createStoreInWindow(origin)
    origins.set(store, origin)
    return store
  }
  const createOrigin = (): Origin => ({ items: new Map(), listeners: new Map() })
  return { create: () => open(createOrigin()), reopen: (store) => open(origins.get(store) ?? createOrigin()) }
}

function createStoreInWindow({ items, listeners }: Origin): Store {
  const storage = createNumberedStorage(items)
  const own = new Set<Listener>()
  listeners.set(storage, own)
  const notifyOthers = (change: StorageChange): void => {
    for (const [other, others] of listeners)
      if (other !== storage) for (const listener of others) listener({ ...change, storageArea: other })
  }
  const { setItem, removeItem } = storage
  storage.setItem = (key, newValue) => [setItem(key, newValue), notifyOthers({ key, newValue })]
  storage.removeItem = (key) => [removeItem(key), notifyOthers({ key, newValue: null })]
  return storageStore(storage, {
    subscribe(listener) {
      own.add(listener)
      return () => void own.delete(listener)
    },
  })
}

const runner = { describe, it }

describeStore('storageStore over numbered items', createSource(createNumberedStorage), runner)
describeStore('storageStore over numbered items, in two windows', createTwoWindows(), runner)
describeStore('storageStore over localStorage', createSource(createLocalStorage), runner)
describeStore('storageStore over promises', createSource(createAsyncStorage), runner)
describeStore('storageStore over a storage that cannot list its items', createSource(createBareStorage), runner)
const createSlowBareStorage = () => createSlowStorage(createBareStorage())
describeStore(
  'storageStore over promises, of a storage that cannot list its items',
  createSource(createSlowBareStorage),
  runner,
)
