import { ageOf } from '../entry/freshness.ts'
import type { Lock } from '../store/store.ts'
import type { Engine } from './engine.ts'
import { emit } from './events.ts'
import { find } from './find.ts'
import { keep } from './keep.ts'
import { isOfVersion, judge } from './policy.ts'
import type { Context, Job } from './question.ts'
import type { Flight, Slot } from './slots.ts'
import { notify, supersede } from './slots.ts'

export interface Manner {
  /** Compute even where someone else has just done so: `read: false`, `refresh()`. */
  readonly anew?: boolean
  /** Nobody waits: begin when the answer that caused it is out. */
  readonly background?: boolean
  /** For those who show the entry, and need not have it any more once they are gone. */
  readonly isShown?: boolean
  /** What someone else computed is good enough if it is younger than this, in milliseconds, though it be stale. */
  readonly recent?: number
}

/** The one computation of an entry in this process: joins the running flight, or starts it. */
export function computation(engine: Engine, job: Job, manner: Manner = {}): Promise<unknown> {
  const running = engine.slots.peek(job.id)?.flight ?? null
  if (running !== null && running.job.policy.version === job.policy.version) return join(engine, running, job, manner)
  return takeOff(engine, job, manner).promise
}

/** Starts a flight; one that runs already is older from now on. */
export function takeOff(engine: Engine, job: Job, manner: Manner): Flight {
  const slot = engine.slots.hold(job.id, job.address)
  if (slot.flight !== null) supersede(slot)
  const flight: Flight = {
    job,
    since: slot.version,
    startedAt: engine.clock.now(),
    bannedTags: new Set(),
    background: manner.background === true,
    isBeside: manner.background === true || manner.anew === true,
    isAwaited: manner.isShown !== true,
    abort: undefined,
    isKept: false,
    promise: Promise.resolve()
      .then(() => fly(engine, slot, flight, manner))
      .catch((error: unknown) => fail(engine, slot, flight, error))
      .finally(() => land(engine, slot, flight)),
  }
  slot.flight = flight
  notify(slot, 'flight')
  return flight
}

function join(engine: Engine, flight: Flight, job: Job, manner: Manner): Promise<unknown> {
  emit('shared', job.address)
  if (!flight.job.policy.write) flight.job = job // someone came who wants the value kept
  if (manner.isShown !== true) flight.isAwaited = true
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

/** Those who show the entry see the error, unless the flight was outrun: then it is of no more interest than its value. */
function fail(engine: Engine, slot: Slot, flight: Flight, error: unknown): never {
  const isShown = slot.listeners.size > 0 || !flight.isAwaited
  const isNews = slot.flight === flight && slot.mutation === undefined && flight.job.isDropped?.() !== true
  if (isNews && isShown) engine.memories.failed(flight.job.id, { error, at: engine.clock.now() })
  flight.isKept = isNews
  throw error
}

function land(engine: Engine, slot: Slot, flight: Flight): void {
  if (slot.flight === flight) {
    slot.flight = null
    notify(slot, 'flight')
  }
  engine.slots.release(flight.job.id, slot)
}

/**
 * Another process may have computed while this one waited for the lock, or between this one's read and its lock. What was
 * known here when the flight began is no answer to it, however recent.
 *
 *     process A   |-lock-|-----compute-----|-write-|-release-|
 *     process B     |-read: missing-|---------waits---------|-read: fresh, adopt it-|
 */
async function adopt(engine: Engine, slot: Slot, flight: Flight, manner: Manner): Promise<{ value: unknown } | null> {
  const { background, job } = flight
  if (manner.anew || !job.policy.read || !usesLock(engine, job)) return null
  const known = slot.pinned ?? job.memory?.get(job.id)
  slot.reading = null // it may have begun before the lock was had
  const entry = (await find(engine, job))?.entry ?? null
  const now = engine.clock.now()
  const isNews = isOfVersion(entry, job.policy) && entry.storedAt !== known?.entry.storedAt
  const isRecent = isNews && ageOf(entry, now) < (manner.recent ?? 0)
  if (!isNews || (!isRecent && judge(entry, job.policy, now) !== 'fresh')) return null
  flight.isKept = true
  emit('adopted', job.address, { background })
  return entry
}

async function run(engine: Engine, flight: Flight): Promise<unknown> {
  const { background, job } = flight
  const began = engine.clock.now()
  try {
    const value = await job.compute(contextOf(flight))
    emit('computed', job.address, { elapsed: engine.clock.now() - began, background })
    return value
  } catch (error) {
    emit('failed', job.address, { elapsed: engine.clock.now() - began, background, error })
    throw error
  }
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

/** Whoever computes anew does so beside another holder, too; everyone else waits for that one's value. */
async function takeLock(engine: Engine, job: Job, manner: Manner): Promise<Lock | null> {
  return usesLock(engine, job) ? engine.store.lock(job.address, !manner.anew) : null
}

function usesLock(engine: Engine, job: Job): boolean {
  return job.policy.lock && job.policy.write && job.policy.persist !== false && engine.store.store.lock !== undefined
}

function nextTurn(engine: Engine): Promise<void> {
  return new Promise((resolve) => engine.clock.after(0, resolve))
}
