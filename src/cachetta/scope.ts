import type { Clock } from '../engine/clock.ts'
import { createEngine } from '../engine/create-engine.ts'
import { createPage } from '../engine/create-page.ts'
import type { Engine } from '../engine/engine.ts'
import { createMemory } from '../engine/lru.ts'
import type { Memory } from '../engine/memory.ts'
import type { Policy } from '../engine/policy.ts'
import { sharedStore } from '../engine/shared-store.ts'

/** What a scope has of its own, besides what it takes over from the cache. */
interface View {
  readonly engine: Engine
  readonly memory: Memory | undefined
  readonly policy: Policy
  readonly origin?: Engine | undefined
}

/** More entries than this one page does not show. */
const SIZE = 10_000

/**
 * One request's view of a cache: what is stored, and remembered of the store, is common to all. What it has in memory, and what
 * it computes, no other request sees; all of it goes with the request.
 */
export function scopeOf<Viewed extends View>(viewed: Viewed): Viewed & Required<View> {
  const engine = createEngine(sharedStore(viewed), momentary(viewed.engine.clock))
  engine.page = createPage(engine)
  const memory = createMemory(SIZE)
  engine.memories = [engine.shown, memory]
  return Object.freeze({ ...viewed, engine, memory, origin: viewed.engine })
}

/** A page is rendered once: what it puts off to later, such as trying again, is for its browser. */
function momentary(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    after: (ms, task) => {
      if (ms <= 0) clock.after(0, task)
    },
  }
}
