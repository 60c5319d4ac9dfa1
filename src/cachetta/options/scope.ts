import type { Clock } from '../../engine/clock.ts'
import { createEngine } from '../../engine/create-engine.ts'
import type { Engine } from '../../engine/engine.ts'
import { createLruMemory } from '../../engine/memory/lru-memory.ts'
import type { Memory } from '../../engine/memory/memory.ts'
import type { Policy } from '../../engine/request/policy.ts'
import { createScopedStore } from '../../engine/server/scoped-store.ts'
import { createServerPage } from '../../engine/server/server-page.ts'

/** What a scope has of its own. It shares the rest with its cache. */
interface ScopeParts {
  readonly engine: Engine
  readonly memory: Memory | undefined
  readonly policy: Policy
  readonly origin?: Engine | undefined
}

/** One page shows fewer entries than this. */
const MAX_ENTRIES = 10_000

/**
 * Creates one request's view of a cache. Requests share what is stored, and what memory holds of it. What a request computes, and
 * what its own memory holds, is visible to this request only and goes with it.
 */
export function createScope<Parts extends ScopeParts>(cache: Parts): Parts & Required<ScopeParts> {
  const memory = createLruMemory(MAX_ENTRIES)
  const engine = createEngine(createScopedStore(cache), {
    clock: withoutTimers(cache.engine.clock),
    serverPage: createServerPage(),
  })
  engine.lruMemories.add({ deref: () => memory })
  return Object.freeze({ ...cache, engine, memory, origin: cache.engine })
}

/** The server renders a page once. What a hook would do later, for example a retry, is left to the browser. */
function withoutTimers(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    after: (ms, task) => {
      if (ms <= 0) clock.after(0, task)
    },
  }
}
