// One algorithm for synchronous and asynchronous callers. The algorithm is a generator, `Work`, that yields steps. Each step
// can be executed both ways: `run` awaits the steps, `runSync` executes them without promises.

import type { Store, SyncStore } from './store.ts'

/** One operation that can be executed both ways. */
export interface Step<T> {
  sync(): T
  async(): T | PromiseLike<T>
  /** True if `sync` usually takes less time than the way to another thread and back. `run` ignores it. */
  readonly isBrief?: boolean
}

export type Work<T> = Generator<Step<unknown>, T, unknown>

/** Executes one step. Returns its result. */
export function* step<T>(sync: () => T, async: () => T | PromiseLike<T>): Work<T> {
  // `run` and `runSync` pass the result of a yielded step back to it.
  return (yield { sync, async }) as T
}

/** Like `step`, for a call that an asynchronous runner may execute on this thread. */
export function* briefStep<T>(sync: () => T, async: () => T | PromiseLike<T>): Work<T> {
  return (yield { sync, async, isBrief: true }) as T
}

export async function run<T>(work: Work<T>): Promise<T> {
  let next = work.next()
  while (!next.done) {
    let result: unknown
    try {
      result = await next.value.async()
    } catch (error) {
      next = work.throw(error)
      continue
    }
    next = work.next(result)
  }
  return next.value
}

export function runSync<T>(work: Work<T>): T {
  let next = work.next()
  while (!next.done) {
    let result: unknown
    try {
      result = next.value.sync()
    } catch (error) {
      next = work.throw(error)
      continue
    }
    next = work.next(result)
  }
  return next.value
}

/** True for a promise, also of another realm: in the vm contexts of test runners, the promises of Node are no instances of `Promise`. */
export function isPromise<T>(outcome: T | Promise<T>): outcome is Promise<T> {
  return typeof outcome === 'object' && outcome !== null && 'then' in outcome
}

/** Creates the asynchronous methods of a store whose synchronous methods are fast enough for both. */
export function createAsyncMethods(sync: SyncStore): Pick<Store, 'get' | 'set' | 'delete' | 'stat' | 'list'> {
  return {
    get: async (address, types) => sync.get(address, types),
    set: async (address, entry, types) => sync.set(address, entry, types),
    delete: async (address) => sync.delete(address),
    stat: async (address) => sync.stat(address),
    async *list(base) {
      yield* sync.list(base)
    },
  }
}
