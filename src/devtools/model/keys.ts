// From a hook's key to its text, and back from the text that a store lists to a key that the functions of `cachetta` take.

import type { Cachetta } from 'cachetta'
import { keyText } from 'cachetta'

/** A key, and the cache that it belongs to. */
export interface Target {
  readonly cache: Cachetta
  readonly key: unknown
  readonly args: readonly unknown[]
}

interface CachedFunctionLike {
  (...args: readonly unknown[]): unknown
  readonly cache: Cachetta
  refresh(...args: readonly unknown[]): unknown
}

export function isCachedFunction(value: unknown): value is CachedFunctionLike {
  return typeof value === 'function' && typeof Reflect.get(value, 'refresh') === 'function' && 'cache' in value
}

/** Returns the cache and the arguments of a hook's key. A cached function in front means the cache of that function. */
export function targetOf(cache: Cachetta, key: unknown): Target {
  const args: readonly unknown[] = Array.isArray(key) ? key : [key]
  const [fn, ...rest] = args
  return isCachedFunction(fn) ? { cache: fn.cache, key, args: rest } : { cache, key, args }
}

/** Returns the canonical text of a hook's key, without a cached function in front. */
export function textOfKey(key: unknown): string {
  const args: readonly unknown[] = Array.isArray(key) ? key : [key]
  try {
    return keyText(...(isCachedFunction(args[0]) ? args.slice(1) : args))
  } catch {
    return String(key)
  }
}

/** Returns the path of an entry: what its location has before the text of its key. */
export function pathIn(location: string, text: string): string {
  return text !== '' && location.endsWith(` ${text}`) ? location.slice(0, -text.length - 1) : location
}

/**
 * Returns the target of an entry that only the store has. A text of plain JSON is the arguments themselves. Others, for example a
 * `Date`, have no way back: the result is `undefined`, and the panel can only show the entry.
 */
export function targetOfText(cache: Cachetta, text: string, location: string): Target | undefined {
  try {
    const args: readonly unknown[] = JSON.parse(`[${text}]`)
    if (keyText(...args) !== text) return undefined
    for (const owner of [cache, cache.copy({ path: pathIn(location, text) })]) {
      if (owner.pathFor(...args) === location) return { cache: owner, key: args, args }
    }
    return undefined
  } catch {
    return undefined
  }
}
