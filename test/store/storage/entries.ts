// Writes, reads and lists entries of a store.
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Address, EntryStat, Store } from '../../../src/index.ts'

export const addressAt = (path: string, key = ''): Address => ({ path, key, exact: false })
export const setValue = (store: Store, address: Address, value: unknown, storedAt = 0): Promise<void> =>
  store.set(address, { key: address.key, storedAt, tags: [], value }, builtInTypes)
export const getValue = async (store: Store, address: Address): Promise<unknown> =>
  (await store.get(address, builtInTypes))?.value

export async function listEntries(store: Store, base = ''): Promise<string[]> {
  const found: EntryStat[] = []
  for await (const stat of store.list(base)) found.push(stat)
  return found.map(({ address }) => `${address.path} ${address.key}`.trim()).sort()
}
