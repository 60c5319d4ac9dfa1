import type { Entry } from '../entry/entry.ts'
import { UnsafeTypeError } from '../errors.ts'
import { addressText } from '../key/address.ts'
import type { Lock } from '../store/store.ts'
import type { Engine } from './engine.ts'
import { emit } from './events.ts'
import { log } from './log.ts'
import type { Job, Question } from './question.ts'
import type { Flight, Slot } from './slots.ts'
import { notify, pending } from './slots.ts'

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
  const { job } = flight
  if (!job.policy.write) return
  if (!(await isAccepted(job, value))) return emit('refused', job.address)
  const entry = entryOf(engine, job, value)
  if (entry === null) return emit('refused', job.address)
  if (lock !== null && !(await engine.store.isHeld(lock, job.address))) return emit('discarded', job.address)
  if (isSuperseded(slot, flight, entry)) return emit('discarded', job.address)
  if (!(await pending(slot, () => store(engine, job, entry)))) return emit('refused', job.address)
  if (isSuperseded(slot, flight, entry)) return // while it was written: the delete that did it comes right behind
  slot.version += 1
  engine.memories.remember(job.memory, job.id, { address: job.address, entry })
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

function isSuperseded(slot: Slot, flight: Flight, entry: Entry): boolean {
  return slot.version !== flight.since || entry.tags.some((tag) => flight.bannedTags.has(tag))
}

/** False where the value cannot be stored at all; a store that merely failed leaves it to memory. */
async function store(engine: Engine, job: Question, entry: Entry): Promise<boolean> {
  try {
    if (await engine.store.set(job.address, entry, job.policy.types)) emit('stored', job.address)
    return true
  } catch (error) {
    if (!(error instanceof UnsafeTypeError)) throw error
    engine.store.complaints.failed('write', job.address, error)
    return false
  }
}
