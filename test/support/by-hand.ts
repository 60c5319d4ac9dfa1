/** A promise that the test settles. */
export interface ByHand<Value> {
  readonly promise: Promise<Value>
  resolve(value: Value): void
  reject(error: unknown): void
}

export function byHand<Value = unknown>(): ByHand<Value> {
  const settle: Partial<ByHand<Value>> = {}
  const promise = new Promise<Value>((resolve, reject) => Object.assign(settle, { resolve, reject }))
  return { ...(settle as ByHand<Value>), promise }
}

/** A function whose every call is settled by the test, in any order. */
export function fnByHand<Args extends readonly unknown[], Value>(): {
  readonly fn: (...args: Args) => Promise<Value>
  readonly calls: (ByHand<Value> & { readonly args: Args })[]
} {
  const calls: (ByHand<Value> & { readonly args: Args })[] = []
  const fn = (...args: Args): Promise<Value> => {
    const call = { ...byHand<Value>(), args }
    calls.push(call)
    return call.promise
  }
  return { fn, calls }
}

/** Lets everything that is due now happen: promises, and what waits for them. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
