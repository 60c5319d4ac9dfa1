import type { Duration } from '../../entry/duration.ts'
import { parseDuration } from '../../entry/duration.ts'
import { idOf } from '../../key/address.ts'
import type { Memory } from '../memory/memory.ts'
import type { CacheHandle } from './cache-handle.ts'
import { handleOf } from './cache-handle.ts'
import type { Policy } from './policy.ts'
import type { MutationTarget } from './request.ts'
import type { Schema } from './schema.ts'

/** An entry that is named by a hook's key. */
export interface KeyRequest extends MutationTarget {
  readonly handle: CacheHandle
  /** The key as an argument list, without the cached function in front. */
  readonly args: readonly unknown[]
  /** The key as it was given, or as the key function returned it. */
  readonly key: unknown
}

/** Options of `prefetch`. An option that is left out has the value of the cache. A number as a span means milliseconds. */
export interface PrefetchOptions {
  /** The entry is fresh for this long. @default what the cache was given, else 0 */
  readonly duration?: Duration | undefined
  /** For this long after `duration` the entry may still be shown. @default what the cache was given, else '7d' */
  readonly staleDuration?: Duration | undefined
  /** An entry stored under another version counts as missing. @default the cache's version */
  readonly version?: string | number | undefined
  /** The tags by which `invalidateTags` finds the entry. @default the cache's tags */
  readonly tags?: readonly string[] | undefined
  /** Data from the store must match it. A Standard Schema, or a function that throws. @default the cache's schema */
  readonly schema?: Schema | undefined
  /** `false` keeps the entry in memory only. @default true */
  readonly persist?: boolean | undefined
}

/**
 * Resolves a hook's key to the entry that it names: an entry of the cached function in front of the key, else of the cache.
 * Returns `undefined` for a falsy key and for a key function that returns one or throws. Throws `InvalidKeyError` for a key that
 * has no stable identity.
 */
export function resolveKey(key: unknown, cache: CacheHandle, options: PrefetchOptions): KeyRequest | undefined {
  const resolved = callKeyFunction(key)
  const list = Array.isArray(resolved) ? resolved : [resolved]
  if (!resolved || list.length === 0) return undefined
  const cachedFunction = handleOf(list[0])
  return toKeyRequest(resolved, cachedFunction ? inScopeOf(cache, cachedFunction) : cache, options)
}

/** Makes the request for a key of this very handle, which belongs to the cached function in front of the key if there is one. */
export function toKeyRequest(key: unknown, handle: CacheHandle, options: PrefetchOptions): KeyRequest {
  const list: readonly unknown[] = Array.isArray(key) ? key : [key]
  const args = handleOf(list[0]) ? list.slice(1) : list
  const address = handle.addressOf(args)
  return {
    handle,
    address,
    id: idOf(address),
    args,
    key,
    memory: memoryFor(handle),
    policy: policyFor(handle, options),
    tagsOf: (value) => options.tags ?? handle.tagsOf(value, args),
    spansOf: handle.spansOf && ((value) => handle.spansOf?.(value, args) ?? {}),
  }
}

/** With `read: false` memory is not asked, except in a scope, where it lasts as long as the request. */
function memoryFor({ engine, memory, origin, policy }: CacheHandle): Memory | undefined {
  return policy.read || origin ? (memory ?? engine.defaultMemory) : undefined
}

/**
 * A cached function in a key uses the scope, and the hydrated entries, of the cache that the hook uses. `cache.engine` is read last,
 * because that opens the default database of hooks without a provider.
 */
function inScopeOf(cache: CacheHandle, cachedFunction: CacheHandle): CacheHandle {
  const { hydrated, memory, origin } = cache
  if (origin && cachedFunction.engine === origin) return { ...cachedFunction, engine: cache.engine, memory, hydrated }
  return hydrated && cachedFunction.engine === cache.engine ? { ...cachedFunction, hydrated } : cachedFunction
}

function callKeyFunction(key: unknown): unknown {
  if (typeof key !== 'function' || handleOf(key)) return key
  try {
    return key()
  } catch {
    return undefined
  }
}

/** Returns the handle's own policy if no option changes it, so that thousands of hooks share one object. */
function policyFor({ policy }: CacheHandle, options: PrefetchOptions): Policy {
  const { duration, persist, schema, staleDuration, version } = options
  if ((duration ?? persist ?? schema ?? staleDuration ?? version) == null) return policy
  return {
    ...policy,
    persist: persist ?? policy.persist,
    schema: schema ?? policy.schema,
    version: version ?? policy.version,
    duration: parseDuration(duration ?? policy.duration, 'duration'),
    staleDuration: parseDuration(staleDuration ?? policy.staleDuration, 'staleDuration'),
  }
}
