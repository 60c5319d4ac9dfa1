import { emit } from '#events'
import type { Entry } from '../entry/entry.ts'
import { UnsafeTypeError } from '../errors.ts'
import { addressText } from '../key/address.ts'
import type { Lock } from '../store/store.ts'
import { failed } from './complaints.ts'
import type { Engine } from './engine.ts'
import { log } from './log.ts'
import { pass, remember, unremember } from './memories.ts'
import type { Remembered } from './memory.ts'
import type { Job, Question } from './question.ts'
import type { Flight, Slot } from './slots.ts'
import { notify, tracked } from './slots.ts'
import { writeEntry } from './stored-entry.ts'

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
  lock: Lock | null | undefined,
): Promise<void> {
  const { job } = flight
  const isStorable = job.policy.write && (await isAccepted(job, value))
  const entry = isStorable || slot.listeners.size > 0 ? entryOf(engine, job, value) : undefined
  if (entry) await place(engine, slot, flight, { entry, isStorable, lock })
  else if (job.policy.write) tell(flight, 'refused')
}

type Outcome = 'stored' | 'refused' | 'failed'

interface Placing {
  readonly entry: Entry
  readonly isStorable: boolean
  readonly lock: Lock | null | undefined
}

async function place(engine: Engine, slot: Slot, flight: Flight, { entry, isStorable, lock }: Placing): Promise<void> {
  const { job } = flight
  const { address, key, policy } = job
  if ((await lock?.isHeld()) === false || isSuperseded(slot, flight, entry)) return tell(flight, 'discarded')
  const { persist } = policy
  const remembered: Remembered = { address, entry, key, persist, source: 'network', requestedAt: flight.startedAt }
  if (isStorable && slot.listeners.size > 0) return tell(flight, await show(engine, slot, flight, remembered))
  const outcome = isStorable ? await tracked(slot, storeEntry(engine, job, entry)) : 'refused'
  if (isSuperseded(slot, flight, entry)) {
    if (isStorable) unremember(engine, job.id) // it may hold what was there before; what superseded this write comes right behind it
  } else {
    engine.failures.delete(job.id)
    if (outcome === 'refused') pass(slot, remembered)
    else remember(engine, job, remembered)
    settle(slot, flight)
  }
  tell(flight, outcome)
}

/** A failed store has told of it already. */
function tell(flight: Flight, outcome: Outcome | 'discarded'): void {
  if (outcome !== 'failed') emit?.(outcome, flight.job.address, { background: flight.manner.after !== undefined })
}

/** Nobody who looks has to wait for the store. */
function show(engine: Engine, slot: Slot, flight: Flight, remembered: Remembered): Promise<Outcome> {
  remember(engine, flight.job, remembered)
  settle(slot, flight)
  return storeShown(engine, flight.job, slot, remembered)
}

/** Stores what is shown already. What the store refuses stays shown, and is kept nowhere. */
export async function storeShown(
  engine: Engine,
  question: Question,
  slot: Slot,
  remembered: Remembered,
): Promise<Outcome> {
  const { version } = slot
  const outcome = await tracked(slot, storeEntry(engine, question, remembered.entry))
  if (outcome === 'refused' && slot.version === version) {
    unremember(engine, question.id)
    pass(slot, remembered)
  }
  return outcome
}

/** The flight's value is what is true now: it is over for everybody who asks, and told in one piece. */
function settle(slot: Slot, flight: Flight): void {
  slot.version += 1
  slot.flight = undefined
  flight.isKept = true
  notify(slot)
}

/** The entry that `value` becomes, or none where its tags cannot be had: untagged it could never be invalidated. */
export function entryOf(
  engine: Engine,
  question: Pick<Job, 'address' | 'policy' | 'tagsOf'>,
  value: unknown,
): Entry | undefined {
  const { key } = question.address
  const { version } = question.policy
  try {
    const tags = question.tagsOf(value)
    return { key, storedAt: engine.clock.now(), tags, ...(version !== undefined && { version }), value }
  } catch (error) {
    return notStored(question, 'tags', error)
  }
}

/** A condition that fails is a condition that does not hold. */
async function isAccepted(job: Job, value: unknown): Promise<boolean> {
  try {
    return await job.accepts(value)
  } catch (error) {
    notStored(job, 'condition', error)
    return false
  }
}

export function notStored({ address }: Pick<Job, 'address'>, option: 'tags' | 'condition', error: unknown): undefined {
  log('warn', `the ${option} of ${addressText(address)} threw; the value is not stored`, error)
}

/**
 *     flight     |---compute---|        |---compute---|           |-compute-|
 *     mutation          |--await--|        |--await-|           |-----await------|     each of these is older than the
 *                                                                                      mutation, or blind to it
 */
function isSuperseded(slot: Slot, flight: Flight, entry: Entry): boolean {
  if (slot.version !== flight.since || slot.mutation || flight.job.isDropped?.()) return true
  return entry.tags.some((tag) => flight.bannedTags?.has(tag))
}

/** A value that cannot be stored is refused; one that a failing store did not take can still stay in memory. */
async function storeEntry(
  engine: Engine,
  { address, policy }: Pick<Question, 'address' | 'policy'>,
  entry: Entry,
): Promise<Outcome> {
  if (policy.persist === false) return 'stored'
  try {
    return (await writeEntry(engine, address, entry, policy.types)) ? 'stored' : 'failed'
  } catch (error) {
    if (!(error instanceof UnsafeTypeError)) throw error
    failed(engine, 'write', address, error)
    return 'refused'
  }
}
