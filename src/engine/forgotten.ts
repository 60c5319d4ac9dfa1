import type { EntryHeader } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'
import type { Store } from '../store/store.ts'
import { idOf } from './question.ts'

/**
 * What a store was told to forget or to replace, and could not. Until the store obeys, or keeps something newer, this
 * process answers in its place: an entry that was invalidated or outdated is a miss, even on a disk that has become read-only.
 */
export interface Forgotten {
  add(address: Address, now: number): void
  remove(address: Address): void
  has(address: Address, found: EntryHeader | null): boolean
}

/** A disk that stays full must not fill the memory as well. */
const REMEMBERED_MOST = 10_000

export function createForgotten(store: Pick<Store, 'locate'>): Forgotten {
  const instants = new Map<string, number>()
  const nameOf = (address: Address) => store.locate?.(address) ?? idOf(address)
  return {
    add(address, now) {
      const [oldest] = instants.size < REMEMBERED_MOST ? [] : instants.keys()
      if (oldest !== undefined) instants.delete(oldest)
      instants.set(nameOf(address), now)
    },
    remove(address) {
      if (instants.size > 0) instants.delete(nameOf(address))
    },
    has(address, found) {
      if (found === null || instants.size === 0) return false
      const instant = instants.get(nameOf(address))
      return instant !== undefined && found.storedAt <= instant
    },
  }
}
