import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import type { EntryStat, Store } from '../store.ts'

/** One sentence of the contract, and the code that checks it. */
export interface Check {
  readonly title: string
  /** Rejects with an error that says what the store did, and what it should have done. */
  run(context: CheckContext): Promise<void>
}

/** What a check works with. */
export interface CheckContext {
  readonly store: Store
  /** The start of all paths. No other check uses it. */
  readonly base: string
  /** A second handle on the same medium; undefined if the `StoreSource` has no `reopen`. */
  readonly reopened: Store | undefined
  /** Damages a stored entry; undefined if the `StoreSource` has no `damage`. */
  readonly damage: ((address: Address) => Promise<void>) | undefined
}

const storedAt = Date.UTC(2024, 1, 29, 12, 30, 15, 250)

export function createAddress({ base }: CheckContext, name: string, key = ''): Address {
  return { path: `${base}/${name}`, key, exact: false }
}

/** Creates an address as for a path that a path function returned. */
export function createExactAddress(context: CheckContext, name: string, key: string): Address {
  return { ...createAddress(context, name, key), exact: true }
}

export function createEntry(address: Address, value: unknown, more: Partial<Entry> = {}): Entry {
  return { key: address.key, storedAt, tags: [], value, ...more }
}

export async function setValue(store: Store, address: Address, value: unknown, more?: Partial<Entry>): Promise<void> {
  await store.set(address, createEntry(address, value, more), builtInTypes)
}

/** Reads a value. It comes in an object, so that a stored `undefined` differs from a missing entry. */
export async function getValue(store: Store, address: Address): Promise<{ readonly value: unknown } | null> {
  const entry = await store.get(address, builtInTypes)
  return entry && { value: entry.value }
}

export async function collect(list: AsyncIterable<EntryStat>): Promise<EntryStat[]> {
  const found: EntryStat[] = []
  for await (const stat of list) found.push(stat)
  return found
}
