import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import type { Address, Change, Entry, Store } from '../../../../src/index.ts'
import { tieredStore } from '../../../../src/index.ts'
import type { ControlledStore } from './controlled-store.ts'
import { createControlledStore } from './controlled-store.ts'

/** A tiered store over two controlled ones, as a cache uses it: somebody listens. */
export interface TwoTiers {
  readonly near: ControlledStore
  readonly far: ControlledStore
  readonly store: Store
  /** What the listener has heard. */
  readonly changes: Change[]
  /** The errors that no caller has seen. */
  readonly reports: string[]
}

export function createTwoTiers(
  near: ControlledStore = createControlledStore('near'),
  far: ControlledStore = createControlledStore('far'),
): TwoTiers {
  const store = tieredStore([near.store, far.store])
  const changes: Change[] = []
  const reports: string[] = []
  store.subscribe?.((change) => changes.push(change))
  store.wake?.((error) => void reports.push(error instanceof Error ? error.message : String(error)))
  return { near, far, store, changes, reports }
}

export function addressOf(path: string, key = ''): Address {
  return { path, key, exact: false }
}

let lastStoredAt = Date.now() - 1_000_000

/** Each entry is stored a second after the one before. */
export function createEntry(value: unknown, more: Partial<Entry> = {}): Entry {
  lastStoredAt += 1_000
  return { key: '', storedAt: lastStoredAt, tags: [], value, ...more }
}

export function set(store: Store, path: string, value: unknown, more?: Partial<Entry>): Promise<void> {
  return store.set(addressOf(path), createEntry(value, more), builtInTypes)
}

export async function get(store: Store, path: string): Promise<unknown> {
  return (await store.get(addressOf(path), builtInTypes))?.value ?? null
}
