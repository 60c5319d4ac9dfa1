import type { Duration } from '../entry/duration.ts'
import { milliseconds } from '../entry/duration.ts'
import type { Face } from './faces.ts'
import { faceOf } from './faces.ts'
import type { Memory } from './memory.ts'
import type { Mutable } from './mutate.ts'
import type { Policy } from './policy.ts'
import { idOf } from './question.ts'

/** An entry that is asked for by a hook's key. */
export interface Asked extends Mutable {
  readonly face: Face
  readonly args: readonly unknown[]
  /** The key as it was given, or as the function returned it. */
  readonly key: unknown
}

/** What whoever asks may want otherwise than the cache. */
export interface Wish {
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
export function askedBy(key: unknown, cache: Face, wish: Wish): Asked | undefined {
  const given = resolved(key)
  const list = Array.isArray(given) ? given : [given]
  if (!given || list.length === 0) return undefined
  const own = faceOf(list[0])
  const face = own ? within(cache, own) : cache
  const args = own ? list.slice(1) : list
  const address = face.addressOf(args)
  return {
    face,
    address,
    id: idOf(address),
    args,
    key: given,
    memory: memoryOf(face),
    policy: policyFor(face, wish),
    tagsOf: (value) => wish.tags ?? face.tagsOf(value, args),
  }
}

/** Without `read` an entry is known while it is shown, and to a request as long as that lasts. */
function memoryOf({ engine, memory, origin, policy }: Face): Memory | undefined {
  return policy.read || origin ? (memory ?? engine.shown) : undefined
}

/** A cached function answers within the scope, and the part of the page, of the cache that it is asked through. */
function within({ engine, memory, origin, served }: Face, own: Face): Face {
  if (own.engine === origin) return { ...own, engine, memory, served }
  return served && own.engine === engine ? { ...own, served } : own
}

function resolved(key: unknown): unknown {
  if (typeof key !== 'function' || faceOf(key)) return key
  try {
    return key()
  } catch {
    return undefined
  }
}

/** One policy for all who wish nothing else: what thousands look at stays near. */
function policyFor({ policy }: Face, { duration, persist, staleDuration, version }: Wish): Policy {
  if ((duration ?? persist ?? staleDuration ?? version) == null) return policy
  return {
    ...policy,
    persist: persist ?? policy.persist,
    version: version ?? policy.version,
    duration: milliseconds(duration ?? policy.duration, 'duration'),
    staleDuration: milliseconds(staleDuration ?? policy.staleDuration, 'staleDuration'),
  }
}
