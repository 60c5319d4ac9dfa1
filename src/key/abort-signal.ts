/** `AbortSignal`, also for hosts whose types do not declare it. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Instance } }
  ? Instance
  : { readonly aborted: boolean }

/** An object with the members of an `AbortSignal`. It may come from another realm or from a polyfill. */
export interface AbortSignalLike {
  readonly aborted: boolean
  /** Older polyfills have none. */
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** True for an `AbortSignal`, also of another realm or of a polyfill, where `instanceof` fails. */
export function isAbortSignal(value: object): value is AbortSignalLike {
  const { aborted, addEventListener } = value as Partial<AbortSignalLike> // any object can be asked for any property
  return typeof aborted === 'boolean' && typeof addEventListener === 'function'
}
