/** True if `value` is a promise, or an object with a `then` method like one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof Object(value).then === 'function'
}
