import type { Failure } from '../../engine/engine.ts'
import type { Observer } from '../observer/observer.ts'
import type { HookQuery } from '../observer/query.ts'
import type { Snapshot } from './snapshot.ts'

/** A promise of the data for React's `use`: settled where there is some, the same until it changes. */
export function getPromise(observer: Observer | undefined, state: Snapshot, data: unknown): Promise<unknown> {
  if (observer === undefined) return never
  const isMissing = hasNothingToShow(state, data)
  const failure = isMissing && recentFailure(observer.query)
  if (failure) observer.lastPromise = undefined
  if (failure) return createRejected(failure.error)
  if (!observer.lastPromise || !Object.is(observer.lastPromise.data, data)) {
    observer.lastPromise = { data, promise: isMissing ? createLazyWait(observer) : createFulfilled(data) }
  }
  return observer.lastPromise.promise
}

/** React reads the two members, and need not suspend to learn what is there. */
function createFulfilled(value: unknown): Promise<unknown> {
  return Object.assign(Promise.resolve(value), { status: 'fulfilled', value })
}

/** Begins to wait, and has the data fetched, when someone waits: who prints a result, or hands it on, may want nothing. */
function createLazyWait(observer: Observer): Promise<unknown> {
  let waiting: Promise<unknown> | undefined
  const then: Promise<unknown>['then'] = (onData, onError) => {
    waiting ??= observer.waitForData()
    return waiting.then(onData, onError)
  }
  return Object.assign(Object.create(Promise.prototype), { then }) // whose other methods call this one
}

/** Throws to the nearest boundary what stands between the component and its data: an error, or a promise. */
export function throwToBoundary(observer: Observer): never {
  const failure = recentFailure(observer.query)
  throw failure ? failure.error : observer.waitForData()
}

/** `undefined` that a fetcher resolved with is something: to wait for more would be to wait for ever. */
export function hasNothingToShow({ updatedAt }: Snapshot, data: unknown): boolean {
  return updatedAt === undefined && data === undefined
}

function createRejected(reason: unknown): Promise<never> {
  const promise = Object.assign(Promise.reject(reason), { status: 'rejected', reason })
  promise.catch(() => {}) // who reads it only in passing has nothing to handle
  return promise
}

/** Without a key there is nothing to come. */
const never: Promise<never> = new Promise(() => {})

/** It has to be shown at least, or a component that waits would ask for ever. */
const MIN_ERROR_MS = 500

/**
 * The error that stands in place of the data. After the dedupe window whoever shows the entry anew tries again; the page of a
 * server never does.
 */
export function recentFailure({ config, handle: { engine }, id }: HookQuery): Failure | undefined {
  const failure = engine.failures.get(id)
  if (!failure || engine.serverPage) return failure
  return engine.clock.now() - failure.at < Math.max(config.dedupingInterval, MIN_ERROR_MS) ? failure : undefined
}
