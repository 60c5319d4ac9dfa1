import { recentFailure } from './failure.ts'
import type { State } from './state.ts'
import type { Viewing } from './viewing.ts'
import type { Wanted } from './wanted.ts'

interface Settled {
  readonly data: unknown
  readonly promise: Promise<unknown>
}

const settled = new WeakMap<Viewing, Settled>()

/** A promise of the data for React's `use`: settled where there is some, the same until it changes. */
export function promiseOf(
  view: Viewing | undefined,
  { config }: Wanted,
  state: State,
  data: unknown,
): Promise<unknown> {
  if (view === undefined) return never
  const failure = isNothing(state, data) ? recentFailure(view.asked, config) : undefined
  if (failure) return rejected(view, failure.error)
  const known = settled.get(view)
  if (known && Object.is(known.data, data)) return known.promise
  const promise = isNothing(state, data) ? onceAwaited(view) : fulfilled(data)
  settled.set(view, { data, promise })
  return promise
}

/** React reads the two members, and need not suspend to learn what is there. */
function fulfilled(value: unknown): Promise<unknown> {
  return Object.assign(Promise.resolve(value), { status: 'fulfilled', value })
}

/** Begins to wait, and has the data fetched, when someone waits: who prints a result, or hands it on, may want nothing. */
function onceAwaited(view: Viewing): Promise<unknown> {
  let waiting: Promise<unknown> | undefined
  const begun = () => {
    waiting ??= view.wait()
    return waiting
  }
  return {
    // biome-ignore lint/suspicious/noThenProperty: it is a promise in all but its beginning
    then: (onData, onError) => begun().then(onData, onError),
    catch: (onError) => begun().catch(onError),
    finally: (onEnd) => begun().finally(onEnd),
    [Symbol.toStringTag]: 'Promise',
  }
}

/** Throws to the nearest boundary what stands between the component and its data: an error, or a promise. */
export function suspend(view: Viewing, { config }: Wanted): never {
  const failure = recentFailure(view.asked, config)
  throw failure ? failure.error : view.wait()
}

/** `undefined` that a fetcher resolved with is something: to wait for more would be to wait for ever. */
export function isNothing({ updatedAt }: State, data: unknown): boolean {
  return updatedAt === undefined && data === undefined
}

function rejected(view: Viewing, reason: unknown): Promise<never> {
  settled.delete(view)
  const promise = Object.assign(Promise.reject(reason), { status: 'rejected', reason })
  promise.catch(() => {}) // who reads it only in passing has nothing to handle
  return promise
}

/** Without a key there is nothing to come. */
const never: Promise<never> = new Promise(() => {})
