import { emit } from '#events'
import type { Entry } from '../entry/entry.ts'
import { ageOf } from '../entry/freshness.ts'
import { attempt } from './attempt.ts'
import type { Engine } from './engine.ts'
import { find } from './find.ts'
import { held } from './glance.ts'
import { hold, release } from './hold.ts'
import { isOutrun, keep } from './keep.ts'
import { noteFailure } from './memories.ts'
import { observed } from './observed.ts'
import { judge } from './policy.ts'
import type { Context, Job } from './question.ts'
import type { Flight, Manner, Slot } from './slots.ts'
import { notify } from './slots.ts'

/** Starts a flight; one that runs already is older from now on. */
export function takeOff(engine: Engine, job: Job, manner: Manner): Flight {
  const slot = hold(engine, job)
  const flight: Flight = {
    job,
    manner,
    startedAt: engine.clock.now(),
    isAwaited: manner.isShown !== true,
    isKept: false,
    promise: Promise.resolve(manner.after)
      .then(() => fly(engine, slot, flight))
      .catch((error: unknown) => fail(engine, slot, flight, error))
      .finally(() => land(engine, slot, flight)),
  }
  slot.flight = flight
  notify(slot, 'flight')
  return flight
}

/** Whoever computes anew does so beside another holder of the lock, too; everyone else waits for that one's value. */
async function fly(engine: Engine, slot: Slot, flight: Flight): Promise<unknown> {
  const { address, policy } = flight.job
  const { anew } = flight.manner
  const isLocking = policy.lock && policy.write && policy.persist !== false && engine.store.lock !== undefined
  const known = held(engine, flight.job)?.entry
  const lock = isLocking ? await attempt(engine, 'lock', address, () => engine.store.lock?.(address, !anew)) : null
  const mayAdopt = isLocking && !anew && policy.read && !lock?.isAlone
  try {
    const adopted = mayAdopt && (await adopt(engine, slot, flight, known))
    if (adopted) return adopted.value
    const context = contextOf(flight)
    const value = await (emit ? observed(engine, flight, context) : flight.job.compute(context))
    await keep(engine, slot, flight, value, lock)
    return value
  } finally {
    if (lock) await attempt(engine, 'lock', address, () => lock.release())
  }
}

/** Those who show the entry see the error, unless the flight was outrun: then it is of no more interest than its value. */
function fail(engine: Engine, slot: Slot, flight: Flight, error: unknown): never {
  const isShown = slot.listeners.size > 0 || !flight.isAwaited
  flight.isKept = !isOutrun(slot, flight)
  if (flight.isKept && isShown) noteFailure(engine, slot.id, error)
  throw error
}

function land(engine: Engine, slot: Slot, flight: Flight): void {
  if (slot.flight === flight) {
    slot.flight = undefined
    notify(slot, 'flight')
  }
  release(engine, slot)
}

/**
 * Another process may have computed while this one waited for the lock, or between this one's read and its lock. What was
 * known here when the flight began is no answer to it, however recent.
 *
 *     process A   |-lock-|-----compute-----|-write-|-release-|
 *     process B     |-read: missing-|---------waits---------|-read: fresh, adopt it-|
 */
async function adopt(engine: Engine, slot: Slot, flight: Flight, known: Entry | undefined): Promise<Entry | undefined> {
  const { job, manner } = flight
  slot.reading = undefined // it may have begun before the lock was had
  const entry = (await find(engine, job))?.entry
  if (!entry || entry.storedAt === known?.storedAt) return undefined
  const now = engine.clock.now()
  if (ageOf(entry, now) >= (manner.recent ?? 0) && judge(entry, job.policy, now) !== 'fresh') return undefined
  flight.isKept = true
  emit?.('adopted', job.address, { background: manner.after !== undefined })
  return entry
}

/** A function that takes its signal can be stopped; one that does not runs to its end. */
function contextOf(flight: Flight): Context {
  return {
    get signal() {
      flight.abort ??= new AbortController()
      return flight.abort.signal
    },
  }
}
