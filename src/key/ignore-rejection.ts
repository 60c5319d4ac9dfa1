/**
 * An option that must return at once may return a promise by mistake. The caller refuses the promise. If it rejects later, nobody
 * handles that, and Node would end the process.
 */
export function ignoreRejection(value: unknown): void {
  // Of a promise, also of another realm. Other objects with `then` may start their work only when it is called.
  if (Object.prototype.toString.call(value) === '[object Promise]')
    (value as Promise<unknown>).then(undefined, () => {})
}
