import type { Face } from '../engine/faces.ts'
import { faceOf } from '../engine/faces.ts'
import type { Mutable } from '../engine/mutate.ts'
import { idOf } from '../engine/question.ts'
import { shownMemory } from '../engine/shown-memory.ts'
import type { Config } from './config.ts'
import { policyFor } from './policy-for.ts'

/** What names an entry: a text, a number, or a list of arguments; an object is a list of one. */
export type Key = string | number | readonly unknown[] | object

/** Anything falsy, for a key that is not there yet: nothing is fetched. */
export type NoKey = '' | 0 | false | null | undefined

/** A key, none, or a function that returns either; one that throws has none. */
export type KeyOrNone<K> = K | NoKey | (() => K | NoKey)

/** An entry that a hook asks for. */
export interface Asked extends Mutable {
  readonly face: Face
  readonly args: readonly unknown[]
  /** The key as it was given, or as the function returned it. */
  readonly key: unknown
}

/** What a key asks for; `undefined` for none. Throws `InvalidKeyError` for what has no stable identity. */
export function askedBy(key: unknown, config: Config): Asked | undefined {
  const given = resolved(key)
  const args = Array.isArray(given) ? given : [given]
  if (!given || args.length === 0) return undefined
  const own = faceOf(args[0])
  const face = own ?? config.face
  const named = own ? args.slice(1) : args
  const address = face.addressOf(named)
  return {
    face,
    address,
    id: idOf(address),
    args: named,
    key: given,
    memory: face.memory ?? shownMemory(face.engine),
    policy: policyFor(face, config),
    tagsOf: (value) => config.tags ?? face.tagsOf(value, named),
  }
}

function resolved(key: unknown): unknown {
  if (typeof key !== 'function' || faceOf(key)) return key
  try {
    return key()
  } catch {
    return undefined
  }
}
