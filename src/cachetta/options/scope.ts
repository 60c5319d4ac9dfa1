import type { Clock } from '../../engine/clock.ts'
import { createEngine } from '../../engine/create-engine.ts'
import type { Engine } from '../../engine/engine.ts'
import { createLruMemory } from '../../engine/memory/lru-memory.ts'
import type { Memory } from '../../engine/memory/memory.ts'
import type { Policy } from '../../engine/request/policy.ts'
import { createScopedStore } from '../../engine/server/scoped-store.ts'
import { createServerPage } from '../../engine/server/server-page.ts'

/** The parts that a scope has of its own. It shares the others with its cache. */
interface ScopeParts {
  readonly engine: Engine
  readonly memory: Memory | undefined
  readonly policy: Policy
  readonly origin?: Engine | undefined
}

/** The number of entries in the memory of a scope. A page shows fewer. */
const MAX_ENTRIES = 10_000

/**
 * Creates the view of a cache for one request. All requests share the store and the memory of the cache. The computations and the
 * memory of a scope are visible only to its request, and end with it.
 */
export function createScope<Parts extends ScopeParts>(cache: Parts): Parts & Required<ScopeParts> {
  const memory = createLruMemory(MAX_ENTRIES)
  const engine = createEngine(createScopedStore(cache), {
    clock: withoutTimers(cache.engine.clock),
    emit: cache.engine.emit,
    serverPage: createServerPage(cache.engine),
    failingOperations: cache.engine.failingOperations,
    troubles: cache.engine.troubles,
    waits: cache.engine.waits,
  })
  engine.memories.add(memory)
  if (cache.policy.keepAlive) engine.unawaited = cache.engine.unawaited ??= new Set()
  return Object.freeze({ ...cache, engine, memory, origin: cache.engine })
}

/** A server renders a page once. The browser does what hooks do later, for example retries. Only what a caller awaits has a timer. */
function withoutTimers(clock: Clock): Clock {
  return {
    ...clock,
    after: (ms, task) => {
      if (ms <= 0) clock.after(0, task)
    },
  }
}
