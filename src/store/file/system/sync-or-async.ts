// Every promise of the file store is kept twice, with and without awaiting. So that each algorithm is written once, it is
// written as work: a generator that yields steps, each of which can be done both ways. `run` awaits them, `runSync` does not.

/** One piece of disk work that can be done both ways. */
export interface Step<T> {
  now(): T
  soon(): Promise<T>
}

/** What work that lists things yields between its steps. */
export interface Found<T> {
  readonly found: T
}

export type Work<T> = Generator<Step<unknown>, T, unknown>
export type Search<T> = Generator<Step<unknown> | Found<T>, void, unknown>

export function* step<T>(now: () => T, soon: () => Promise<T>): Work<T> {
  // A runner answers each step with what that step gave.
  return (yield { now, soon }) as T
}

export async function run<T>(work: Work<T>): Promise<T> {
  let next = work.next()
  while (!next.done) {
    let answer: unknown
    try {
      answer = await next.value.soon()
    } catch (error) {
      next = work.throw(error)
      continue
    }
    next = work.next(answer)
  }
  return next.value
}

export function runSync<T>(work: Work<T>): T {
  let next = work.next()
  while (!next.done) {
    let answer: unknown
    try {
      answer = next.value.now()
    } catch (error) {
      next = work.throw(error)
      continue
    }
    next = work.next(answer)
  }
  return next.value
}

/** Runs a search as far as its reader reads; a reader who stops early lets it clean up. */
export async function* iterate<T>(search: Search<T>): AsyncGenerator<T, void, undefined> {
  try {
    for (;;) {
      const found = await run(untilFound(search))
      if (found === undefined) return
      yield found.found
    }
  } finally {
    await run(cleanUp(search))
  }
}

export function* iterateSync<T>(search: Search<T>): Generator<T, void, undefined> {
  try {
    for (;;) {
      const found = runSync(untilFound(search))
      if (found === undefined) return
      yield found.found
    }
  } finally {
    runSync(cleanUp(search))
  }
}

function* untilFound<T>(search: Search<T>): Work<Found<T> | undefined> {
  return yield* steps(search, search.next())
}

function* cleanUp<T>(search: Search<T>): Work<void> {
  yield* steps(search, search.return())
}

function* steps<T>(search: Search<T>, first: IteratorResult<Step<unknown> | Found<T>>): Work<Found<T> | undefined> {
  let next = first
  while (!next.done) {
    if ('found' in next.value) return next.value
    let answer: unknown
    try {
      answer = yield next.value
    } catch (error) {
      next = search.throw(error)
      continue
    }
    next = search.next(answer)
  }
  return undefined
}

/** What `pick` makes of the things found, and nothing for those of which it makes `null`. */
export function* sift<A, B>(search: Search<A>, pick: (found: A) => Work<B | null>): Search<B> {
  try {
    for (;;) {
      const next = yield* untilFound(search)
      if (next === undefined) return
      const picked = yield* pick(next.found)
      if (picked !== null) yield { found: picked }
    }
  } finally {
    yield* cleanUp(search)
  }
}

/** All that a search finds. */
export function* gather<T>(search: Search<T>): Work<T[]> {
  const all: T[] = []
  for (let next = yield* untilFound(search); next !== undefined; next = yield* untilFound(search)) all.push(next.found)
  return all
}
