import { emit, isObserved } from '#events'
import type { Entry } from '../entry/entry.ts'
import { ageOf } from '../entry/freshness.ts'
import { addressText } from '../key/address.ts'
import { computation } from './computation.ts'
import type { Engine } from './engine.ts'
import type { Found } from './find.ts'
import { find } from './find.ts'
import { log } from './log.ts'
import type { Remembered } from './memory.ts'
import type { Policy } from './policy.ts'
import { canRescue, judge } from './policy.ts'
import type { Job } from './question.ts'
import { revalidate } from './revalidate.ts'

/** The whole way of one call: fresh → the value; stale → the value, and a revalidation; else the function's own result. */
export async function answer(engine: Engine, job: Job): Promise<unknown> {
  if (!job.policy.read) return computation(engine, job, { anew: true })
  if (!isComputedForSuch(engine, job)) {
    const found = await find(engine, job)
    if (settles(engine, job, found)) return found.entry.value
  }
  try {
    return await computation(engine, job)
  } catch (error) {
    const old = job.policy.staleIfError > 0 ? await find(engine, job) : null
    return rescue(engine, job, old, error)
  }
}

/** The shortest way of all: what is fresh in memory in this very moment. */
export function settlesAtOnce(engine: Engine, policy: Policy, known: Remembered | undefined): Entry | undefined {
  if (known === undefined || judge(known.entry, policy, engine.clock.now()) !== 'fresh') return undefined
  if (isObserved()) emit?.('hit', known.address, { source: 'memory', age: ageOf(known.entry, engine.clock.now()) })
  return known.entry
}

/** Answers from what was found, where it is young enough; a stale value sets a revalidation going. */
export function settles(engine: Engine, job: Job, found: Found | null): found is Found {
  const now = engine.clock.now()
  const freshness = judge(found?.entry ?? null, job.policy, now)
  if (found === null || freshness === 'missing' || freshness === 'expired') {
    emit?.('miss', job.address)
    return false
  }
  const details = { source: found.source, age: ageOf(found.entry, now) }
  if (freshness === 'fresh') {
    emit?.('hit', job.address, details)
    return true
  }
  emit?.('stale', job.address, details)
  revalidate(engine, job)
  return true
}

/** The function failed: the old value answers where `staleIfError` still covers its age. */
export function rescue(engine: Engine, job: Job, found: Found | null, error: unknown): unknown {
  const entry = found?.entry ?? null
  if (!canRescue(entry, job.policy, engine.clock.now())) throw error
  emit?.('rescued', job.address, { error })
  log('warn', `${addressText(job.address)} could not be computed; the old value answers (staleIfError)`, error)
  return entry.value
}

/**
 * A flight that a miss began tells that nothing is there which its policy could use, so there is nothing to look for. One
 * that began in the background, or to compute anew, may run beside a value that still answers at once.
 */
function isComputedForSuch(engine: Engine, job: Job): boolean {
  const flight = engine.slots.get(job.id)?.flight
  if (flight === undefined || flight.job.policy !== job.policy) return false
  if (flight.manner.after || flight.manner.anew) return false
  return judge(recalled(job), job.policy, engine.clock.now()) === 'missing'
}

function recalled(job: Job) {
  return job.memory?.get(job.id)?.entry ?? null
}
