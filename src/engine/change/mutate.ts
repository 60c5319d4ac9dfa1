import { createEntry, showThenStore } from '../compute/store-result.ts'
import type { Engine } from '../engine.ts'
import { markForRefetch, showTransient, toMemoryEntry } from '../memory/memories.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peek, peekCommitted } from '../memory/peek.ts'
import { find } from '../read/find.ts'
import type { ComputeRequest, EntryRequest } from '../request/request.ts'
import type { Slot } from '../slot/slot.ts'
import { endMutation, notifyListeners, supersede, withSlot } from '../slot/slot.ts'
import { isThenable } from '../thenable.ts'
import { forgetEntry } from './invalidate.ts'

/** What is request by a mutation; nothing is computed. */
export type MutationTarget = EntryRequest & Pick<ComputeRequest, 'tagsOf'>

/**
 * What every `mutate` does with its arguments: with none it asks for a newer value, else it changes the entry by what the caller
 * knows, and asks then. Resolves with what came of the change; rejects as it does.
 */
export function mutateEntry(engine: Engine, request: MutationTarget, given: readonly unknown[]): Promise<unknown> {
  if (given.length === 0) return requestRefetch(engine, request)
  const [change, second = {}] = given
  const options: MutateOptions = typeof second === 'boolean' ? { revalidate: second } : (second as MutateOptions)
  return withSlot(engine, request, (slot) => runMutation(engine, request, slot, change, options))
}

/**
 *     mutation 1   |--------await--------|             its outcome decides nothing any more, an error included
 *     mutation 2        |----------await--------|      began later: kept, or rolled back to what was there before both
 *     flight                |------|                   blind to what comes: dropped
 */
async function runMutation(
  engine: Engine,
  request: MutationTarget,
  slot: Slot,
  change: unknown,
  options: MutateOptions,
) {
  const { optimisticData, revalidate = true, rollbackOnError = true, throwOnError = true } = options
  const own = {}
  slot.mutation = own
  slot.flight = undefined
  try {
    const before = peekCommitted(engine, request)?.entry.value
    if (optimisticData !== undefined) {
      const expected = resolveChange(optimisticData, before, peek(engine, request)?.entry.value)
      slot.optimistic = toMutatedEntry(engine, request, expected)
      notifyListeners(slot)
    }
    const next = resolveChange(change, before)
    const outcome = isThenable(next) ? await next : next
    if (slot.mutation === own) await commitMutation(engine, request, slot, outcome, options)
    return outcome
  } catch (error) {
    if (slot.mutation === own) endUncommitted(engine, slot, Boolean(resolveChange(rollbackOnError, error)))
    if (throwOnError) throw error
    return undefined
  } finally {
    const isOutrun = slot.mutation !== undefined // which leaves the asking to the later one
    if (!isOutrun && resolveChange(revalidate, peek(engine, request)?.entry.value, request.key))
      void requestRefetch(engine, request)
  }
}

/** What was given, or what it makes of `from` where it is a function. */
function resolveChange(given: unknown, ...from: readonly unknown[]): unknown {
  return typeof given === 'function' ? given(...from) : given
}

/** In memory first, so that it is shown in this very moment; then in the store. */
async function commitMutation(
  engine: Engine,
  request: MutationTarget,
  slot: Slot,
  outcome: unknown,
  options: MutateOptions,
) {
  const { populateCache = true } = options
  if (!populateCache) return endUncommitted(engine, slot, false)
  const value =
    typeof populateCache === 'function' ? populateCache(outcome, peekCommitted(engine, request)?.entry.value) : outcome
  const memoryEntry = value === undefined ? undefined : toMutatedEntry(engine, request, value)
  if (memoryEntry) {
    endMutation(slot)
    return showThenStore(engine, request, slot, memoryEntry)
  }
  const gone = forgetEntry(engine, request.address)
  notifyListeners(slot)
  return gone
}

/** What was shown goes, and what is committed shows again; or it stays, kept nowhere, until something newer comes. */
function endUncommitted(engine: Engine, slot: Slot, isRolledBack: boolean): void {
  if (!isRolledBack && slot.optimistic) showTransient(engine, slot.id, slot.optimistic)
  endMutation(slot)
  notifyListeners(slot)
}

function toMutatedEntry(engine: Engine, request: MutationTarget, value: unknown): MemoryEntry | undefined {
  const entry = createEntry(engine, request, value)
  return entry && toMemoryEntry(request, entry, 'memory')
}

/** Whoever shows the entry computes it anew, now or once it is shown again. Resolves with what the first of them got. */
function requestRefetch(engine: Engine, request: EntryRequest): Promise<unknown> {
  return withSlot(engine, request, async (slot) => {
    supersede(slot)
    if (slot.listeners.size === 0 && !request.memory?.get(request.id)) await find(engine, request) // to be marked
    markForRefetch(engine, request.id)
    const answers = await Promise.all(notifyListeners(slot, 'outdated'))
    return answers.find((answer) => answer !== undefined)
  })
}

/** How `mutate` changes an entry; `Result` is what the change resolves with, where that is not the value itself. */
export interface MutateOptions<Data = unknown, Result = Data> {
  /** Shown until the change is there; a function gets the data committed last and the data shown. */
  readonly optimisticData?: Data | ((committed: Data | undefined, shown: Data | undefined) => Data) | undefined
  /** Show the committed data again when the change fails; a function decides by the error. @default true */
  readonly rollbackOnError?: boolean | ((error: unknown) => boolean) | undefined
  /** Keep what the change resolves with; a function makes the data of it. @default true */
  readonly populateCache?: boolean | ((result: Result, committed: Data | undefined) => Data) | undefined
  /** Compute anew afterwards, where the entry is shown; a function decides by the data and the key. @default true */
  readonly revalidate?: boolean | ((data: Data | undefined, key: unknown) => boolean) | undefined
  /** `false`: an error of the change is swallowed. @default true */
  readonly throwOnError?: boolean | undefined
}
