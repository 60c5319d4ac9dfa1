import { emit } from '#events'
import type { Entry } from '../entry/entry.ts'
import { addressText } from '../key/address.ts'
import type { Lock } from '../store/store.ts'
import { attempt } from './attempt.ts'
import { failed } from './complaints.ts'
import type { Engine } from './engine.ts'
import { held } from './glance.ts'
import { log } from './log.ts'
import { pass, remember, rememberedAs, unremember } from './memories.ts'
import type { Remembered } from './memory.ts'
import type { Job, Question } from './question.ts'
import type { Flight, Slot } from './slots.ts'
import { notify, supersede, tracked } from './slots.ts'
import { writeEntry } from './stored-entry.ts'

/**
 * Keeps what a flight computed: in memory, then in the store. Never rejects; the caller has the value in any case.
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
  const { id, policy } = job
  const isStorable = policy.write && (await isAccepted(job, value))
  const entry = isStorable || slot.listeners.size > 0 ? entryOf(engine, job, value) : undefined
  if (!entry) return policy.write ? tell(flight, 'refused') : undefined
  // A lock that cannot be asked counts as held.
  const isHeld = lock && (await attempt(engine, 'lock', job.address, () => lock.isHeld()))
  if (isHeld === false || isOutrun(slot, flight, entry)) return tell(flight, 'discarded')

  const remembered = rememberedAs(job, entry, 'network', flight.startedAt)
  flight.isKept = true
  flight.entry = entry
  supersede(slot)
  if (slot.listeners.size === 0) slot.flight = flight // who asks joins it, until it is stored; for those who look it is over
  if (isStorable) return tell(flight, await show(engine, job, slot, remembered))
  pass(engine, id, remembered)
  notify(slot)
  tell(flight, 'refused')
}

type Outcome = 'stored' | 'refused' | 'failed'

/** A failed store has told of it already. */
function tell(flight: Flight, outcome: Outcome | 'discarded'): void {
  if (outcome !== 'failed') emit?.(outcome, flight.job.address, { background: flight.manner.after !== undefined })
}

/**
 * Remembers and shows a value, and then stores it: nobody who looks has to wait for the store. What cannot be stored stays
 * shown, and is kept nowhere; what a failing store did not take can still stay in memory.
 *
 *     write |--------v1--------|            remembered before, to be shown, and once more after:
 *     read     |--disk--| v0                it was over before the write was, and brought what was there before
 */
export async function show(engine: Engine, question: Question, slot: Slot, remembered: Remembered): Promise<Outcome> {
  const { address, id, policy } = question
  const { version } = slot
  remember(engine, question, remembered)
  notify(slot)
  try {
    const isKept =
      policy.persist === false || (await tracked(slot, writeEntry(engine, address, remembered.entry, policy.types)))
    const known = held(engine, question)?.entry ?? remembered.entry
    if (slot.version === version && known.storedAt <= remembered.entry.storedAt) remember(engine, question, remembered)
    return isKept ? 'stored' : 'failed'
  } catch (error) {
    failed(engine, 'write', address, error)
    if (slot.version === version) {
      unremember(engine, id)
      pass(engine, id, remembered)
    }
    return 'refused'
  }
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
 * Is what comes of a flight of no interest any more?
 *
 *     flight     |---compute---|        |---compute---|           |-compute-|
 *     mutation          |--await--|        |--await-|           |-----await------|     each of these is older than the
 *                                                                                      mutation, or blind to it
 */
export function isOutrun(slot: Slot, flight: Flight, entry?: Entry): boolean {
  if (slot.flight !== flight || slot.mutation || flight.job.isDropped?.()) return true
  return entry?.tags.some((tag) => flight.bannedTags?.has(tag)) === true
}
