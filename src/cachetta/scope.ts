import { createEngine } from '../engine/create-engine.ts'
import { answerForStore } from '../engine/forgotten.ts'
import { createMemory } from '../engine/lru.ts'
import type { Store } from '../store/store.ts'
import type { Configuration } from './configuration.ts'

/** More entries than this one page does not show. */
const SIZE = 10_000

/**
 * One request's view of a cache: the same store, and nothing else in common. What it has in memory, and what it computes, no
 * other request sees; all of it goes with the request.
 */
export function scopeOf(configuration: Configuration): Configuration {
  const { clock, store } = configuration.engine
  const engine = createEngine(deaf(store), clock)
  answerForStore(engine)
  const memory = createMemory(SIZE)
  engine.memories.add(new WeakRef(memory))
  return Object.freeze({ ...configuration, engine, memory, origin: configuration.engine })
}

/** A request is over before anybody's changes could matter to it, and must leave no listener at the store. */
function deaf(store: Store): Store {
  return Object.create(store, { subscribe: { value: undefined } })
}
