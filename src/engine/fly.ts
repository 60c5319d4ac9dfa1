import type { Lock } from '../store/store.ts'
import type { Engine } from './engine.ts'
import { emit } from './events.ts'
import { find } from './find.ts'
import { keep } from './keep.ts'
import { judge } from './policy.ts'
import type { Job } from './question.ts'
import type { Flight, Slot } from './slots.ts'
import { supersede } from './slots.ts'

interface Manner {
  /** Compute even where someone else has just done so: `read: false`, `refresh()`. */
  readonly anew?: boolean
  /** Nobody waits: begin when the answer that caused it is out. */
  readonly background?: boolean
}

/** The one computation of an entry in this process: joins the running flight, or starts it. */
export function computation(engine: Engine, job: Job, manner: Manner = {}): Promise<unknown> {
  const running = engine.slots.peek(job.id)?.flight ?? null
  if (running !== null && running.job.policy.version === job.policy.version) return join(engine, running, job)
  const slot = engine.slots.hold(job.id, job.address)
  if (running !== null) supersede(slot) // it computes a value of another version
  const flight: Flight = {
    job,
    since: slot.version,
    bannedTags: new Set(),
    background: manner.background === true,
    isBeside: manner.background === true || manner.anew === true,
    promise: Promise.resolve()
      .then(() => fly(engine, slot, flight, manner))
      .finally(() => land(engine, slot, flight)),
  }
  slot.flight = flight
  return flight.promise
}

function join(engine: Engine, flight: Flight, job: Job): Promise<unknown> {
  emit('shared', job.address)
  if (!flight.job.policy.write) flight.job = job // someone came who wants the value kept
  return flight.bannedTags.size === 0 ? flight.promise : unlessBanned(engine, flight, job)
}

/**
 * What tags a value will carry is known when it is there, and some were invalidated while it was computed.
 *
 *     flight            |-----------compute-----------| carries a     older than the invalidation:
 *     invalidateTags a      |--|                                      good for who was waiting already,
 *     join                         |------------------|-compute-|     not for who came after it
 */
async function unlessBanned(engine: Engine, flight: Flight, job: Job): Promise<unknown> {
  const banned = [...flight.bannedTags]
  const value = await flight.promise
  return mayCarry(job, value, banned) ? computation(engine, job) : value
}

function mayCarry(job: Job, value: unknown, tags: readonly string[]): boolean {
  try {
    return job.tagsOf(value).some((tag) => tags.includes(tag))
  } catch {
    return true
  }
}

async function fly(engine: Engine, slot: Slot, flight: Flight, manner: Manner): Promise<unknown> {
  if (flight.background) await nextTurn(engine)
  const lock = await takeLock(engine, flight.job, manner)
  try {
    const adopted = await adopt(engine, slot, flight, manner)
    if (adopted !== null) return adopted.value
    const value = await run(engine, flight)
    await keep(engine, slot, flight, value, lock)
    return value
  } finally {
    await lock?.release()
  }
}

function land(engine: Engine, slot: Slot, flight: Flight): void {
  if (slot.flight === flight) slot.flight = null
  engine.slots.release(flight.job.id, slot)
}

/**
 * Another process may have computed while this one waited for the lock, or between this one's read and its lock.
 *
 *     process A   |-lock-|-----compute-----|-write-|-release-|
 *     process B     |-read: missing-|---------waits---------|-read: fresh, adopt it-|
 */
async function adopt(engine: Engine, slot: Slot, flight: Flight, manner: Manner): Promise<{ value: unknown } | null> {
  const { background, job } = flight
  if (manner.anew || !job.policy.read || !usesLock(engine, job)) return null
  slot.reading = null // it may have begun before the lock was had
  const entry = (await find(engine, job))?.entry ?? null
  if (judge(entry, job.policy, engine.clock.now()) !== 'fresh') return null
  emit('adopted', job.address, { background })
  return entry
}

async function run(engine: Engine, flight: Flight): Promise<unknown> {
  const { background, job } = flight
  const began = engine.clock.now()
  try {
    const value = await job.compute()
    emit('computed', job.address, { elapsed: engine.clock.now() - began, background })
    return value
  } catch (error) {
    emit('failed', job.address, { elapsed: engine.clock.now() - began, background, error })
    throw error
  }
}

/** Whoever computes anew does so beside another holder, too; everyone else waits for that one's value. */
async function takeLock(engine: Engine, job: Job, manner: Manner): Promise<Lock | null> {
  return usesLock(engine, job) ? engine.store.lock(job.address, !manner.anew) : null
}

function usesLock(engine: Engine, job: Job): boolean {
  return job.policy.lock && job.policy.write && engine.store.store.lock !== undefined
}

function nextTurn(engine: Engine): Promise<void> {
  return new Promise((resolve) => engine.clock.after(0, resolve))
}
