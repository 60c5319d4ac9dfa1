// Storages to test with: what they hold is in `items`, and they differ in how they answer and how they tell their names.
import { JSDOM } from 'jsdom'
import type { KeyValueStorage } from '../../../src/storage.ts'
import type { Deferred } from '../../support/deferred.ts'
import { createDeferred } from '../../support/deferred.ts'

export interface TestStorage extends KeyValueStorage {
  readonly items: Map<string, string>
}

/** Can do no more than a storage must. */
export function bareStorage(items: Map<string, string> = new Map()): TestStorage {
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, text) => void items.set(name, text),
    removeItem: (name) => void items.delete(name),
  }
}

/** Tells its names by number, as web storage does. */
export function numberedStorage(items?: Map<string, string>): TestStorage {
  const bare = bareStorage(items)
  return {
    ...bare,
    get length() {
      return bare.items.size
    },
    key: (index) => [...bare.items.keys()][index] ?? null,
  }
}

/** Takes its time, now more, now less, so that a later call is often done before an earlier one. */
export function slowStorage(bare: TestStorage): TestStorage {
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

/** Answers with promises and tells all names at once, as AsyncStorage does. */
export function asyncStorage(items?: Map<string, string>): TestStorage {
  const slow = slowStorage(bareStorage(items))
  return { ...slow, getAllKeys: async () => [...slow.items.keys()] }
}

export interface Call extends Deferred<void> {
  readonly text: string
}

/** Sets and removes nothing before the test says so. */
export function storageByHand(): TestStorage & { readonly calls: Call[] } {
  const bare = bareStorage()
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

/** A browser's `localStorage`, with room for so many UTF-16 units. */
export function localStorageOf(storageQuota = 5_000_000): Storage {
  return new JSDOM('', { url: 'https://example.org', storageQuota }).window.localStorage
}
