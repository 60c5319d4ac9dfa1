// Storages for tests. Their contents are in `items`. They differ in how they return results and list their items.
import { JSDOM } from 'jsdom'
import type { KeyValueStorage } from '../../../src/storage.ts'
import type { Deferred } from '../../support/deferred.ts'
import { createDeferred } from '../../support/deferred.ts'

export interface TestStorage extends KeyValueStorage {
  readonly items: Map<string, string>
}

/** Has only the three required methods. */
export function createBareStorage(items: Map<string, string> = new Map()): TestStorage {
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, text) => void items.set(name, text),
    removeItem: (name) => void items.delete(name),
  }
}

/** Lists its items by number, like web storage. */
export function createNumberedStorage(items?: Map<string, string>): TestStorage {
  const bare = createBareStorage(items)
  return {
    ...bare,
    get length() {
      return bare.items.size
    },
    key: (index) => [...bare.items.keys()][index] ?? null,
  }
}

/** Returns promises after varying times, so that a later call often finishes before an earlier one. */
export function createSlowStorage(bare: TestStorage): TestStorage {
  let calls = 0
  const slowly = async <T>(act: () => T): Promise<T> => {
    calls += 1
    for (let rest = (calls * 7) % 5; rest >= 0; rest -= 1) await new Promise((resolve) => setImmediate(resolve))
    return act()
  }
  return {
    items: bare.items,
    getItem: (name) => slowly(() => bare.items.get(name) ?? null),
    setItem: (name, text) => slowly(() => void bare.items.set(name, text)),
    removeItem: (name) => slowly(() => void bare.items.delete(name)),
  }
}

/** Returns promises and has `getAllKeys`, like AsyncStorage. */
export function createAsyncStorage(items?: Map<string, string>): TestStorage {
  const slow = createSlowStorage(createBareStorage(items))
  return { ...slow, getAllKeys: async () => [...slow.items.keys()] }
}

export interface Call extends Deferred<void> {
  readonly text: string
}

/** Sets and removes an item when the test resolves the call. */
export function createManualStorage(): TestStorage & { readonly calls: Call[] } {
  const bare = createBareStorage()
  const calls: Call[] = []
  const later = async (text: string, act: () => void): Promise<void> => {
    const call = { ...createDeferred<void>(), text }
    calls.push(call)
    await call.promise
    act()
  }
  return {
    items: bare.items,
    calls,
    getItem: async (name) => bare.items.get(name) ?? null,
    setItem: (name, text) => later('set', () => void bare.items.set(name, text)),
    removeItem: (name) => later('remove', () => void bare.items.delete(name)),
    getAllKeys: async () => [...bare.items.keys()],
  }
}

/** The `localStorage` of a browser. `storageQuota` is in UTF-16 code units. */
export function createLocalStorage(storageQuota = 5_000_000): Storage {
  return new JSDOM('', { url: 'https://example.org', storageQuota }).window.localStorage
}
