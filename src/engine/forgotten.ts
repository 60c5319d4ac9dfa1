import type { EntryHeader } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'
import type { Store } from '../store/store.ts'
import { idOf } from './question.ts'

/**
 * What a store was told to forget or to replace, and could not. Until the store obeys, or keeps something newer, this
 * process answers in its place: an entry that was invalidated or outdated is a miss, even on a disk that has become read-only.
 */
export interface Forgotten {
  /** Returns what to call when the store has obeyed; it does nothing once the entry was added again. */
  add(address: Address, now: number): () => void
  /** For a write that begins now: returns what to call when it has replaced what was forgotten before it began. */
  replacing(address: Address): () => void
  has(address: Address, found: EntryHeader | null): boolean
}

interface Mark {
  readonly instant: number
}

/** A disk that stays full must not fill the memory as well. */
const REMEMBERED_MOST = 10_000

const NOTHING = (): void => undefined

export function createForgotten(store: Pick<Store, 'locate'>): Forgotten {
  const marks = new Map<string, Mark>()
  const nameOf = (address: Address) => store.locate?.(address) ?? idOf(address)
  const removing = (name: string, mark: Mark | undefined) => () => {
    if (mark !== undefined && marks.get(name) === mark) marks.delete(name)
  }
  return {
    add(address, now) {
      const name = nameOf(address)
      const [oldest] = marks.size < REMEMBERED_MOST ? [] : marks.keys()
      if (oldest !== undefined) marks.delete(oldest)
      const mark = { instant: Math.max(now, marks.get(name)?.instant ?? now) }
      marks.set(name, mark)
      return removing(name, mark)
    },
    replacing(address) {
      if (marks.size === 0) return NOTHING
      const name = nameOf(address)
      return removing(name, marks.get(name))
    },
    has(address, found) {
      if (found === null || marks.size === 0) return false
      const mark = marks.get(nameOf(address))
      return mark !== undefined && found.storedAt <= mark.instant
    },
  }
}
