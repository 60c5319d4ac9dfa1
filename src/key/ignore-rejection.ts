/**
 * An option that must return at once may return a promise by mistake. The caller refuses the promise. If it rejects later, nobody
 * handles that, and Node would end the process.
 */
export function ignoreRejection(value: unknown): void {
  // A promise of another realm is no instance of `Promise`.
  if (typeof value === 'object' && value !== null && 'then' in value) Promise.resolve(value).catch(() => {})
}
