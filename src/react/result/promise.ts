import type { Failure } from '../../engine/engine.ts'
import type { Observer } from '../observer/observer.ts'
import type { HookQuery } from '../observer/query.ts'
import type { Snapshot } from './snapshot.ts'

/** Returns the promise of the data for React's `use`: settled if there is data, and the same until the data changes. */
export function getPromise(observer: Observer | undefined, snapshot: Snapshot, data: unknown): Promise<unknown> {
  if (observer === undefined) return never
  const isMissing = hasNothingToShow(snapshot, data)
  const failure = isMissing && recentFailure(observer.query)
  if (failure) {
    observer.lastPromise = undefined
    return createRejected(failure.error)
  }
  if (!observer.lastPromise || !Object.is(observer.lastPromise.data, data)) {
    observer.lastPromise = { data, promise: isMissing ? createLazyWait(observer) : createFulfilled(data) }
  }
  return observer.lastPromise.promise
}

/** Suspends the component, or throws the error to the nearest error boundary. */
export function throwToBoundary(observer: Observer): never {
  const failure = recentFailure(observer.query)
  throw failure ? failure.error : observer.waitForData()
}

/** `undefined` can be data, if a fetcher resolved with it. Waiting for more would never end. */
export function hasNothingToShow({ updatedAt }: Snapshot, data: unknown): boolean {
  return updatedAt === undefined && data === undefined
}

/** React reads the two members, and need not suspend to learn the value. */
function createFulfilled(value: unknown): Promise<unknown> {
  return Object.assign(Promise.resolve(value), { status: 'fulfilled', value })
}

function createRejected(reason: unknown): Promise<never> {
  const promise = Object.assign(Promise.reject(reason), { status: 'rejected', reason })
  promise.catch(() => {}) // a component may read the promise and not await it
  return promise
}

/** A promise that starts to wait, and to fetch, at the first `then`. A component that only prints or forwards it needs no data. */
function createLazyWait(observer: Observer): Promise<unknown> {
  let waiting: Promise<unknown> | undefined
  const then: Promise<unknown>['then'] = (onData, onError) => {
    waiting ??= observer.waitForData()
    return waiting.then(onData, onError)
  }
  return Object.assign(Object.create(Promise.prototype), { then }) // `catch` and `finally` call `then`
}

/** Without a key no data will come. */
const never: Promise<never> = new Promise(() => {})

/** An error is shown for this long at least. Otherwise a component that waits would fetch in a loop. */
const MIN_ERROR_MS = 500

/** Returns the error that stands in place of the data. After `dedupingInterval` a hook tries again, except on a server's page. */
function recentFailure({ config, handle: { engine }, id }: HookQuery): Failure | undefined {
  const failure = engine.failures.get(id)
  if (!failure || engine.serverPage) return failure
  return engine.clock.elapsed() - failure.at < Math.max(config.dedupingInterval, MIN_ERROR_MS) ? failure : undefined
}
