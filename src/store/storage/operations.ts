import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import { decodeEntry, decodeHeader } from '../../entry/text.ts'
import { CachettaError, StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'
import type { EntryStat } from '../store.ts'
import { isFull, makeRoom } from './eviction.ts'
import type { Items } from './items.ts'
import type { Work } from './sync-or-async.ts'

/** What a store does with its items, as work; each failure names the item and what was attempted. */
export interface Shelf {
  get(address: Address, types: AllowedTypes): Work<Entry | null>
  put(address: Address, text: string): Work<void>
  delete(address: Address): Work<void>
  stat(address: Address): Work<EntryStat | null>
  /** The addresses at `base` and under it, also of items that turn out to be no entries. */
  under(base: string): Work<readonly Address[]>
  /** Like `stat`, but `null` for what cannot be read: one item is no reason to find none. */
  find(address: Address): Work<EntryStat | null>
}

export function createShelf(items: Items): Shelf {
  const { nameOf } = items
  return {
    get: (address, types) => telling('read', nameOf(address), entryAt(items, address, types)),
    put: (address, text) => telling('write', nameOf(address), writeInRoom(items, address, text)),
    delete: (address) => telling('delete', nameOf(address), items.remove(nameOf(address))),
    stat: (address) => telling('read', nameOf(address), statAt(items, address)),
    under: (base) => telling('list', base || 'all', addressesUnder(items, base)),
    find: (address) => find(items, address),
  }
}

function* entryAt(items: Items, address: Address, types: AllowedTypes): Work<Entry | null> {
  const text = yield* items.read(items.nameOf(address))
  const entry = text === null ? null : decodeEntry(text, types)
  return entry?.key === address.key ? entry : null
}

function* statAt(items: Items, address: Address): Work<EntryStat | null> {
  const path = items.nameOf(address)
  const text = yield* items.read(path)
  if (text === null) return null
  const header = decodeHeader(text)
  if (header === 'incomplete') throw new StoreError('DAMAGED', 'the entry ends in its header', { path })
  return header.key === address.key ? { ...header, address, path, size: sizeOf(path, text) } : null
}

function* writeInRoom(items: Items, address: Address, text: string): Work<void> {
  const name = items.nameOf(address)
  try {
    yield* items.write(name, text)
  } catch (error) {
    if (!isFull(error) || !(yield* makeRoomFor(items, sizeOf(name, text)))) throw error
    yield* items.write(name, text)
  }
}

function* makeRoomFor(items: Items, needed: number): Work<boolean> {
  const found: EntryStat[] = []
  for (const address of yield* items.all()) {
    const stat = yield* find(items, address)
    if (stat !== null) found.push(stat)
  }
  return yield* makeRoom(found, needed, ({ path }) => items.remove(path))
}

function* addressesUnder(items: Items, base: string): Work<readonly Address[]> {
  return (yield* items.all()).filter((address) => isUnder(base, address))
}

function* find(items: Items, address: Address): Work<EntryStat | null> {
  try {
    return yield* statAt(items, address)
  } catch {
    return null
  }
}

/** Two bytes for each UTF-16 unit, as web storage has them, its name included. */
function sizeOf(name: string, text: string): number {
  return 2 * (name.length + text.length)
}

function* telling<T>(attempt: string, path: string, work: Work<T>): Work<T> {
  try {
    return yield* work
  } catch (cause) {
    if (cause instanceof CachettaError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StoreError('STORE', `cannot ${attempt} ${path}: ${reason}`, { path, cause })
  }
}
