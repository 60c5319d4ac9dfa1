import type { Entry } from '../entry/entry.ts'
import { UnsafeTypeError } from '../errors.ts'
import { addressText } from '../key/address.ts'
import type { Lock } from '../store/store.ts'
import type { Engine } from './engine.ts'
import { emit } from './events.ts'
import { log } from './log.ts'
import type { Remembered } from './memory.ts'
import type { Job, Question } from './question.ts'
import type { Flight, Slot } from './slots.ts'
import { notify, tracked } from './slots.ts'

/**
 * Keeps what a flight computed: in the store, then in memory. Never rejects; the caller has the value in any case.
 *
 *     flight        v1 |------compute------|      older than the invalidation: handed to its caller, kept nowhere
 *     invalidate           | v2 |
 */
export async function keep(
  engine: Engine,
  slot: Slot,
  flight: Flight,
  value: unknown,
  lock: Lock | null,
): Promise<void> {
  const { background, job } = flight
  const { write } = job.policy
  if (!write && slot.listeners.size === 0) return
  const isStorable = write && (await isAccepted(job, value))
  const entry = isStorable || slot.listeners.size > 0 ? entryOf(engine, job, value) : null
  const outcome = entry === null ? 'refused' : await place(engine, slot, flight, { entry, isStorable, lock })
  if (outcome !== 'failed') emit(outcome, job.address, { background }) // a failed store has told of it already
}

type Outcome = 'stored' | 'refused' | 'discarded' | 'failed'

interface Placing {
  readonly entry: Entry
  readonly isStorable: boolean
  readonly lock: Lock | null
}

async function place(engine: Engine, slot: Slot, flight: Flight, placing: Placing): Promise<Outcome> {
  const { entry, isStorable, lock } = placing
  const { address, id, key, memory } = flight.job
  if (lock !== null && !(await lock.isHeld())) return 'discarded'
  if (isSuperseded(slot, flight, entry)) return 'discarded'
  const outcome = isStorable ? await tracked(slot, () => storeEntry(engine, flight.job, entry)) : 'refused'
  if (isSuperseded(slot, flight, entry)) {
    if (isStorable) engine.memories.forget(id) // it may hold what was there before; what superseded this write comes right behind it
    return outcome
  }
  const remembered: Remembered = { address, entry, key, source: 'network', requestedAt: flight.startedAt }
  engine.memories.recovered(id)
  if (outcome === 'refused') engine.memories.pin(slot, remembered)
  else engine.memories.remember(memory, id, remembered)
  settle(slot, flight)
  return outcome
}

/** The flight's value is what is true now: it is over for everybody who asks, and told in one piece. */
function settle(slot: Slot, flight: Flight): void {
  slot.version += 1
  slot.flight = null
  flight.isKept = true
  notify(slot)
}

/** The entry that `value` becomes, or `null` where its tags cannot be had: untagged it could never be invalidated. */
export function entryOf(engine: Engine, job: Pick<Job, 'address' | 'policy' | 'tagsOf'>, value: unknown): Entry | null {
  const { address, policy } = job
  try {
    const instants = { key: address.key, storedAt: engine.clock.now(), tags: job.tagsOf(value) }
    return policy.version === undefined ? { ...instants, value } : { ...instants, version: policy.version, value }
  } catch (error) {
    log('warn', `the tags of ${addressText(address)} could not be had; the value is not stored`, error)
    return null
  }
}

/** A condition that fails is a condition that does not hold. */
async function isAccepted(job: Job, value: unknown): Promise<boolean> {
  try {
    return await job.accepts(value)
  } catch (error) {
    conditionFailed(job, error)
    return false
  }
}

export function conditionFailed(job: Question, error: unknown): void {
  log('warn', `the condition of ${addressText(job.address)} threw; the value is not stored`, error)
}

/**
 *     flight     |---compute---|        |---compute---|           |-compute-|
 *     mutation          |--await--|        |--await-|           |-----await------|     each of these is older than the
 *                                                                                      mutation, or blind to it
 */
function isSuperseded(slot: Slot, flight: Flight, entry: Entry): boolean {
  const isOlder = slot.version !== flight.since || slot.mutation !== undefined
  return isOlder || flight.job.isDropped?.() === true || entry.tags.some((tag) => flight.bannedTags.has(tag))
}

/** A value that cannot be stored is refused; one that a failing store did not take can still stay in memory. */
async function storeEntry(engine: Engine, job: Question, entry: Entry): Promise<Outcome> {
  if (job.policy.persist === false) return 'stored'
  try {
    return (await engine.store.set(job.address, entry, job.policy.types)) ? 'stored' : 'failed'
  } catch (error) {
    if (!(error instanceof UnsafeTypeError)) throw error
    engine.store.complaints.failed('write', job.address, error)
    return 'refused'
  }
}
