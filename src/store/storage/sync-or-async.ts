// A storage answers at once or with a promise, and which of both is known only when it runs. So that each algorithm is written
// once, it is written as work: a generator that yields a storage's answers. `run` awaits them, `runSync` takes them as they are.

import { StoreError } from '../../errors.ts'

/** What a call of a storage gives: the thing itself, or a promise of it. */
export type Answer<T> = T | PromiseLike<T>

export type Work<T> = Generator<unknown, T, unknown>

export function* answer<T>(given: Answer<T>): Work<T> {
  // A runner hands back what was yielded, awaited where it was a promise.
  return (yield given) as T
}

/** Asks for several things at once, and gives what came in the same order. */
export function* answers<T>(given: readonly Answer<T>[]): Work<T[]> {
  return (yield given.some(isPromise) ? Promise.all(given) : given) as T[] // as above
}

export async function run<T>(work: Work<T>): Promise<T> {
  let next = work.next()
  while (!next.done) {
    let given: unknown
    try {
      given = await next.value
    } catch (error) {
      next = work.throw(error)
      continue
    }
    next = work.next(given)
  }
  return next.value
}

export function runSync<T>(work: Work<T>): T {
  let next = work.next()
  while (!next.done) next = isPromise(next.value) ? work.throw(tooLate(next.value)) : work.next(next.value)
  return next.value
}

export function isPromise(given: unknown): given is PromiseLike<unknown> {
  return typeof given === 'object' && given !== null && 'then' in given && typeof given.then === 'function'
}

/** Leaves no rejection unhandled that nobody will wait for. */
export function ignore(given: PromiseLike<unknown>): void {
  given.then(undefined, () => undefined)
}

function tooLate(given: PromiseLike<unknown>): StoreError {
  ignore(given)
  return new StoreError('STORE', 'the storage answered with a promise; give storageStore the option sync: false')
}
