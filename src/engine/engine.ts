// The engine answers questions about entries: from memory, from the store, or by computing. One engine per store in a
// process, so that every cache over that store shares computations and hears of every write. This file names its state,
// create-engine.ts makes it; each step of the way has a file named after it: recall → find → answer → fly → keep;
// revalidate, write, invalidate. All of them are functions over this state, so that a page loads only those it calls.

import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { Memory } from './memory.ts'
import type { Slot } from './slots.ts'

export interface Engine {
  /** Asked through `attempt` alone, which knows what to do when it fails. */
  readonly store: Store
  readonly clock: Clock
  /** What is going on, by the entry's id. */
  readonly slots: Map<string, Slot>
  /** Each belongs to a cache, and goes with it. */
  readonly memories: Set<WeakRef<Memory>>
  /** In front of every cache that has no LRU of its own, for those who show its entries. */
  readonly shown: Memory
  /** Errors of entries that are shown, until something is remembered or forgotten. */
  readonly failures: Map<string, Failure>
  /** What the store was told to forget, and could not. */
  readonly forgotten: Map<string, Mark>
  /** The operations that the trouble with the store is about; empty while it is well. */
  readonly failing: Set<Operation>
  /** What the log need not be told again. */
  readonly told: Set<string>
  /** How many of our own operations are being called: what the store reports meanwhile is their echo. */
  ownCalls: number
  /** The literal paths under which entries with tags may lie. */
  readonly taggedBases: Set<string>
  /** Raised when tags were invalidated: a read that began before may bring what should be gone. */
  tagVersion: number
}

/** What the store may be asked for, as the log says it. */
export type Operation = 'read' | 'write' | 'delete' | 'list' | 'lock' | 'subscribe'

/** The entry as it was at this instant (epoch milliseconds), and before, is not to be had. */
export interface Mark {
  readonly instant: number
}

/** What a function threw, and when: epoch milliseconds. */
export interface Failure {
  readonly error: unknown
  readonly at: number
}
