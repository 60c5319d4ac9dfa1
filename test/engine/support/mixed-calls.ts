import type { Cachetta } from '../../../src/index.ts'
import { lookupSync, writeCache, writeCacheSync } from '../../../src/index.ts'
import { flushPromises } from '../../support/deferred.ts'

/** What can be done in a play of {@link runMixedCalls}: at one of the caches, at a computation, or for some ticks. */
export interface Step {
  readonly do: string
  readonly at: number
}

/**
 * Plays steps, synchronous and asynchronous ones mixed, at one entry that all the caches share. Every value is the instant
 * it came into being at. Resolves when all has come to its end; rejects where a call was told a value older than a change
 * that was finished before the call began.
 */
export async function runMixedCalls(caches: readonly Cachetta[], steps: readonly Step[]): Promise<void> {
  const computations: { isOver: boolean; resolve(): void }[] = []
  const open = new Set<Promise<unknown>>()
  const breaches: unknown[] = []
  let time = 0
  let oldest = 0

  const compute = () => {
    time += 1
    const birth = time
    return new Promise<number>((resolve) => {
      const computation = {
        isOver: false,
        resolve() {
          computation.isOver = true
          resolve(birth)
        },
      }
      computations.push(computation)
    })
  }
  const computeSync = () => {
    time += 1
    return time
  }
  const faces = caches.map((cache) => ({ cache, fn: cache(compute), fnSync: cache.wrapSync(computeSync) }))

  const begin = (promise: Promise<unknown>) => {
    const tracked = promise.catch((error: unknown) => void breaches.push(error)).finally(() => open.delete(tracked))
    open.add(tracked)
  }
  const told = (floor: number) => (birth: number) => {
    if (birth < floor) throw new Error(`told ${birth} after a change at ${floor}`)
  }
  const changed = (instant: number) => () => {
    oldest = Math.max(oldest, instant)
  }

  const verbs: Readonly<Record<string, (face: (typeof faces)[number]) => void>> = {
    call: ({ fn }) => begin(fn().then(told(oldest))),
    refresh: ({ fn }) => begin(fn.refresh().then(told(oldest))),
    callSync: ({ fnSync }) => told(oldest)(fnSync()),
    refreshSync({ fnSync }) {
      const birth = fnSync.refresh()
      changed(birth)()
    },
    lookupSync({ cache }) {
      const found = lookupSync<number>(cache)
      if (found.hit) told(oldest)(found.value)
    },
    write: ({ cache }) => begin(writeCache(cache, time).then(changed(time))),
    writeSync({ cache }) {
      writeCacheSync(cache, time)
      changed(time)()
    },
    invalidate: ({ cache }) => begin(cache.invalidate().then(changed(time))),
    invalidateSync({ cache }) {
      cache.invalidateSync()
      changed(time)()
    },
    invalidateAll: ({ cache }) => begin(cache.invalidateAll().then(changed(time))),
    invalidateAllSync({ cache }) {
      cache.invalidateAllSync()
      changed(time)()
    },
  }

  const running = () => computations.filter(({ isOver }) => !isOver)

  for (const step of steps) {
    time += 1
    const face = faces[step.at % faces.length]
    if (face) verbs[step.do]?.(face)
    if (step.do === 'finish') running()[step.at]?.resolve()
    if (step.do === 'turn') for (let tick = 0; tick < step.at; tick += 1) await undefined
  }
  while (open.size > 0) {
    for (const computation of running()) computation.resolve()
    await flushPromises()
  }
  if (breaches.length > 0) throw breaches[0]
}
