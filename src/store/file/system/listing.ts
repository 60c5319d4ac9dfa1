// Lists for synchronous and asynchronous callers. A `Listing` is a generator like `Work`, and it also yields items between its
// steps. `iterate` and `iterateSync` give the items to a caller one by one, `filterMap` and `collect` to other work. A listing
// that is read only in part can still clean up: its `finally` blocks are executed.

import type { Step, Work } from '../../sync-or-async.ts'
import { isPromise, runSync, step } from '../../sync-or-async.ts'
import { runInTurns, startWork, workOnSome } from './run-in-turns.ts'

/** One item of a listing. */
interface Item<T> {
  readonly item: T
}

export type Listing<T> = Generator<Step<unknown> | Item<T>, void, unknown>

/** Yields the items. Executes the steps of the listing only as far as the caller reads. */
export async function* iterate<T>(listing: Listing<T>): AsyncGenerator<T, void, undefined> {
  try {
    for (;;) {
      const outcome = startWork(findNext(listing))
      const next = isPromise(outcome) ? await outcome : outcome
      if (next === undefined) return
      yield next.item
    }
  } finally {
    await runInTurns(close(listing))
  }
}

export function* iterateSync<T>(listing: Listing<T>): Generator<T, void, undefined> {
  try {
    for (;;) {
      const next = runSync(findNext(listing))
      if (next === undefined) return
      yield next.item
    }
  } finally {
    runSync(close(listing))
  }
}

/** Yields what `convert` returns for each item, except `null`. */
export function* filterMap<A, B>(listing: Listing<A>, convert: (item: A) => Work<B | null>): Listing<B> {
  try {
    for (;;) {
      const next = yield* findNext(listing)
      if (next === undefined) return
      const converted = yield* convert(next.item)
      if (converted !== null) yield { item: converted }
    }
  } finally {
    yield* close(listing)
  }
}

/** Converts the items of a long listing. */
export interface Conversion<A, B> {
  /** Converts an item at once. Returns `undefined` if that needs other steps. */
  tryAtOnce(item: A): B | null | undefined
  convert(item: A): Work<B | null>
}

/** Items that are tried together may also be started together: an asynchronous caller waits for all promises of one step. */
export type StartedConversion<A, B> = Pick<Conversion<A, B>, 'convert'> & {
  tryAtOnce(item: A): B | null | undefined | Promise<B | null>
}

/** So many items are taken together. More would take more memory, and their files may change before the last one is converted. */
const groupSize = 64

/** So many items are converted at the same time if they need threads. More than libuv has threads only wait. */
const maxRunning = 16

/** Does the same as `filterMap`, for many items: most of them at once and several in one step, the others side by side. */
export function* filterMapMany<A, B>(listing: Listing<A>, conversion: StartedConversion<A, B>): Listing<B> {
  try {
    for (;;) {
      const group = yield* takeGroup(listing)
      if (group.length === 0) return
      yield* convertGroup(group, conversion)
    }
  } finally {
    yield* close(listing)
  }
}

function* convertGroup<A, B>(group: readonly A[], conversion: StartedConversion<A, B>): Listing<B> {
  let done = 0
  while (done < group.length) {
    let converted = yield* waitForAll(yield* workOnSome(group, done, conversion.tryAtOnce))
    if (converted.length === 0) converted = yield* convertTogether(group.slice(done, done + maxRunning), conversion)
    for (const item of converted) if (item !== null) yield { item }
    done += converted.length
  }
}

function* takeGroup<A>(listing: Listing<A>): Work<A[]> {
  const group: A[] = []
  while (group.length < groupSize) {
    const next = yield* findNext(listing)
    if (next === undefined) return group
    group.push(next.item)
  }
  return group
}

function* waitForAll<T>(results: readonly (T | Promise<T>)[]): Work<readonly T[]> {
  if (!results.some(isPromise)) return results as readonly T[]
  return yield* step(
    () => results as readonly T[],
    () => Promise.all(results),
  )
}

function convertTogether<A, B>(items: readonly A[], { convert }: StartedConversion<A, B>): Work<readonly (B | null)[]> {
  return step(
    () => items.map((item) => runSync(convert(item))),
    () => Promise.all(items.map((item) => startWork(convert(item)))),
  )
}

/** Yields the items of the listings that `convert` returns. */
export function* flatMap<A, B>(listing: Listing<A>, convert: (item: A) => Listing<B>): Listing<B> {
  try {
    for (;;) {
      const next = yield* findNext(listing)
      if (next === undefined) return
      yield* convert(next.item)
    }
  } finally {
    yield* close(listing)
  }
}

/** Returns all items. */
export function* collect<T>(listing: Listing<T>): Work<T[]> {
  const items: T[] = []
  for (let next = yield* findNext(listing); next !== undefined; next = yield* findNext(listing)) items.push(next.item)
  return items
}

function* findNext<T>(listing: Listing<T>): Work<Item<T> | undefined> {
  return yield* continueToItem(listing, listing.next())
}

function* close<T>(listing: Listing<T>): Work<void> {
  yield* continueToItem(listing, listing.return())
}

/** Executes the steps of a listing up to its next item. Returns `undefined` at the end of the listing. */
function* continueToItem<T>(
  listing: Listing<T>,
  first: IteratorResult<Step<unknown> | Item<T>>,
): Work<Item<T> | undefined> {
  let next = first
  while (!next.done) {
    if ('item' in next.value) return next.value
    let result: unknown
    try {
      result = yield next.value
    } catch (error) {
      next = listing.throw(error)
      continue
    }
    next = listing.next(result)
  }
  return undefined
}
