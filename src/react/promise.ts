import type { Viewing } from './viewing.ts'

interface Settled {
  readonly data: unknown
  readonly promise: Promise<unknown>
}

const settled = new WeakMap<Viewing, Settled>()

/** A promise of the data for React's `use`: settled where there is some, the same until it changes. */
export function promiseOf(view: Viewing | undefined, data: unknown): Promise<unknown> {
  if (view === undefined) return never
  if (data === undefined) return view.wait()
  const known = settled.get(view)
  if (known && Object.is(known.data, data)) return known.promise
  // React reads these two, and need not suspend to learn what is there.
  const promise = Object.assign(Promise.resolve(data), { status: 'fulfilled', value: data })
  settled.set(view, { data, promise })
  return promise
}

/** Without a key there is nothing to come. */
const never: Promise<never> = new Promise(() => {})
