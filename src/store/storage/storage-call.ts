// Calls of a storage. A storage returns results or promises of them. The store learns at its creation which of both, and
// executes the same `Work` accordingly.

import { StoreError } from '../../errors.ts'
import type { Work } from '../sync-or-async.ts'
import { step } from '../sync-or-async.ts'

/** A result, or a promise of it. */
export type MaybePromise<T> = T | PromiseLike<T>

/** Executes one call. Returns its result. */
export function callStorage<T>(call: () => MaybePromise<T>): Work<T> {
  return step(() => requireResult(call()), call)
}

/** Executes several calls at the same time. Returns their results in the same order. */
export function callStorageAtOnce<T>(calls: readonly (() => MaybePromise<T>)[]): Work<T[]> {
  return step(
    () => calls.map((call) => requireResult(call())),
    () => Promise.all(calls.map((call) => call())),
  )
}

export function isPromise<T>(result: MaybePromise<T>): result is PromiseLike<T> {
  return typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function'
}

/** Handles the rejection of a promise that no caller awaits. */
export function ignoreRejection(promise: PromiseLike<unknown>): void {
  promise.then(undefined, () => undefined)
}

function requireResult<T>(result: MaybePromise<T>): T {
  if (!isPromise(result)) return result
  ignoreRejection(result)
  throw new StoreError('STORE', 'the storage returned a promise; give storageStore the option sync: false')
}
