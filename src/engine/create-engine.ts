import type { Change, Store } from '../store/store.ts'
import { attempt } from './attempt.ts'
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { Engine } from './engine.ts'
import { pass, unremember } from './memories.ts'
import type { Memory } from './memory.ts'
import { idOf } from './question.ts'
import { Recent } from './recent.ts'
import { notify, supersede } from './slots.ts'

/**
 * An engine over `store`, which is woken: in a page that happens while its script runs, long before React has rendered what
 * asks for an entry, and a database takes its time to open.
 */
export function createEngine(store: Store, clock: Clock = systemClock): Engine {
  const shown: Memory = new Recent()
  const engine: Engine = {
    store,
    clock,
    slots: new Map(),
    memories: [shown],
    shown,
    failures: new Recent(),
    failing: new Set(),
    told: new Recent(),
    ownCalls: 0,
    taggedBases: new Set(),
  }
  const subject = { path: 'to changes', key: '', exact: true }
  if (store.subscribe)
    void attempt(engine, 'subscribe', subject, () => store.subscribe?.((change) => hear(engine, change)))
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
function hear(engine: Engine, { address, type }: Change): void {
  if (engine.ownCalls > 0) return
  const id = idOf(address)
  const slot = engine.slots.get(id)
  if (slot) supersede(slot)
  const shown = slot?.pinned
  unremember(engine, id)
  if (type === 'set') pass(engine, id, shown) // it is shown until the new value has been read
  notify(slot, 'elsewhere')
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
