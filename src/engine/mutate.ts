import { UnsafeTypeError } from '../errors.ts'
import type { Engine } from './engine.ts'
import { find } from './find.ts'
import { committed, glance } from './glance.ts'
import { forget } from './invalidate.ts'
import { entryOf } from './keep.ts'
import type { Remembered } from './memory.ts'
import type { Job, Question } from './question.ts'
import type { Slot } from './slots.ts'
import { notify, supersede, tracked } from './slots.ts'

/** What is asked by a mutation; nothing is computed. */
export type Mutable = Question & Pick<Job, 'tagsOf'>

/** How a mutation is carried out. */
export interface Mutation {
  /** The value to come, a promise of it, or what makes it of the one committed last. */
  readonly change: unknown
  /** What to show until then, made of the value committed last and of the one that is shown. */
  readonly optimistic?: ((committed: unknown, shown: unknown) => unknown) | undefined
  /** The value to keep, made of what came and of the one committed last. Absent: nothing is kept. */
  readonly populate?: ((outcome: unknown, committed: unknown) => unknown) | undefined
  readonly rollsBack: (error: unknown) => boolean
}

/**
 * Changes an entry by what the caller knows. Resolves with what came of `change`; rejects as it does.
 *
 *     mutation 1   |--------await--------|             its outcome decides nothing any more, an error included
 *     mutation 2        |----------await--------|      began later: kept, or rolled back to what was there before both
 *     flight                |------|                   blind to what comes: dropped
 */
export async function mutate(engine: Engine, question: Mutable, mutation: Mutation): Promise<unknown> {
  const { change, optimistic } = mutation
  const slot = engine.slots.hold(question.id, question.address)
  const own = {}
  slot.mutation = own
  slot.flight = null
  try {
    const before = committed(engine, question)?.entry.value
    if (optimistic) show(engine, question, slot, optimistic(before, glance(engine, question)?.entry.value))
    const isAtHand = typeof change !== 'function' && !(change instanceof Promise)
    const outcome = isAtHand ? change : await (typeof change === 'function' ? change(before) : change)
    if (slot.mutation === own) await commit(engine, question, slot, mutation, outcome)
    return outcome
  } catch (error) {
    if (slot.mutation === own) settle(engine, slot, mutation.rollsBack(error))
    throw error
  } finally {
    engine.slots.release(question.id, slot)
  }
}

function show(engine: Engine, question: Mutable, slot: Slot, value: unknown): void {
  slot.optimistic = madeOf(engine, question, value)
  notify(slot)
}

/** In memory first, so that it is shown in this very moment; then in the store. */
async function commit(engine: Engine, question: Mutable, slot: Slot, mutation: Mutation, outcome: unknown) {
  const { address, id, memory, policy } = question
  const value = mutation.populate?.(outcome, committed(engine, question)?.entry.value)
  if (!mutation.populate) return settle(engine, slot, false)
  supersede(slot)
  slot.mutation = undefined
  slot.optimistic = undefined
  const made = value === undefined ? undefined : madeOf(engine, question, value)
  if (made === undefined) return clear(engine, slot, question)
  engine.memories.remember(memory, id, made)
  notify(slot)
  if (policy.persist === false) return
  try {
    await tracked(slot, () => engine.store.set(address, made.entry, policy.types))
  } catch (error) {
    if (!(error instanceof UnsafeTypeError)) throw error
    engine.store.complaints.failed('write', address, error)
    engine.memories.forget(id)
    engine.memories.pin(slot, made)
  }
}

/** Shows nothing in this very moment; the store takes its time. */
function clear(engine: Engine, slot: Slot, { address, id }: Mutable): Promise<void> {
  engine.memories.forget(id)
  notify(slot)
  return forget(engine, address)
}

/** What was shown goes, and what is committed shows again; or it stays, kept nowhere, until something newer comes. */
function settle(engine: Engine, slot: Slot, isRolledBack: boolean): void {
  supersede(slot)
  if (!isRolledBack && slot.optimistic) engine.memories.pin(slot, slot.optimistic)
  slot.mutation = undefined
  slot.optimistic = undefined
  notify(slot)
}

function madeOf(engine: Engine, question: Mutable, value: unknown): Remembered | undefined {
  const entry = entryOf(engine, question, value)
  return entry === null ? undefined : { address: question.address, entry, key: question.key, source: 'memory' }
}

/** Whoever shows the entry computes it anew, now or once it is shown again. Resolves with what the first of them got. */
export async function outdate(engine: Engine, question: Question): Promise<unknown> {
  const { address, id, memory } = question
  const slot = engine.slots.hold(id, address)
  supersede(slot)
  if (slot.listeners.size === 0 && memory?.get(id) === undefined) await find(engine, question) // to be marked
  engine.memories.outdate(id)
  const answers = notify(slot, 'outdated')
  engine.slots.release(id, slot)
  return (await Promise.all(answers)).find((answer) => answer !== undefined)
}
