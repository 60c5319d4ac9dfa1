import { emit } from '#events'
import { ageOf } from '../entry/freshness.ts'
import type { Engine } from './engine.ts'
import type { Found } from './find.ts'
import { find } from './find.ts'
import { findSync } from './find-sync.ts'
import { judge } from './policy.ts'
import type { Question } from './question.ts'

/** What a cache holds for some arguments. `age` in milliseconds; `stale` while past `duration` and within `staleDuration`. */
export type Lookup<Value> =
  | { readonly hit: true; readonly value: Value; readonly age: number; readonly stale: boolean }
  | { readonly hit: false }

const MISS: Lookup<never> = Object.freeze({ hit: false })

/** Looks up and judges, and computes nothing. */
export async function lookUp(engine: Engine, question: Question): Promise<Lookup<unknown>> {
  return question.policy.read ? verdict(engine, question, await find(engine, question)) : MISS
}

/** The synchronous twin of {@link lookUp}. */
export function lookUpSync(engine: Engine, question: Question): Lookup<unknown> {
  return question.policy.read ? verdict(engine, question, findSync(engine, question)) : MISS
}

function verdict(engine: Engine, question: Question, found: Found | null): Lookup<unknown> {
  const now = engine.clock.now()
  const freshness = judge(found?.entry ?? null, question.policy, now)
  if (found === null || freshness === 'missing' || freshness === 'expired') {
    emit?.('miss', question.address)
    return MISS
  }
  const age = ageOf(found.entry, now)
  const stale = freshness === 'stale'
  emit?.(stale ? 'stale' : 'hit', question.address, { source: found.source, age })
  return { hit: true, value: found.entry.value, age, stale }
}
