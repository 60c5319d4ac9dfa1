import type { EntryHeader } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { idOf, isUnder } from '../../key/address.ts'
import type { Store } from '../../store/store.ts'
import { BoundedMap } from '../memory/bounded-map.ts'
import { tryLocate } from './location.ts'

/**
 * Remembers deletes that the store has not carried out. An entry that was invalidated stays a miss for this process, even if
 * the disk has become read-only, until the store obeys or keeps a newer entry.
 */
export interface Tombstones {
  /** Buries entries stored at `instant` or before. Returns a function to call once the store has obeyed. */
  add(address: Address, instant: number): () => void
  /** For a write that begins now: returns a function to call once the write has replaced the buried entry. */
  startReplacing(address: Address): (() => void) | undefined
  /** For a delete of all entries under `base` that begins now: returns a function to call once the store has obeyed. */
  startDeletingUnder(base: string): () => void
  /** True if this stored entry must count as missing. */
  covers(address: Address, stored: EntryHeader): boolean
}

interface Tombstone {
  readonly address: Address
  readonly deletedAt: number
}

/** Bounded, because a disk that stays full must not fill the memory. */
class TombstoneMap extends BoundedMap<Tombstone> {
  override readonly maxSize = 10_000
}

/**
 *     invalidate 1   |--tombstone 1-----------------| obeyed      removes nothing: tombstone 2 took its place
 *     invalidate 2       |--tombstone 2--| failed
 */
export function createTombstones(store: Pick<Store, 'locate'>): Tombstones {
  const tombstones = new TombstoneMap()
  const nameOf = (address: Address) => tryLocate(store, address) ?? idOf(address)
  const createRemove = (name: string, tombstone: Tombstone) => () => {
    if (tombstones.get(name) === tombstone) tombstones.delete(name)
  }
  const find = (address: Address) => (tombstones.size > 0 ? tombstones.get(nameOf(address)) : undefined)
  return {
    add(address, instant) {
      const name = nameOf(address)
      const tombstone = { address, deletedAt: Math.max(instant, tombstones.get(name)?.deletedAt ?? instant) }
      tombstones.set(name, tombstone)
      return createRemove(name, tombstone)
    },
    startReplacing(address) {
      const tombstone = find(address)
      return tombstone && createRemove(nameOf(address), tombstone)
    },
    startDeletingUnder(base) {
      const buried = [...tombstones].filter(([, { address }]) => isUnder(base, address))
      return () => {
        for (const [name, tombstone] of buried) createRemove(name, tombstone)()
      }
    },
    covers(address, { storedAt }) {
      const tombstone = find(address)
      return tombstone !== undefined && storedAt <= tombstone.deletedAt
    },
  }
}
