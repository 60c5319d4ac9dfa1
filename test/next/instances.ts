import { afterEach, beforeEach, vi } from 'vitest'
import type { Store } from '../../src/index.ts'
import type { CacheHandlerOptions, NextCacheHandler } from '../../src/next.ts'
import { cacheHandler } from '../../src/next.ts'

/** Sets the clock of each test of a file. It stands still until a test advances it. */
export function setClock(): { advance(milliseconds: number): void } {
  beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date', 'performance'] }))
  afterEach(() => void vi.useRealTimers())
  return { advance: (milliseconds) => void vi.advanceTimersByTime(milliseconds) }
}

/** Another handle of a store, as another process has it: with an engine and a memory of its own. */
export function reopen(store: Store): Store {
  return { ...store }
}

/** An instance of an application: it makes a handler for each request, as Next.js does. */
export function createInstance(store: Store, options: Partial<CacheHandlerOptions> = {}): () => NextCacheHandler {
  const Handler = cacheHandler({ store: reopen(store), buildId: 'build-1', ...options })
  return () => new Handler({})
}
