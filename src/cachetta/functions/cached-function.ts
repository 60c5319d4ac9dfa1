import { handleOf, registerHandle } from '../../engine/request/cache-handle.ts'
import { InvalidOptionError } from '../../errors.ts'
import type { Cachetta } from '../interface.ts'
import type { Configuration } from '../options/configuration.ts'

export type Fn = (this: unknown, ...args: readonly unknown[]) => unknown

/** Gives a cached function the name and length of its original, its cache, its verbs, and a handle of its own. */
export function defineCachedFunction(
  cached: Fn,
  original: Fn,
  cache: Cachetta,
  verbs: Readonly<Record<string, Fn>>,
): Fn {
  Object.defineProperties(cached, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
    cache: { value: cache, enumerable: true },
  })
  for (const [name, verb] of Object.entries(verbs))
    Object.defineProperty(cached, name, { value: verb, enumerable: true })
  const handle = handleOf(cache)
  if (handle) registerHandle(cached, { ...handle, fn: original })
  return cached
}

/** What is known of a wrapped function beside itself. */
export interface MethodInfo {
  /** True where a decorator says that it is a method, which is never called without its receiver. */
  readonly isMethod: boolean
}

/**
 * The receiver as far as it is part of the key. A method that belongs to its receiver and is called without one would
 * silently address another entry, so that throws `InvalidOptionError`.
 */
export function receiverInKey(
  { rule: { mixReceiver } }: Configuration,
  { isMethod }: MethodInfo,
  receiver: unknown,
  verb: string,
): unknown {
  if (!mixReceiver) return undefined
  if (receiver !== undefined || !isMethod) return receiver
  throw new InvalidOptionError(
    `skipThis: false makes the receiver part of the key, and none was given; accepted is method.${verb}(receiver, …)`,
  )
}

/** A method cannot be computed without what it belongs to. Throws `InvalidOptionError`. */
export function receiverToRun({ isMethod }: MethodInfo, receiver: unknown): unknown {
  if (receiver !== undefined || !isMethod) return receiver
  throw new InvalidOptionError(
    'refresh: a method was given no receiver to run on; accepted is method.refresh.call(receiver, …)',
  )
}
