import { recentFailure } from './failure.ts'
import type { State } from './state.ts'
import type { Viewing } from './viewing.ts'

/** A promise of the data for React's `use`: settled where there is some, the same until it changes. */
export function promiseOf(view: Viewing | undefined, state: State, data: unknown): Promise<unknown> {
  if (view === undefined) return never
  const isMissing = isNothing(state, data)
  const failure = isMissing && recentFailure(view.wanted)
  if (failure) view.promised = undefined
  if (failure) return rejected(failure.error)
  if (!view.promised || !Object.is(view.promised.data, data)) {
    view.promised = { data, promise: isMissing ? onceAwaited(view) : fulfilled(data) }
  }
  return view.promised.promise
}

/** React reads the two members, and need not suspend to learn what is there. */
function fulfilled(value: unknown): Promise<unknown> {
  return Object.assign(Promise.resolve(value), { status: 'fulfilled', value })
}

/** Begins to wait, and has the data fetched, when someone waits: who prints a result, or hands it on, may want nothing. */
function onceAwaited(view: Viewing): Promise<unknown> {
  let waiting: Promise<unknown> | undefined
  const then: Promise<unknown>['then'] = (onData, onError) => {
    waiting ??= view.wait()
    return waiting.then(onData, onError)
  }
  return Object.assign(Object.create(Promise.prototype), { then }) // whose other methods call this one
}

/** Throws to the nearest boundary what stands between the component and its data: an error, or a promise. */
export function suspend(view: Viewing): never {
  const failure = recentFailure(view.wanted)
  throw failure ? failure.error : view.wait()
}

/** `undefined` that a fetcher resolved with is something: to wait for more would be to wait for ever. */
export function isNothing({ updatedAt }: State, data: unknown): boolean {
  return updatedAt === undefined && data === undefined
}

function rejected(reason: unknown): Promise<never> {
  const promise = Object.assign(Promise.reject(reason), { status: 'rejected', reason })
  promise.catch(() => {}) // who reads it only in passing has nothing to handle
  return promise
}

/** Without a key there is nothing to come. */
const never: Promise<never> = new Promise(() => {})
