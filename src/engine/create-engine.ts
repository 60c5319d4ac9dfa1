import type { Change, Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { Engine } from './engine.ts'
import { BoundedMap } from './memory/bounded-map.ts'
import { deleteFromMemory, showTransient } from './memory/memories.ts'
import type { Memory } from './memory/memory.ts'
import { idOf } from './request/request.ts'
import { notifyListeners, supersede } from './slot/slot.ts'
import { guardStore } from './store/guard-store.ts'

/**
 * An engine over `store`, which is woken: in a page that happens while its script runs, long before React has rendered what
 * asks for an entry, and a database takes its time to open.
 */
export function createEngine(store: Store, clock: Clock = systemClock): Engine {
  const defaultMemory: Memory = new BoundedMap()
  const engine: Engine = {
    store,
    clock,
    slots: new Map(),
    memories: [defaultMemory],
    defaultMemory,
    failures: new BoundedMap(),
    failingOperations: new Set(),
    warnedOnce: new BoundedMap(),
    ownCalls: 0,
    taggedBases: new Set(),
  }
  const subject = { path: 'to changes', key: '', exact: true }
  if (store.subscribe)
    void guardStore(engine, 'subscribe', subject, () => store.subscribe?.((change) => onStoreChange(engine, change)))
  store.wake?.()
  return engine
}

/**
 * Someone else wrote or deleted an entry. What this engine does itself is told apart by the time its report comes at: a store
 * that reports its caller's own changes does so within the call.
 *
 *     A  set v1  |-call-|~~~~~~~~~~~~~~~| resolves         v1 is not the last word: what A remembers of it must go
 *     B  set v2           |-call-|~~|                      reported to A while A's own write is still under way
 */
function onStoreChange(engine: Engine, { address, type }: Change): void {
  if (engine.ownCalls > 0) return
  const id = idOf(address)
  const slot = engine.slots.get(id)
  if (slot) supersede(slot)
  const shown = slot?.pinned
  deleteFromMemory(engine, id)
  if (type === 'set') showTransient(engine, id, shown) // it is shown until the new value has been read
  notifyListeners(slot, 'elsewhere')
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
