// The engine answers questions about entries: from memory, from the store, or by computing. One engine per store in a
// process, so that every cache over that store shares computations and hears of every write. This file holds its state;
// each step of the way has a file named after it: recall → find → answer → fly → keep; revalidate, write, invalidate.

import type { Store } from '../store/store.ts'
import type { Backoff } from './backoff.ts'
import { createBackoff } from './backoff.ts'
import type { CarefulStore } from './careful-store.ts'
import { createCarefulStore } from './careful-store.ts'
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { Memories } from './memories.ts'
import { createMemories } from './memories.ts'
import type { Memory } from './memory.ts'
import { idOf } from './question.ts'
import type { Slots } from './slots.ts'
import { createSlots, notify, supersede } from './slots.ts'

export interface Engine {
  readonly store: CarefulStore
  readonly clock: Clock
  readonly slots: Slots
  readonly memories: Memories
  /** In front of every cache that has no LRU of its own, for those who show its entries; made when it is first needed. */
  shown: Memory | undefined
  readonly backoff: Backoff
  /** The literal paths under which entries with tags may lie. */
  readonly taggedBases: Set<string>
  /** Raised when tags were invalidated: a read that began before may bring what should be gone. */
  tagVersion: number
}

export function createEngine(store: Store, clock: Clock = systemClock): Engine {
  const slots = createSlots()
  const engine: Engine = {
    store: createCarefulStore(store),
    clock,
    slots,
    memories: createMemories(slots),
    shown: undefined,
    backoff: createBackoff(clock),
    taggedBases: new Set(),
    tagVersion: 0,
  }
  engine.store.subscribe(({ address, type }) => {
    const id = idOf(address)
    const slot = engine.slots.peek(id)
    if (slot) supersede(slot)
    const shown = slot?.pinned
    engine.memories.forget(id)
    if (type === 'set') engine.memories.pin(slot, shown) // it is shown until the new value has been read
    notify(slot, 'elsewhere')
  })
  return engine
}

const engines = new WeakMap<Store, Engine>()

/** The engine that all caches over `store` share in this process. */
export function engineOf(store: Store): Engine {
  let engine = engines.get(store)
  if (engine === undefined) {
    engine = createEngine(store)
    engines.set(store, engine)
  }
  return engine
}
