import { ageOf } from '../../entry/freshness.ts'
import type { Engine } from '../engine.ts'
import { freshnessNow } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import type { Found } from './find.ts'
import { find, findSync } from './find.ts'

/** The result of `lookup`: a hit with its value, or a miss. Check `hit` before you read `value`. */
export type Lookup<Value> =
  | {
      /** True: an entry was found that is fresh or stale. */
      readonly hit: true
      /** The stored value. It can be `null` or `undefined`, because these are values. */
      readonly value: Value
      /** Milliseconds since the value was stored. */
      readonly age: number
      /** True past `duration` and within `staleDuration`. */
      readonly stale: boolean
    }
  | {
      /** False: there is no entry, or it has expired, is damaged, has another version, another shape or a type that is not allowed. */
      readonly hit: false
    }

const MISS: Lookup<never> = /* @__PURE__ */ Object.freeze({ hit: false })

/** Finds an entry and judges it. Computes nothing. */
export async function lookUpEntry(engine: Engine, request: EntryRequest): Promise<Lookup<unknown>> {
  return request.policy.read ? toLookup(engine, request, await find(engine, request)) : MISS
}

/** The synchronous twin of {@link lookUpEntry}. */
export function lookUpEntrySync(engine: Engine, request: EntryRequest): Lookup<unknown> {
  return request.policy.read ? toLookup(engine, request, findSync(engine, request)) : MISS
}

function toLookup(engine: Engine, request: EntryRequest, found: Found | null): Lookup<unknown> {
  const freshness = freshnessNow(engine, request, found?.entry)
  engine.emit?.('read', request, { found, freshness })
  if (found === null || freshness === 'missing' || freshness === 'expired') return MISS
  const age = ageOf(found.entry, engine.clock.now())
  const stale = freshness === 'stale'
  return { hit: true, value: found.entry.value, age, stale }
}
