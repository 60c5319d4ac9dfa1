import type { Entry } from '../entry/entry.ts'
import { UnsafeTypeError } from '../errors.ts'
import { addressText } from '../key/address.ts'
import type { Lock } from '../store/store.ts'
import type { Engine } from './engine.ts'
import { emit } from './events.ts'
import { log } from './log.ts'
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
  if (!job.policy.write) return
  const entry = (await isAccepted(job, value)) ? entryOf(engine, job, value) : null
  const outcome = entry === null ? 'refused' : await place(engine, slot, flight, entry, lock)
  if (outcome !== 'failed') emit(outcome, job.address, { background }) // a failed store has told of it already
}

type Outcome = 'stored' | 'refused' | 'discarded' | 'failed'

async function place(engine: Engine, slot: Slot, flight: Flight, entry: Entry, lock: Lock | null): Promise<Outcome> {
  const { address, id, memory } = flight.job
  if (lock !== null && !(await lock.isHeld())) return 'discarded'
  if (isSuperseded(slot, flight, entry)) return 'discarded'
  const outcome = await tracked(slot, () => store(engine, flight.job, entry))
  if (outcome === 'refused') return outcome
  if (isSuperseded(slot, flight, entry)) {
    engine.memories.forget(id) // it may hold what was there before; what superseded this write comes right behind it
    return outcome
  }
  slot.version += 1
  engine.memories.remember(memory, id, { address, entry })
  notify(slot)
  return outcome
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

function isSuperseded(slot: Slot, flight: Flight, entry: Entry): boolean {
  return slot.version !== flight.since || entry.tags.some((tag) => flight.bannedTags.has(tag))
}

/** A value that cannot be stored is refused; one that a failing store did not take can still stay in memory. */
async function store(engine: Engine, job: Question, entry: Entry): Promise<Outcome> {
  try {
    return (await engine.store.set(job.address, entry, job.policy.types)) ? 'stored' : 'failed'
  } catch (error) {
    if (!(error instanceof UnsafeTypeError)) throw error
    engine.store.complaints.failed('write', job.address, error)
    return 'refused'
  }
}
