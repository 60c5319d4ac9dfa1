// The engine answers questions about entries: from memory, from the store, or by computing. One engine per store in a
// process, so that every cache over that store shares computations and hears of every write. This file names its state,
// create-engine.ts makes it; each step of the way has a file named after it: recall → find → answer → fly → keep;
// revalidate, write, invalidate. All of them are functions over this state, so that a page loads only those it calls.

import type { EntryHeader } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { BoundedMap } from './memory/bounded-map.ts'
import type { Memory, MemoryEntry } from './memory/memory.ts'
import type { ServerPage } from './server/server-page.ts'
import type { Slot } from './slot/slot.ts'

export interface Engine {
  /** Asked through `attempt` alone, which knows what to do when it fails. */
  readonly store: Store
  readonly clock: Clock
  /** What is going on, by the entry's id. */
  readonly slots: Map<string, Slot>
  /** All there are in front of the store: `shown`, and those of caches with an LRU of their own. */
  memories: Iterable<Memory>
  /**
   * In front of every cache that has no LRU of its own, for those who show its entries. What is shown is pinned to its slot, and
   * whoever shows it no more puts it back: so the order in which entries were put is the order of use.
   */
  readonly defaultMemory: Memory
  /** Errors of entries that are shown, until something is memoryEntry or forgotten. */
  readonly failures: BoundedMap<Failure>
  /** What the store was told to forget, and could not. Absent while only such caches ask as keep to a store that obeys. */
  tombstones?: Tombstones
  /** The operations that the trouble with the store is about; empty while it is well. */
  readonly failingOperations: Set<StoreOperation>
  /** What the log need not be told again. */
  readonly warnedOnce: BoundedMap<true>
  /** How many of our own operations are being called: what the store reports meanwhile is their echo. */
  ownCalls: number
  /** The literal paths under which entries with tags may lie. */
  readonly taggedBases: Set<string>
  /** What the page of a request shows, where the engine is that of a scope. */
  serverPage?: ServerPage
  /** What the page of a server shows, by id, where the engine is that of its browser. */
  hydrated?: Map<string, MemoryEntry>
}

/** What the store may be request for, as the log says it. */
export type StoreOperation = 'read' | 'write' | 'delete' | 'list' | 'lock' | 'subscribe'

/** Answers for a store that was told to forget or to replace an entry, and could not. */
export interface Tombstones {
  /** Forgets what is as old as this, or older. Returns what to call when the store has obeyed: nothing once more was forgotten. */
  add(address: Address, instant: number): () => void
  /** For a write that begins now: returns what to call when it has replaced what was forgotten before it began. */
  startReplacing(address: Address): (() => void) | undefined
  covers(address: Address, found: EntryHeader): boolean
}

/** What a function threw, and when: epoch milliseconds. */
export interface Failure {
  readonly error: unknown
  readonly at: number
}
