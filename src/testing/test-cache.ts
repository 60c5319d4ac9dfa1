import { createCache } from '../cachetta/cachetta.ts'
import type { Cachetta } from '../cachetta/interface.ts'
import { createConfiguration } from '../cachetta/options/configuration.ts'
import type { CachettaOptions } from '../cachetta/options/options.ts'
import type { Clock } from '../engine/clock.ts'
import { createEngine } from '../engine/create-engine.ts'
import { createTombstones } from '../engine/store/tombstones.ts'
import type { Duration } from '../entry/duration.ts'
import { milliseconds } from '../entry/duration.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import type { Store } from '../store/store.ts'

/** A clock that stands still until it is told to move. */
export interface TestClock extends Clock {
  /** Moves on by a span, and does on the way what was due. */
  advance(span: Duration): void
  /** Jumps to an instant, in epoch milliseconds, also backwards; nothing becomes due by it. */
  set(instant: number): void
}

export interface TestCache {
  readonly cache: Cachetta
  readonly store: Store
  readonly clock: TestClock
}

/** A cache for tests: its own memory store unless another is given, its own engine, and a clock set by hand. */
export function createTestCache(options: Partial<CachettaOptions> = {}): TestCache {
  const store = options.store ?? memoryStore()
  const clock = createTestClock()
  const engine = createEngine(store, { clock, createTombstones })
  return { cache: createCache(createConfiguration({ path: 'test', ...options, store }, { engine })), store, clock }
}

function createTestClock(): TestClock {
  let now = Date.UTC(2030, 0, 1)
  let tasks: { readonly at: number; readonly run: () => void }[] = []

  const takeNext = (until: number) => {
    const next = tasks.filter((task) => task.at <= until).sort((one, other) => one.at - other.at)[0]
    tasks = tasks.filter((task) => task !== next)
    return next
  }

  return {
    now: () => now,
    after(ms, run) {
      if (ms <= 0) queueMicrotask(run)
      else tasks.push({ at: now + ms, run })
    },
    advance(span) {
      const until = now + milliseconds(span, 'span')
      for (let next = takeNext(until); next !== undefined; next = takeNext(until)) {
        now = Math.max(now, next.at)
        next.run()
      }
      now = until
    },
    set(instant) {
      now = instant
    },
  }
}
