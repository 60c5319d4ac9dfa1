import { idOf } from '../key/address.ts'
import type { Change, Store } from '../store/store.ts'
import { systemClock } from './clock.ts'
import type { Engine } from './engine.ts'
import { BoundedMap } from './memory/bounded-map.ts'
import { deleteFromMemory, showTransient } from './memory/memories.ts'
import type { Memory } from './memory/memory.ts'
import { notifyListeners, supersede } from './slot/slot.ts'
import { guardStore } from './store/guard-store.ts'

/** The parts of an engine that its maker may choose. */
export type EngineParts = Partial<
  Pick<Engine, 'clock' | 'failingOperations' | 'reader' | 'serverPage' | 'tombstones' | 'troubles'>
>

/**
 * Makes an engine over `store`, and wakes the store. In a page this happens while its script runs, long before React renders
 * a hook. A database needs that time to open.
 */
export function createEngine(store: Store, parts?: EngineParts): Engine {
  const defaultMemory: Memory = new BoundedMap()
  const engine: Engine = {
    store,
    reader: store,
    clock: systemClock,
    slots: new Map(),
    defaultMemory,
    memories: new Set([defaultMemory]),
    failures: new BoundedMap(),
    failingOperations: new Set(),
    troubles: new Map(),
    streamedEntries: new BoundedMap(),
    ownCalls: 0,
    hydrated: new Map(),
    ...parts,
  }
  void guardStore(engine, 'subscribe', { path: 'to changes', key: '', exact: true }, () => {
    const stop = store.subscribe?.((change) => onStoreChange(engine, change))
    store.wake?.()
    return stop
  })
  return engine
}

/**
 * Another engine, tab or process wrote or deleted an entry. A store reports its caller's own changes within the call, so a
 * report that comes at any other time is someone else's:
 *
 *     A  set v1  |-call-|~~~~~~~~~~~~~~~| resolves         v1 is no longer the latest value: A deletes it from memory
 *     B  set v2           |-call-|~~|                      reported to A while A's own write is still pending
 */
function onStoreChange(engine: Engine, change: Change): void {
  const { address, type } = Object(change) // a store that anybody wrote may report anything
  if (engine.ownCalls > 0 || !address) return
  const id = idOf(address)
  const slot = engine.slots.get(id)
  if (slot) supersede(slot)
  const shown = slot?.pinned
  deleteFromMemory(engine, id)
  if (type === 'set') showTransient(engine, id, shown) // keep showing the old value until the new one is read
  notifyListeners(slot, 'external')
}

const engines = new WeakMap<Store, Engine>()

/**
 * Returns the engine that all caches over `store` share in this process. The first of them makes it, from the parts that
 * `createParts` returns.
 */
export function engineOf(store: Store, createParts?: (store: Store) => EngineParts): Engine {
  let engine = engines.get(store)
  if (engine === undefined) {
    engine = createEngine(store, createParts?.(store))
    engines.set(store, engine)
  }
  return engine
}
