import { startEventsAtOnce } from '#start-events'
import type { Address } from '../key/address.ts'
import { idOf } from '../key/address.ts'
import type { Change, Store } from '../store/store.ts'
import { forgetTagged, forgetUnder } from './change/forget.ts'
import { createWaits, systemClock } from './clock.ts'
import type { Engine } from './engine.ts'
import { BoundedMap } from './memory/bounded-map.ts'
import { deleteFromMemory, showTransient } from './memory/memories.ts'
import type { MemoryEntry } from './memory/memory.ts'
import { notifyListeners, supersede } from './slot/slot.ts'
import { guardStore, reportLateFailure } from './store/guard-store.ts'

/** The parts of an engine that its maker may choose. */
export type EngineParts = Partial<
  Pick<Engine, 'clock' | 'emit' | 'failingOperations' | 'reader' | 'serverPage' | 'tombstones' | 'troubles' | 'waits'>
>

/**
 * Makes an engine over `store`, and wakes the store. In a page this happens while its script runs, long before React renders
 * a hook. A database needs that time to open.
 */
export function createEngine(store: Store, parts?: EngineParts): Engine {
  const defaultMemory: Engine['defaultMemory'] = new BoundedMap()
  const clock = parts?.clock ?? systemClock
  const engine: Engine = {
    store,
    reader: store,
    clock,
    waits: parts?.waits ?? createWaits(clock),
    slots: new Map(),
    watchers: new Set(),
    defaultMemory,
    memories: new Set([defaultMemory]),
    failures: new BoundedMap(),
    hidden: new Set(),
    undeleted: new BoundedMap(),
    failingOperations: new Set(),
    silentOperations: new Set(),
    overdueReads: new Set(),
    troubles: new Map(),
    streamedEntries: new BoundedMap(),
    showListeners: new Set(),
    ownCalls: 0,
    hydrated: new Map(),
    ...parts,
  }
  startEventsAtOnce(engine)
  void guardStore(engine, 'subscribe', { path: 'to changes', key: '', exact: true }, () => {
    const stop = store.subscribe?.((change) => onStoreChange(engine, change))
    store.wake?.((error, address) => reportLateFailure(engine, error, address))
    return stop
  })
  return engine
}

/**
 * Another engine, tab or process wrote, deleted or invalidated entries. A store reports its caller's own changes within the call, so
 * a report that comes at any other time is someone else's:
 *
 *     A  set v1  |-call-|~~~~~~~~~~~~~~~| resolves         v1 is no longer the latest value: A deletes it from memory
 *     B  set v2           |-call-|~~|                      reported to A while A's own write is still pending
 *
 * A computation that began after the change goes on, because its value will be later:
 *
 *     A  request 2    |-----------------------------| v2
 *     B  request 1  |-----------| v1                       reported to A, which shows it until v2 is there
 */
function onStoreChange(engine: Engine, change: Change): void {
  const { address, order, type }: Partial<Change> = Object(change) // a store that anybody wrote may report anything
  if (engine.ownCalls > 0) return
  if (type === 'invalidate') onInvalidation(engine, change)
  if (type === 'missed') onMissedChanges(engine)
  if (address) onEntryChange(engine, address, type, order)
  engine.emit?.('change', change)
}

function onEntryChange(engine: Engine, address: Address, type: Change['type'] | undefined, order?: number): void {
  const id = idOf(address)
  const slot = engine.slots.get(id)
  if (type === 'set' && (slot?.pinned ?? engine.defaultMemory.get(id))?.isPerTab) return
  if (slot) supersede(slot, 'external change', order)
  const shown = slot?.pinned
  deleteFromMemory(engine, id)
  if (type === 'set') showTransient(engine, id, shown && { ...shown, isOutdated: true })
  notifyListeners(slot, 'external', 'external change')
}

/**
 * Each entry may have changed. Memory forgets what nobody shows, and what is shown is read again. Computations go on: the store says
 * whether their results still count.
 */
function onMissedChanges(engine: Engine): void {
  const isShared = (memoryEntry: MemoryEntry | undefined) => memoryEntry?.persist !== false
  for (const memory of engine.memories) {
    for (const [id, memoryEntry] of memory) if (isShared(memoryEntry) && !engine.slots.has(id)) memory.delete(id)
  }
  for (const { address, pinned } of [...engine.slots.values()]) {
    if (isShared(pinned)) onEntryChange(engine, address, 'set', Number.NEGATIVE_INFINITY)
  }
}

function onInvalidation(engine: Engine, change: Change): void {
  const { base, tags }: { base?: unknown; tags?: unknown } = Object(change)
  const underBase = typeof base === 'string' ? forgetUnder(engine, base) : []
  for (const slot of Array.isArray(tags) ? forgetTagged(engine, tags) : underBase) {
    notifyListeners(slot, 'external', 'external change')
  }
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
