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
  if (isNothing(state, data)) {
    const failure = recentFailure(view.asked, config)
    return failure ? rejected(failure.error) : view.wait()
  }
  const known = settled.get(view)
  if (known && Object.is(known.data, data)) return known.promise
  // React reads these two, and need not suspend to learn what is there.
  const promise = Object.assign(Promise.resolve(data), { status: 'fulfilled', value: data })
  settled.set(view, { data, promise })
  return promise
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

function rejected(reason: unknown): Promise<never> {
  const promise = Object.assign(Promise.reject(reason), { status: 'rejected', reason })
  promise.catch(() => {}) // who reads it only in passing has nothing to handle
  return promise
}

/** Without a key there is nothing to come. */
const never: Promise<never> = new Promise(() => {})
