import { createEngine } from '../engine/create-engine.ts'
import type { Engine } from '../engine/engine.ts'
import { answerForStore } from '../engine/forgotten.ts'
import { createMemory } from '../engine/lru.ts'
import type { Memory } from '../engine/memory.ts'
import type { Store } from '../store/store.ts'

/** What a scope has of its own, besides what it takes over from the cache. */
interface View {
  readonly engine: Engine
  readonly memory: Memory | undefined
  readonly origin?: Engine | undefined
}

/** More entries than this one page does not show. */
const SIZE = 10_000

/**
 * One request's view of a cache: the same store, and nothing else in common. What it has in memory, and what it computes, no
 * other request sees; all of it goes with the request.
 */
export function scopeOf<Viewed extends View>(viewed: Viewed): Viewed & Required<View> {
  const { clock, store } = viewed.engine
  const engine = createEngine(deaf(store), clock)
  answerForStore(engine)
  const memory = createMemory(SIZE)
  engine.memories.add(new WeakRef(memory))
  return Object.freeze({ ...viewed, engine, memory, origin: viewed.engine })
}

/** A request is over before anybody's changes could matter to it, and must leave no listener at the store. */
function deaf(store: Store): Store {
  return Object.create(store, { subscribe: { value: undefined } })
}
