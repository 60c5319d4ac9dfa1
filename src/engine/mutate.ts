import type { Engine } from './engine.ts'
import { find } from './find.ts'
import { committed, glance } from './glance.ts'
import { holding } from './hold.ts'
import { forget } from './invalidate.ts'
import { entryOf, show } from './keep.ts'
import { markOutdated, pass, rememberedAs } from './memories.ts'
import type { Remembered } from './memory.ts'
import type { MutateOptions } from './mutate-options.ts'
import type { Job, Question } from './question.ts'
import type { Slot } from './slots.ts'
import { endMutation, notify, supersede } from './slots.ts'
import { isThenable } from './thenable.ts'

/** What is asked by a mutation; nothing is computed. */
export type Mutable = Question & Pick<Job, 'tagsOf'>

/**
 * What every `mutate` does with its arguments: with none it asks for a newer value, else it changes the entry by what the caller
 * knows, and asks then. Resolves with what came of the change; rejects as it does.
 */
export function mutateBy(engine: Engine, question: Mutable, given: readonly unknown[]): Promise<unknown> {
  if (given.length === 0) return outdate(engine, question)
  const [change, second = {}] = given
  const options: MutateOptions = typeof second === 'boolean' ? { revalidate: second } : (second as MutateOptions)
  return holding(engine, question, (slot) => mutate(engine, question, slot, change, options))
}

/**
 *     mutation 1   |--------await--------|             its outcome decides nothing any more, an error included
 *     mutation 2        |----------await--------|      began later: kept, or rolled back to what was there before both
 *     flight                |------|                   blind to what comes: dropped
 */
async function mutate(engine: Engine, question: Mutable, slot: Slot, change: unknown, options: MutateOptions) {
  const { optimisticData, revalidate = true, rollbackOnError = true, throwOnError = true } = options
  const own = {}
  slot.mutation = own
  slot.flight = undefined
  try {
    const before = committed(engine, question)?.entry.value
    if (optimisticData !== undefined) {
      const expected = made(optimisticData, before, glance(engine, question)?.entry.value)
      slot.optimistic = given(engine, question, expected)
      notify(slot)
    }
    const next = made(change, before)
    const outcome = isThenable(next) ? await next : next
    if (slot.mutation === own) await commit(engine, question, slot, outcome, options)
    return outcome
  } catch (error) {
    if (slot.mutation === own) settle(engine, slot, Boolean(made(rollbackOnError, error)))
    if (throwOnError) throw error
    return undefined
  } finally {
    const isOutrun = slot.mutation !== undefined // which leaves the asking to the later one
    if (!isOutrun && made(revalidate, glance(engine, question)?.entry.value, question.key))
      void outdate(engine, question)
  }
}

/** What was given, or what it makes of `from` where it is a function. */
function made(given: unknown, ...from: readonly unknown[]): unknown {
  return typeof given === 'function' ? given(...from) : given
}

/** In memory first, so that it is shown in this very moment; then in the store. */
async function commit(engine: Engine, question: Mutable, slot: Slot, outcome: unknown, options: MutateOptions) {
  const { populateCache = true } = options
  if (!populateCache) return settle(engine, slot, false)
  const value =
    typeof populateCache === 'function' ? populateCache(outcome, committed(engine, question)?.entry.value) : outcome
  const remembered = value === undefined ? undefined : given(engine, question, value)
  if (remembered) {
    endMutation(slot)
    return show(engine, question, slot, remembered)
  }
  const gone = forget(engine, question.address)
  notify(slot)
  return gone
}

/** What was shown goes, and what is committed shows again; or it stays, kept nowhere, until something newer comes. */
function settle(engine: Engine, slot: Slot, isRolledBack: boolean): void {
  if (!isRolledBack && slot.optimistic) pass(engine, slot.id, slot.optimistic)
  endMutation(slot)
  notify(slot)
}

function given(engine: Engine, question: Mutable, value: unknown): Remembered | undefined {
  const entry = entryOf(engine, question, value)
  return entry && rememberedAs(question, entry, 'memory')
}

/** Whoever shows the entry computes it anew, now or once it is shown again. Resolves with what the first of them got. */
function outdate(engine: Engine, question: Question): Promise<unknown> {
  return holding(engine, question, async (slot) => {
    supersede(slot)
    if (slot.listeners.size === 0 && !question.memory?.get(question.id)) await find(engine, question) // to be marked
    markOutdated(engine, question.id)
    const answers = await Promise.all(notify(slot, 'outdated'))
    return answers.find((answer) => answer !== undefined)
  })
}
