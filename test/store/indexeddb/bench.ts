// What the tests of the store in Node share: a database of its own, entries, and a count of what is asked of IndexedDB.
import 'fake-indexeddb/auto'
import { onTestFinished, vi } from 'vitest'
import type { AllowedTypes } from '../../../src/entry/allowed-types.ts'
import { cloneTypes } from '../../../src/entry/clone-types.ts'
import type { Address } from '../../../src/key/address.ts'
import { indexedDbStore } from '../../../src/store/indexeddb/indexeddb-store.ts'
import type { Store } from '../../../src/store/store.ts'
import { onEntries } from './raw.ts'

let databases = 0
export const newName = (): string => `test ${++databases}`

export function newStore(name: string = newName(), maxBytes?: number): Store {
  return indexedDbStore(maxBytes === undefined ? { name } : { name, maxBytes })
}

export const at = (path: string, key = ''): Address => ({ path, key, exact: false })

interface More {
  readonly storedAt?: number
  readonly tags?: readonly string[]
  readonly types?: AllowedTypes
}

export function put(store: Store, address: Address, value: unknown, more: More = {}): Promise<void> {
  const { storedAt = 1, tags = [], types = cloneTypes } = more
  return store.set(address, { key: address.key, storedAt, tags, value }, types)
}

export async function valueAt(store: Store, address: Address): Promise<unknown> {
  return (await store.get(address, cloneTypes))?.value
}

export async function pathsIn(store: Store, base = ''): Promise<string[]> {
  const paths: string[] = []
  for await (const { address } of store.list(base)) paths.push(address.path)
  return paths.sort()
}

/** Resolves when all that was written before is kept, and what follows from it: a transaction waits for those begun before it. */
export async function kept(name: string): Promise<void> {
  for (let round = 0; round < 5; round++) await onEntries(name, (entries) => entries.count())
}

/** What transactions were begun from now on, by mode. */
export function transactions(): string[] {
  const modes: string[] = []
  const begin = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    modes.push(String(args[1]))
    return begin.apply(this, args)
  }
  onTestFinished(() => {
    IDBDatabase.prototype.transaction = begin
  })
  return modes
}

/** Puts something else in the place of a global for this test. */
export function instead(global: string, value: unknown): void {
  vi.stubGlobal(global, value)
  onTestFinished(() => void vi.unstubAllGlobals())
}
