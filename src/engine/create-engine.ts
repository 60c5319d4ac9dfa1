import type { Change, Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { Engine } from './engine.ts'
import { BoundedMap } from './memory/bounded-map.ts'
import { deleteFromMemory, showTransient } from './memory/memories.ts'
import type { Memory } from './memory/memory.ts'
import { idOf } from './request/request.ts'
import type { ServerPage } from './server/server-page.ts'
import { notifyListeners, supersede } from './slot/slot.ts'
import { guardStore } from './store/guard-store.ts'
import type { Tombstones } from './store/tombstones.ts'

/** What an engine may be given when it is made. */
export interface EngineOptions {
  /** @default the clock of the system */
  readonly clock?: Clock
  readonly serverPage?: ServerPage
  /** Leave it out only for a store that carries out every delete. */
  createTombstones?(store: Store): Tombstones
}

/**
 * Makes an engine over `store`, and wakes the store. In a page this happens while its script runs, long before React renders
 * a hook. A database needs that time to open.
 */
export function createEngine(store: Store, options: EngineOptions = {}): Engine {
  const { clock = systemClock, createTombstones, serverPage } = options
  const defaultMemory: Memory = new BoundedMap()
  const engine: Engine = {
    store,
    clock,
    slots: new Map(),
    defaultMemory,
    memories: new Set([defaultMemory]),
    failures: new BoundedMap(),
    tombstones: createTombstones?.(store),
    failingOperations: new Set(),
    warnedOnce: new BoundedMap(),
    streamedEntries: new BoundedMap(),
    ownCalls: 0,
    taggedBases: new Set(),
    serverPage,
    hydrated: new Map(),
  }
  if (store.subscribe) {
    const subject = { path: 'to changes', key: '', exact: true }
    void guardStore(engine, 'subscribe', subject, () => store.subscribe?.((change) => onStoreChange(engine, change)))
  }
  store.wake?.()
  return engine
}

/**
 * Another engine, tab or process wrote or deleted an entry. A store reports its caller's own changes within the call, so a
 * report that comes at any other time is someone else's:
 *
 *     A  set v1  |-call-|~~~~~~~~~~~~~~~| resolves         v1 is no longer the latest value: A deletes it from memory
 *     B  set v2           |-call-|~~|                      reported to A while A's own write is still pending
 */
function onStoreChange(engine: Engine, { address, type }: Change): void {
  if (engine.ownCalls > 0) return
  const id = idOf(address)
  const slot = engine.slots.get(id)
  if (slot) supersede(slot)
  const shown = slot?.pinned
  deleteFromMemory(engine, id)
  if (type === 'set') showTransient(engine, id, shown) // keep showing the old value until the new one is read
  notifyListeners(slot, 'external')
}

const engines = new WeakMap<Store, Engine>()

/** Returns the engine that all caches over `store` share in this process. The first of them makes it. */
export function engineOf(store: Store, options?: EngineOptions): Engine {
  let engine = engines.get(store)
  if (engine === undefined) {
    engine = createEngine(store, options)
    engines.set(store, engine)
  }
  return engine
}
