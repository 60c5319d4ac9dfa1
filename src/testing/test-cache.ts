import { createCache } from '../cachetta/cachetta.ts'
import type { Cachetta } from '../cachetta/interface.ts'
import { createConfiguration, createEngineParts } from '../cachetta/options/configuration.ts'
import type { CachettaOptions } from '../cachetta/options/options.ts'
import { storeEntry, writeValueSync } from '../engine/change/write.ts'
import type { Clock } from '../engine/clock.ts'
import { createEntry } from '../engine/compute/store-result.ts'
import { createEngine } from '../engine/create-engine.ts'
import { setInMemory, toMemoryEntry } from '../engine/memory/memories.ts'
import { requireHandle } from '../engine/request/cache-handle.ts'
import { resolveKey } from '../engine/request/resolve-key.ts'
import type { Duration } from '../entry/duration.ts'
import { parseDuration } from '../entry/duration.ts'
import { describeValue, InvalidOptionError } from '../errors.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import type { Store } from '../store/store.ts'

/** A clock that the test moves. It stands still, at 2030-01-01T00:00:00Z unless the test says otherwise. */
export interface TestClock extends Clock {
  /** Moves the clock forward by a duration, and runs the tasks that become due on the way. */
  advance(duration: Duration): void
  /** Sets the clock to an instant in epoch milliseconds, which may be earlier. Runs no tasks. */
  set(instant: number): void
}

/** An entry that a test cache has from the start: the key of a hook, the data, and when it was stored. */
export type TestEntry = readonly [key: unknown, data: unknown, stored?: StoredWhen]

/** When an entry of a test cache was stored. */
export interface StoredWhen {
  /** How long ago. @default 0 */
  readonly age?: Duration | undefined
  /** The instant, in epoch milliseconds or as a `Date`. @default `age` before now */
  readonly storedAt?: number | Date | undefined
}

/** The options of {@link createTestCache}: those of a cache, the instant at which the clock starts, and the first entries. */
export interface TestCacheOptions extends Partial<CachettaOptions> {
  /** Where the clock starts, in epoch milliseconds or as a `Date`. @default 2030-01-01T00:00:00Z */
  readonly now?: number | Date | undefined
  /** The entries from the start: a list of `[key, data, { age } or { storedAt }]`, or an object of data by textual keys. */
  readonly entries?: readonly TestEntry[] | Readonly<Record<string, unknown>> | undefined
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
 * moves. The default of `path` is `'test'`. Entries of `entries` are in memory and in the store before any hook mounts.
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
 *
 * const app = createTestCache({ entries: [[['user', 1], { name: 'Ada' }, { age: '1h' }]], now: new Date(2027, 0, 1) })
 * app.clock.advance('1m') // the entry is 61 minutes old
 * ```
 */
export function createTestCache({ entries = [], now, ...options }: TestCacheOptions = {}): TestCache {
  const store = options.store ?? memoryStore()
  const clock = createTestClock(Number(now ?? Date.UTC(2030, 0, 1)))
  const engine = createEngine(store, { clock, ...createEngineParts(store) })
  const cache = createCache(createConfiguration({ path: 'test', ...options, store }, { engine }))
  seedEntries(cache, clock, Array.isArray(entries) ? entries : Object.entries(entries))
  return { cache, store, clock }
}

/**
 * Writes the entries, the oldest first, while the clock runs up to its start. So an old entry does not count as just set: a hook that
 * mounts revalidates it.
 */
function seedEntries(cache: Cachetta, clock: TestClock, entries: readonly TestEntry[]): void {
  const start = clock.now()
  const dated = entries.map(([key, data, { age = 0, storedAt } = {}]) => {
    return { key, data, at: Number(storedAt ?? start - parseDuration(age, 'age')) }
  })
  clock.set(Math.min(start, ...dated.map(({ at }) => at)))
  for (const { key, data, at } of dated.sort((one, other) => one.at - other.at)) {
    clock.advance(Math.max(0, Math.min(at, start) - clock.now()))
    clock.set(at)
    seedEntry(cache, key, data)
  }
  if (clock.now() < start) clock.advance(start - clock.now())
  clock.set(start)
}

/** Writes an entry. A store that is only asynchronous has it a moment later, and memory at once. */
function seedEntry(cache: Cachetta, key: unknown, data: unknown): void {
  const request = resolveKey(key, requireHandle(cache), {})
  if (!request) throw new InvalidOptionError(`entries: the key ${describeValue(key)} names no entry`)
  const { engine } = request.handle
  if (engine.store.sync) {
    writeValueSync(engine, request, data)
    return
  }
  const entry = createEntry(engine, request, data)
  if (!entry) return
  setInMemory(engine, request, toMemoryEntry(engine, request, entry, 'memory'))
  void storeEntry(engine, request, entry)
}

function createTestClock(start: number): TestClock {
  let now = start
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
    startTick(ms, run) {
      tasks.push({ at: elapsed + ms, run })
      return () => {}
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
