import type { Cachetta } from '../../../src/index.ts'
import { lookupSync, writeCache, writeCacheSync } from '../../../src/index.ts'
import { flushPromises } from '../../support/deferred.ts'

/** A step of {@link runMixedCalls}: a call through the cache with index `at`, the end of a computation, or some ticks. */
export interface Step {
  readonly do: string
  readonly at: number
}

/**
 * Runs synchronous and asynchronous steps on one entry that all caches share. Each value is the time of its origin. Resolves
 * when all promises have settled. Rejects if a call returned a value that is older than a change that ended before the call.
 */
export async function runMixedCalls(caches: readonly Cachetta[], steps: readonly Step[]): Promise<void> {
  const computations: { isEnded: boolean; resolve(): void }[] = []
  const pending = new Set<Promise<unknown>>()
  const failures: unknown[] = []
  let time = 0
  /** The time of the last change that has ended. A call that starts now must not return an older value. */
  let lastChange = 0

  const compute = () => {
    time += 1
    const value = time
    return new Promise<number>((resolve) => {
      const computation = {
        isEnded: false,
        resolve() {
          computation.isEnded = true
          resolve(value)
        },
      }
      computations.push(computation)
    })
  }
  const computeSync = () => {
    time += 1
    return time
  }
  const targets = caches.map((cache) => ({ cache, fn: cache(compute), fnSync: cache.wrapSync(computeSync) }))

  const track = (promise: Promise<unknown>) => {
    const tracked = promise.catch((error: unknown) => void failures.push(error)).finally(() => pending.delete(tracked))
    pending.add(tracked)
  }
  const expectNotOlderThan = (minimum: number) => (value: number) => {
    if (value < minimum) throw new Error(`got ${value} after a change at ${minimum}`)
  }
  const recordChange = (at: number) => () => {
    lastChange = Math.max(lastChange, at)
  }

  const verbs: Readonly<Record<string, (target: (typeof targets)[number]) => void>> = {
    call: ({ fn }) => track(fn().then(expectNotOlderThan(lastChange))),
    refresh: ({ fn }) => track(fn.refresh().then(expectNotOlderThan(lastChange))),
    callSync: ({ fnSync }) => expectNotOlderThan(lastChange)(fnSync()),
    refreshSync({ fnSync }) {
      const value = fnSync.refresh()
      recordChange(value)()
    },
    lookupSync({ cache }) {
      const found = lookupSync<number>(cache)
      if (found.hit) expectNotOlderThan(lastChange)(found.value)
    },
    write: ({ cache }) => track(writeCache(cache, time).then(recordChange(time))),
    writeSync({ cache }) {
      writeCacheSync(cache, time)
      recordChange(time)()
    },
    invalidate: ({ cache }) => track(cache.invalidate().then(recordChange(time))),
    invalidateSync({ cache }) {
      cache.invalidateSync()
      recordChange(time)()
    },
    invalidateAll: ({ cache }) => track(cache.invalidateAll().then(recordChange(time))),
    invalidateAllSync({ cache }) {
      cache.invalidateAllSync()
      recordChange(time)()
    },
  }

  const running = () => computations.filter(({ isEnded }) => !isEnded)

  for (const step of steps) {
    time += 1
    const target = targets[step.at % targets.length]
    if (target) verbs[step.do]?.(target)
    if (step.do === 'endComputation') running()[step.at]?.resolve()
    if (step.do === 'tick') for (let tick = 0; tick < step.at; tick += 1) await undefined
  }
  while (pending.size > 0) {
    for (const computation of running()) computation.resolve()
    await flushPromises()
  }
  if (failures.length > 0) throw failures[0]
}
