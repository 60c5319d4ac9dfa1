import { emit } from '#events'
import { InvalidOptionError, UnsafeTypeError } from '../errors.ts'
import { rescue, settles } from './answer.ts'
import { failed } from './complaints.ts'
import type { Engine } from './engine.ts'
import { findSync } from './find-sync.ts'
import { hold, release } from './hold.ts'
import { notStored } from './keep.ts'
import { isOfVersion, judge } from './policy.ts'
import type { Context, Job } from './question.ts'
import { lockEntrySync } from './stored-entry-sync.ts'
import { writeSync } from './write.ts'

/** Nothing can stop what never pauses. */
const UNSTOPPABLE: Context = { signal: new AbortController().signal }

/** The synchronous twin of `answer`. A stale value's revalidation runs on the asynchronous way, after the return. */
export function answerSync(engine: Engine, job: Job): unknown {
  if (!job.policy.read) return computeSync(engine, job)
  const found = findSync(engine, job)
  if (settles(engine, job, found)) return found.entry.value
  try {
    return computeSync(engine, job, adoptSync)
  } catch (error) {
    return rescue(engine, job, found, error)
  }
}

/** Computes under the store's lock, where it has one, and keeps the value. */
export function computeSync(
  engine: Engine,
  job: Job,
  adopted: (engine: Engine, job: Job) => { value: unknown } | null = () => null,
): unknown {
  const lock = job.policy.lock && job.policy.write ? lockEntrySync(engine, job.address) : null
  const slot = hold(engine, job)
  const since = slot.version
  try {
    const entry = adopted(engine, job)
    if (entry !== null) return entry.value
    const value = runSync(engine, job)
    // The function itself may have invalidated the entry; others may have, as the lock knows.
    keepSync(engine, job, value, () => slot.version === since && lock?.isHeld() !== false)
    return value
  } finally {
    lock?.release()
    release(engine, slot)
  }
}

/** What another process computed while this one waited for the lock. */
function adoptSync(engine: Engine, job: Job): { value: unknown } | null {
  if (!job.policy.lock || !job.policy.write) return null
  const found = findSync(engine, job)
  const entry = found?.entry ?? null
  if (!isOfVersion(entry, job.policy) || judge(entry, job.policy, engine.clock.now()) !== 'fresh') return null
  emit?.('adopted', job.address)
  return entry
}

function runSync(engine: Engine, job: Job): unknown {
  const began = engine.clock.now()
  try {
    const value = job.compute(UNSTOPPABLE)
    emit?.('computed', job.address, { elapsed: engine.clock.now() - began })
    return value
  } catch (error) {
    emit?.('failed', job.address, { elapsed: engine.clock.now() - began, error })
    throw error
  }
}

function keepSync(engine: Engine, job: Job, value: unknown, isStillWanted: () => boolean): void {
  if (!job.policy.write) return
  if (!isAccepted(job, value)) emit?.('refused', job.address)
  else if (!isStillWanted()) emit?.('discarded', job.address)
  else storeSync(engine, job, value)
}

function storeSync(engine: Engine, job: Job, value: unknown): void {
  try {
    writeSync(engine, job, value)
  } catch (error) {
    if (!(error instanceof UnsafeTypeError)) throw error
    failed(engine, 'write', job.address, error)
    emit?.('refused', job.address)
  }
}

function isAccepted(job: Job, value: unknown): boolean {
  let verdict: boolean | Promise<boolean>
  try {
    verdict = job.accepts(value)
  } catch (error) {
    notStored(job, 'condition', error)
    return false
  }
  if (typeof verdict === 'object') {
    verdict.catch(() => {})
    throw new InvalidOptionError(
      'condition: it returned a promise, and a synchronous function cannot wait for it; return a boolean',
    )
  }
  return verdict
}
