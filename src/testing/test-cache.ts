import { createCache } from '../cachetta/cachetta.ts'
import type { Cachetta } from '../cachetta/interface.ts'
import { createConfiguration, createEngineParts } from '../cachetta/options/configuration.ts'
import type { CachettaOptions } from '../cachetta/options/options.ts'
import type { Clock } from '../engine/clock.ts'
import { createEngine } from '../engine/create-engine.ts'
import type { Duration } from '../entry/duration.ts'
import { parseDuration } from '../entry/duration.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import type { Store } from '../store/store.ts'

/** A clock that the test moves. It starts at 2030-01-01T00:00:00Z and stands still. */
export interface TestClock extends Clock {
  /** Moves the clock forward by a duration, and runs the tasks that become due on the way. */
  advance(duration: Duration): void
  /** Sets the clock to an instant in epoch milliseconds, which may be earlier. Runs no tasks. */
  set(instant: number): void
}

/** What `createTestCache` returns. */
export interface TestCache {
  /** The cache, with an engine of its own. */
  readonly cache: Cachetta
  /** The store of the cache. */
  readonly store: Store
  /** The clock of the cache. */
  readonly clock: TestClock
}

/**
 * Creates a cache for tests: with its own memory store unless `options.store` is given, its own engine, and a clock that the test
 * moves. The default of `path` is `'test'`.
 *
 * @throws {InvalidOptionError} when an option of the cache is unknown or has a wrong value.
 * @throws {InvalidPathError} when `path` is not a valid path.
 * @example
 * ```ts
 * import { createTestCache } from 'cachetta/testing'
 *
 * const { cache, clock } = createTestCache({ duration: '1h' })
 * let calls = 0
 * const count = cache(async () => ++calls)
 *
 * await count() // 1
 * clock.advance('2h')
 * await count() // 2
 * ```
 */
export function createTestCache(options: Partial<CachettaOptions> = {}): TestCache {
  const store = options.store ?? memoryStore()
  const clock = createTestClock()
  const engine = createEngine(store, { clock, ...createEngineParts(store) })
  return { cache: createCache(createConfiguration({ path: 'test', ...options, store }, { engine })), store, clock }
}

function createTestClock(): TestClock {
  let now = Date.UTC(2030, 0, 1)
  let elapsed = 0
  let tasks: { readonly at: number; readonly run: () => void }[] = []

  const moveTo = (at: number) => {
    now += at - elapsed
    elapsed = at
  }
  const takeNextTask = (until: number) => {
    const next = tasks.filter((task) => task.at <= until).sort((one, other) => one.at - other.at)[0]
    tasks = tasks.filter((task) => task !== next)
    return next
  }

  return {
    now: () => now,
    elapsed: () => elapsed,
    after(ms, run) {
      if (ms <= 0) queueMicrotask(run)
      else tasks.push({ at: elapsed + ms, run })
    },
    startTimeout(ms, run) {
      const task = { at: elapsed + ms, run }
      tasks.push(task)
      return () => {
        tasks = tasks.filter((each) => each !== task)
      }
    },
    advance(duration) {
      const until = elapsed + parseDuration(duration, 'duration')
      for (let next = takeNextTask(until); next !== undefined; next = takeNextTask(until)) {
        moveTo(next.at)
        next.run()
      }
      moveTo(until)
    },
    set(instant) {
      now = instant
    },
  }
}
