import type { Duration } from '../../entry/duration.ts'
import { milliseconds } from '../../entry/duration.ts'
import type { MutationTarget } from '../change/mutate.ts'
import type { Memory } from '../memory/memory.ts'
import type { CacheHandle } from './cache-handle.ts'
import { handleOf } from './cache-handle.ts'
import type { Policy } from './policy.ts'
import { idOf } from './request.ts'

/** An entry that is request for by a hook's key. */
export interface KeyRequest extends MutationTarget {
  readonly handle: CacheHandle
  readonly args: readonly unknown[]
  /** The key as it was given, or as the function returned it. */
  readonly key: unknown
}

/** What whoever asks may want otherwise than the cache. */
export interface PrefetchOptions {
  readonly duration?: Duration | undefined
  readonly staleDuration?: Duration | undefined
  readonly version?: string | number | undefined
  readonly tags?: readonly string[] | undefined
  readonly persist?: boolean | undefined
}

/**
 * What a key asks for: of a cached function where one is in front, else of the cache. `undefined` for a key that is falsy,
 * or a function that returns such or throws. Throws `InvalidKeyError` for what has no stable identity.
 */
export function resolveKey(key: unknown, cache: CacheHandle, options: PrefetchOptions): KeyRequest | undefined {
  const given = callKeyFunction(key)
  const list = Array.isArray(given) ? given : [given]
  if (!given || list.length === 0) return undefined
  const own = handleOf(list[0])
  const handle = own ? inScopeOf(cache, own) : cache
  const args = own ? list.slice(1) : list
  const address = handle.addressOf(args)
  return {
    handle,
    address,
    id: idOf(address),
    args,
    key: given,
    memory: memoryFor(handle),
    policy: policyFor(handle, options),
    tagsOf: (value) => options.tags ?? handle.tagsOf(value, args),
  }
}

/** Without `read` an entry is known while it is shown, and to a request as long as that lasts. */
function memoryFor({ engine, memory, origin, policy }: CacheHandle): Memory | undefined {
  return policy.read || origin ? (memory ?? engine.defaultMemory) : undefined
}

/** A cached function answers within the scope, and the part of the page, of the cache that it is request through. */
function inScopeOf({ engine, memory, origin, hydrated }: CacheHandle, own: CacheHandle): CacheHandle {
  if (own.engine === origin) return { ...own, engine, memory, hydrated }
  return hydrated && own.engine === engine ? { ...own, hydrated } : own
}

function callKeyFunction(key: unknown): unknown {
  if (typeof key !== 'function' || handleOf(key)) return key
  try {
    return key()
  } catch {
    return undefined
  }
}

/** One policy for all who options nothing else: what thousands look at stays near. */
function policyFor({ policy }: CacheHandle, { duration, persist, staleDuration, version }: PrefetchOptions): Policy {
  if ((duration ?? persist ?? staleDuration ?? version) == null) return policy
  return {
    ...policy,
    persist: persist ?? policy.persist,
    version: version ?? policy.version,
    duration: milliseconds(duration ?? policy.duration, 'duration'),
    staleDuration: milliseconds(staleDuration ?? policy.staleDuration, 'staleDuration'),
  }
}
