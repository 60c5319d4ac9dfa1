/** A promise that the test settles. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>
  resolve(value: Value): void
  reject(error: unknown): void
}

export function createDeferred<Value = unknown>(): Deferred<Value> {
  const settle: Partial<Deferred<Value>> = {}
  const promise = new Promise<Value>((resolve, reject) => Object.assign(settle, { resolve, reject }))
  return { ...(settle as Deferred<Value>), promise }
}

/** A function that returns a deferred promise for each call. The test settles the calls in any order. */
export function createDeferredFunction<Args extends readonly unknown[], Value>(): {
  readonly fn: (...args: Args) => Promise<Value>
  readonly calls: (Deferred<Value> & { readonly args: Args })[]
} {
  const calls: (Deferred<Value> & { readonly args: Args })[] = []
  const fn = (...args: Args): Promise<Value> => {
    const call = { ...createDeferred<Value>(), args }
    calls.push(call)
    return call.promise
  }
  return { fn, calls }
}

/** Waits until all microtasks have run: promises that are settled now, and the code that waits for them. */
export async function flushPromises(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
