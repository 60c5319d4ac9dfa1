// Stores with a database of their own, over a fake IndexedDB, and the transactions that they begin.
import 'fake-indexeddb/auto'
import { onTestFinished, vi } from 'vitest'
import type { AllowedTypes } from '../../../src/entry/allowed-types.ts'
import type { Address } from '../../../src/key/address.ts'
import { indexedDbStore } from '../../../src/store/indexeddb/indexeddb-store.ts'
import type { Store } from '../../../src/store/store.ts'
import { cloneTypes } from './clone-types.ts'
import { runTransaction } from './raw-database.ts'

let databases = 0
export const createName = (): string => `test ${++databases}`

export function createStore(name: string = createName(), maxBytes?: number): Store {
  return indexedDbStore(maxBytes === undefined ? { name } : { name, maxBytes })
}

export const addressAt = (path: string, key = ''): Address => ({ path, key, exact: false })

interface More {
  readonly storedAt?: number
  readonly tags?: readonly string[]
  readonly types?: AllowedTypes
}

export function setValue(store: Store, address: Address, value: unknown, more: More = {}): Promise<void> {
  const { storedAt = 1, tags = [], types = cloneTypes } = more
  return store.set(address, { key: address.key, storedAt, tags, value }, types)
}

export async function getValue(store: Store, address: Address): Promise<unknown> {
  return (await store.get(address, cloneTypes))?.value
}

export async function listPaths(store: Store, base = ''): Promise<string[]> {
  const paths: string[] = []
  for await (const { address } of store.list(base)) paths.push(address.path)
  return paths.sort()
}

/** Resolves when all earlier writes are committed, with the transactions that follow them: transactions run in order. */
export async function waitForCommits(name: string): Promise<void> {
  for (let round = 0; round < 50; round++) await runTransaction(name, (entries) => entries.count())
}

/** Returns a list that receives the mode of each transaction from now on. */
export function recordTransactions(): string[] {
  const modes: string[] = []
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    modes.push(String(args[1]))
    return transaction.apply(this, args)
  }
  onTestFinished(() => {
    IDBDatabase.prototype.transaction = transaction
  })
  return modes
}

/** Replaces a global variable for the rest of this test. */
export function replaceGlobal(global: string, value: unknown): void {
  vi.stubGlobal(global, value)
  onTestFinished(() => void vi.unstubAllGlobals())
}
