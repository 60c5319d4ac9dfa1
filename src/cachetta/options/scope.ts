import type { Clock } from '../../engine/clock.ts'
import { createEngine } from '../../engine/create-engine.ts'
import type { Engine } from '../../engine/engine.ts'
import { createLruMemory } from '../../engine/memory/lru-memory.ts'
import type { Memory } from '../../engine/memory/memory.ts'
import type { Policy } from '../../engine/request/policy.ts'
import { createScopedStore } from '../../engine/server/scoped-store.ts'
import { createServerPage } from '../../engine/server/server-page.ts'

/** What a scope has of its own, besides what it takes over from the cache. */
interface ScopeParts {
  readonly engine: Engine
  readonly memory: Memory | undefined
  readonly policy: Policy
  readonly origin?: Engine | undefined
}

/** More entries than this one page does not show. */
const MAX_ENTRIES = 10_000

/**
 * One request's observer of a cache: what is stored, and memoryEntry of the store, is common to all. What it has in memory, and what
 * it computes, no other request sees; all of it goes with the request.
 */
export function createScope<Viewed extends ScopeParts>(viewed: Viewed): Viewed & Required<ScopeParts> {
  const engine = createEngine(createScopedStore(viewed), withoutTimers(viewed.engine.clock))
  engine.serverPage = createServerPage(engine)
  const memory = createLruMemory(MAX_ENTRIES)
  engine.memories = [engine.defaultMemory, memory]
  return Object.freeze({ ...viewed, engine, memory, origin: viewed.engine })
}

/** A page is rendered once: what it puts off to later, such as trying again, is for its browser. */
function withoutTimers(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    after: (ms, task) => {
      if (ms <= 0) clock.after(0, task)
    },
  }
}
