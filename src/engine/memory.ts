import type { Entry } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'

/** An entry held in this process, under its id. */
export interface Remembered {
  readonly address: Address
  readonly entry: Entry
  /** Where it came from last. */
  readonly source: Source
  /** What was asked for by it, as it was given: what filters over keys see. */
  readonly key?: unknown
  /** When the request for it began, in epoch milliseconds; absent where somebody wrote it. */
  readonly requestedAt?: number
  /** Fetched before anyone showed it: whoever shows it first need not fetch again. */
  readonly isPreloaded?: boolean
  /** Shown to those who listen, and kept nowhere: it goes with them. */
  readonly isPassing?: boolean
  /** Someone asked for a newer one: whoever shows it next computes it anew, however young it is. */
  readonly isOutdated?: boolean
}

/** Where a value came from. */
export type Source = 'server' | 'memory' | 'store' | 'network'

/** Holds the entries used last. */
export interface Memory {
  get(id: string): Remembered | undefined
  put(id: string, remembered: Remembered): void
  /** Replaces only what is held: someone else's write must not push entries in here. */
  replace(id: string, remembered: Remembered): void
  delete(id: string): void
  all(): Remembered[]
  deleteWhere(matches: (remembered: Remembered) => boolean): void
}

// A ring of places in the order of use: the oldest comes after the head, the newest before it.
//
//     head ⇄ oldest ⇄ … ⇄ newest ⇄ head
//
// A Map remembers an order, too, but steps over the places of all that was deleted when it is asked for its first id, and
// rebuilds itself under ids that are deleted and set again: at 10,000 entries both cost several times what a ring costs.

interface Link {
  older: Link
  newer: Link
}

interface Held extends Link {
  readonly id: string
  remembered: Remembered
}

export function createMemory(size: number): Memory {
  const held = new Map<string, Held>()
  const head = createHead()

  const drop = (one: Held) => {
    unlink(one)
    held.delete(one.id)
  }

  return {
    get(id) {
      const one = held.get(id)
      if (one === undefined) return undefined
      moveToNewest(head, one)
      return one.remembered
    },
    put(id, remembered) {
      const known = held.get(id)
      if (known !== undefined) drop(known)
      const one: Held = { id, remembered, older: head, newer: head }
      link(head, one)
      held.set(id, one)
      if (held.size > size) drop(head.newer as Held) // a memory over its size has an oldest
    },
    replace(id, remembered) {
      const one = held.get(id)
      if (one !== undefined) one.remembered = remembered
    },
    all: () => [...held.values()].map((one) => one.remembered),
    delete(id) {
      const one = held.get(id)
      if (one !== undefined) drop(one)
    },
    deleteWhere(matches) {
      for (const one of held.values()) if (matches(one.remembered)) drop(one)
    },
  }
}

function createHead(): Link {
  const head = {} as Link // closed in the next line
  head.older = head.newer = head
  return head
}

function moveToNewest(head: Link, one: Link): void {
  if (head.older === one) return
  unlink(one)
  link(head, one)
}

function link(head: Link, one: Link): void {
  one.older = head.older
  one.newer = head
  head.older.newer = one
  head.older = one
}

function unlink({ older, newer }: Link): void {
  older.newer = newer
  newer.older = older
}
