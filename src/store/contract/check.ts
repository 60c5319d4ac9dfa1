import type { AllowedTypes } from '../../entry/allowed-types.ts'
import { allowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import type { EntryStat, Store } from '../store.ts'

/** One sentence of the contract, and what proves it. */
export interface Check {
  readonly title: string
  /** Throws an error that says what the store did, and what it should have done. */
  run(bench: Bench): Promise<void>
}

/** What a check works with: a store, and a base that no other check uses. */
export interface Bench {
  readonly store: Store
  readonly base: string
  /** A second handle on the same medium; undefined where the store's author gave no way to have one. */
  readonly reopened: Store | undefined
  /** Spoils an entry where it is kept; undefined where the store's author gave no way to do so. */
  readonly damage: ((address: Address) => Promise<void>) | undefined
}

export const builtIn: AllowedTypes = allowedTypes()

const storedAt = Date.UTC(2024, 1, 29, 12, 30, 15, 250)

export function addressAt(bench: Bench, name: string, key = ''): Address {
  return { path: `${bench.base}/${name}`, key, exact: false }
}

/** An address as a path function makes it. */
export function exactAddressAt(bench: Bench, name: string, key: string): Address {
  return { ...addressAt(bench, name, key), exact: true }
}

export function entryFor(address: Address, value: unknown, more: Partial<Entry> = {}): Entry {
  return { key: address.key, storedAt, tags: [], value, ...more }
}

export async function put(store: Store, address: Address, value: unknown, more?: Partial<Entry>): Promise<void> {
  await store.set(address, entryFor(address, value, more), builtIn)
}

/** The value at an address, wrapped, so that a kept `undefined` is not taken for a missing entry. */
export async function valueAt(store: Store, address: Address): Promise<{ readonly value: unknown } | null> {
  const entry = await store.get(address, builtIn)
  return entry && { value: entry.value }
}

export async function all(listing: AsyncIterable<EntryStat>): Promise<EntryStat[]> {
  const found: EntryStat[] = []
  for await (const stat of listing) found.push(stat)
  return found
}
