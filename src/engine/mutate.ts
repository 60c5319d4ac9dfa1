import type { Engine } from './engine.ts'
import { find } from './find.ts'
import { committed, glance } from './glance.ts'
import { holding } from './hold.ts'
import { forget } from './invalidate.ts'
import { entryOf, storeShown } from './keep.ts'
import { markOutdated, pass, remember, unremember } from './memories.ts'
import type { Remembered } from './memory.ts'
import type { Job, Question } from './question.ts'
import type { Slot } from './slots.ts'
import { notify, supersede } from './slots.ts'
import { isThenable } from './thenable.ts'

/** What is asked by a mutation; nothing is computed. */
export type Mutable = Question & Pick<Job, 'tagsOf'>

/** How a mutation is carried out; a function makes what is meant. */
export interface Mutation {
  /** The value to come, a promise of it, or what makes it of the one committed last. */
  readonly change: unknown
  /** What to show until then, made of the value committed last and of the one that is shown. */
  readonly optimisticData?: unknown
  /** The value to keep, made of what came and of the one committed last; `true`: what came, `false`: none. */
  readonly populateCache?: unknown
  /** Show again what was there before, by the error. */
  readonly rollbackOnError?: unknown
}

/**
 * Changes an entry by what the caller knows. Resolves with what came of `change`; rejects as it does.
 *
 *     mutation 1   |--------await--------|             its outcome decides nothing any more, an error included
 *     mutation 2        |----------await--------|      began later: kept, or rolled back to what was there before both
 *     flight                |------|                   blind to what comes: dropped
 */
export function mutate(engine: Engine, question: Mutable, mutation: Mutation): Promise<unknown> {
  const { change, optimisticData, rollbackOnError = true } = mutation
  return holding(engine, question, async (slot) => {
    const own = {}
    slot.mutation = own
    slot.flight = undefined
    try {
      const before = committed(engine, question)?.entry.value
      if (optimisticData !== undefined) {
        const shown = made(optimisticData, before, glance(engine, question)?.entry.value)
        slot.optimistic = rememberedAs(engine, question, shown)
        notify(slot)
      }
      const isToCome = typeof change === 'function' || isThenable(change)
      const outcome = isToCome ? await made(change, before) : change
      if (slot.mutation === own) await commit(engine, question, slot, mutation, outcome)
      return outcome
    } catch (error) {
      if (slot.mutation === own) settle(slot, Boolean(made(rollbackOnError, error)))
      throw error
    }
  })
}

/** What was given, or what it makes of `from` where it is a function. */
export function made(given: unknown, ...from: readonly unknown[]): unknown {
  return typeof given === 'function' ? given(...from) : given
}

/** In memory first, so that it is shown in this very moment; then in the store. */
async function commit(engine: Engine, question: Mutable, slot: Slot, mutation: Mutation, outcome: unknown) {
  const { populateCache = true } = mutation
  if (!populateCache) return settle(slot, false)
  const value =
    populateCache === true ? outcome : made(populateCache, outcome, committed(engine, question)?.entry.value)
  end(slot)
  const remembered = value === undefined ? undefined : rememberedAs(engine, question, value)
  if (remembered) remember(engine, question, remembered)
  else unremember(engine, question.id)
  notify(slot) // in this very moment; the store takes its time
  if (!remembered) return forget(engine, question.address)
  await storeShown(engine, question, slot, remembered)
}

/** What was shown goes, and what is committed shows again; or it stays, kept nowhere, until something newer comes. */
function settle(slot: Slot, isRolledBack: boolean): void {
  if (!isRolledBack && slot.optimistic) pass(slot, slot.optimistic)
  end(slot)
  notify(slot)
}

function end(slot: Slot): void {
  supersede(slot)
  slot.mutation = slot.optimistic = undefined
}

function rememberedAs(engine: Engine, question: Mutable, value: unknown): Remembered | undefined {
  const entry = entryOf(engine, question, value)
  return entry && { address: question.address, entry, key: question.key, source: 'memory' }
}

/** Whoever shows the entry computes it anew, now or once it is shown again. Resolves with what the first of them got. */
export function outdate(engine: Engine, question: Question): Promise<unknown> {
  return holding(engine, question, async (slot) => {
    supersede(slot)
    if (slot.listeners.size === 0 && !question.memory?.get(question.id)) await find(engine, question) // to be marked
    markOutdated(engine, question.id)
    const answers = await Promise.all(notify(slot, 'outdated'))
    return answers.find((answer) => answer !== undefined)
  })
}
