import { createEntry, showThenStore } from '../compute/store-result.ts'
import type { Engine } from '../engine.ts'
import { markForRefetch, showTransient, toMemoryEntry } from '../memory/memories.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peek, peekCommitted } from '../memory/peek.ts'
import { find } from '../read/find.ts'
import type { EntryRequest, MutationTarget } from '../request/request.ts'
import type { Slot } from '../slot/slot.ts'
import { endMutation, notifyListeners, supersede, withSlot } from '../slot/slot.ts'
import { isThenable } from '../thenable.ts'
import { forgetEntry } from './invalidate.ts'

/** How `mutate` changes an entry. `Result` is the type that the change resolves with, if it is not the data itself. */
export interface MutateOptions<Data = unknown, Result = Data> {
  /**
   * The data to show until the change has ended. A function gets the committed data and the data shown now.
   * @default the data shown now
   */
  readonly optimisticData?: Data | ((committed: Data | undefined, shown: Data | undefined) => Data) | undefined
  /** Shows the committed data again if the change fails. A function decides by the error. @default true */
  readonly rollbackOnError?: boolean | ((error: unknown) => boolean) | undefined
  /** Keeps the result of the change as the data. A function makes the data from the result. @default true */
  readonly populateCache?: boolean | ((result: Result, committed: Data | undefined) => Data) | undefined
  /** Fetches the entry afterwards, if it is shown. A function decides by the data and the key. @default true */
  readonly revalidate?: boolean | ((data: Data | undefined, key: unknown) => boolean) | undefined
  /** Rejects if the change fails. `false` resolves with `undefined` instead. @default true */
  readonly throwOnError?: boolean | undefined
}

/** The arguments of every `mutate` after its key. */
export type MutateArguments = readonly unknown[]

/** Asks for a newer value if there are no arguments. Otherwise changes the entry, and asks for a newer value then. */
export function mutateEntry(engine: Engine, target: MutationTarget, args: MutateArguments): Promise<unknown> {
  if (args.length === 0) return requestRefetch(engine, target)
  return withSlot(engine, target, (slot) => runMutation(engine, target, slot, ...parseMutateArguments(args)))
}

/** Tells `(change, options)` from `(change, revalidate)`. */
export function parseMutateArguments([change, second]: MutateArguments): [change: unknown, options: MutateOptions] {
  return [change, typeof second === 'boolean' ? { revalidate: second } : Object(second)] // typed by every `mutate`
}

/**
 *     mutation 1   |--------await--------|             superseded: its result and its error have no effect
 *     mutation 2        |----------await--------|      began later: committed, or rolled back to the data before both
 *     flight                |------|                   may not have seen the change: dropped
 */
async function runMutation(
  engine: Engine,
  target: MutationTarget,
  slot: Slot,
  change: unknown,
  options: MutateOptions,
) {
  const { optimisticData, revalidate = true, rollbackOnError = true, throwOnError = true } = options
  const own = {}
  slot.mutation = own
  slot.flight = undefined
  try {
    const committed = peekCommitted(engine, target)?.entry.value
    if (optimisticData !== undefined) {
      const optimistic = callIfFunction(optimisticData, committed, peek(engine, target)?.entry.value)
      slot.optimistic = toWrittenEntry(engine, target, optimistic)
      notifyListeners(slot)
    }
    const next = callIfFunction(change, committed)
    const result = isThenable(next) ? await next : next
    if (slot.mutation === own) await commitMutation(engine, target, slot, result, options)
    return result
  } catch (error) {
    if (slot.mutation === own) endWithoutCommit(engine, slot, Boolean(callIfFunction(rollbackOnError, error)))
    if (throwOnError) throw error
    return undefined
  } finally {
    const isSuperseded = slot.mutation !== undefined // the later mutation asks for the fetch
    if (!isSuperseded && callIfFunction(revalidate, peek(engine, target)?.entry.value, target.key)) {
      void requestRefetch(engine, target)
    }
  }
}

/** Options and changes may be a value, or a function that returns it. */
function callIfFunction(valueOrFunction: unknown, ...args: readonly unknown[]): unknown {
  return typeof valueOrFunction === 'function' ? valueOrFunction(...args) : valueOrFunction
}

/** Puts the result into memory first, so that it shows at once, then into the store. */
async function commitMutation(
  engine: Engine,
  target: MutationTarget,
  slot: Slot,
  result: unknown,
  { populateCache = true }: MutateOptions,
) {
  if (!populateCache) return endWithoutCommit(engine, slot, false)
  const value =
    typeof populateCache === 'function' ? populateCache(result, peekCommitted(engine, target)?.entry.value) : result
  const memoryEntry = value === undefined ? undefined : toWrittenEntry(engine, target, value)
  if (memoryEntry) {
    endMutation(slot)
    return showThenStore(engine, target, slot, memoryEntry)
  }
  const forgotten = forgetEntry(engine, target.address)
  notifyListeners(slot)
  return forgotten
}

/** A rollback shows the committed data again. Otherwise the optimistic data stays visible until newer data arrives. */
function endWithoutCommit(engine: Engine, slot: Slot, isRollback: boolean): void {
  if (!isRollback && slot.optimistic) showTransient(engine, slot.id, slot.optimistic)
  endMutation(slot)
  notifyListeners(slot)
}

function toWrittenEntry(engine: Engine, target: MutationTarget, value: unknown): MemoryEntry | undefined {
  const entry = createEntry(engine, target, value)
  return entry && toMemoryEntry(target, entry, 'memory')
}

/** Hooks that show the entry fetch it now, others when they mount. Resolves with the data that the first hook got. */
function requestRefetch(engine: Engine, request: EntryRequest): Promise<unknown> {
  return withSlot(engine, request, async (slot) => {
    supersede(slot)
    // Only an entry in memory can be marked.
    if (slot.listeners.size === 0 && !request.memory?.get(request.id)) await find(engine, request)
    markForRefetch(engine, request.id)
    const answers = await Promise.all(notifyListeners(slot, 'refetch'))
    return answers.find((answer) => answer !== undefined)
  })
}
