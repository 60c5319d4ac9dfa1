import { createBareEntry, createEntry, showThenStore, tagReason } from '../compute/store-result.ts'
import type { Engine } from '../engine.ts'
import { deleteFromMemory, setNeedsRefetch, showTransient, toMemoryEntry } from '../memory/memories.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peekCommitted, peekUnlayered } from '../memory/peek.ts'
import { find } from '../read/find.ts'
import type { EntryRequest, MutationTarget } from '../request/request.ts'
import type { Slot } from '../slot/slot.ts'
import { dropFlight, endMutation, notifyListeners, supersede, trackWrite, withSlot } from '../slot/slot.ts'
import { deleteEntry } from '../store/stored-entry.ts'
import { isThenable } from '../thenable.ts'
import { forgetEntry } from './invalidate.ts'

/** How `mutate` changes an entry. `Result` is the type that the change resolves with, if it is not the data itself. */
export interface MutateOptions<Data = unknown, Result = Data> {
  /**
   * The data to show until the change has ended. A function gets two values: the committed data, which the last fetch or
   * finished mutation left, and the data shown now, which has the optimistic data of mutations that still run.
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

/** Asks for a newer value if there are no arguments. Otherwise changes the entry, and then makes the hooks that show it fetch. */
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
  const own: Slot['mutation'] = {}
  slot.mutation = own
  dropFlight(slot, 'mutation')
  try {
    const committed = peekCommitted(engine, target)?.entry.value
    if (optimisticData !== undefined) {
      const optimistic = callIfFunction(optimisticData, committed, peekUnlayered(engine, target)?.entry.value)
      slot.optimistic = toWrittenEntry(engine, target, optimistic) ?? toShownEntry(engine, target, optimistic)
      notifyListeners(slot)
    }
    const next = callIfFunction(change, committed)
    const result = isThenable(next) ? await next : next
    if (slot.mutation === own) await commitMutation(engine, target, slot, result, options)
    return result
  } catch (error) {
    if (slot.mutation === own) endFailed(engine, slot, rollbackOnError, error)
    if (throwOnError) throw error
    return undefined
  } finally {
    if (slot.mutation === undefined) revalidateAfter(engine, target, slot, revalidate) // else the later mutation does
  }
}

/** A mutation has ended in any case, also if `rollbackOnError` throws. */
function endFailed(engine: Engine, slot: Slot, rollbackOnError: unknown, error: unknown): void {
  let isRollback = true
  try {
    isRollback = Boolean(callIfFunction(rollbackOnError, error))
  } finally {
    endWithoutCommit(engine, slot, isRollback)
  }
}

/** Without a fetch by the mutation, a hook whose first fetch it ended has to ask for one itself. */
function revalidateAfter(engine: Engine, target: MutationTarget, slot: Slot, revalidate: unknown): void {
  let shouldFetch = false
  try {
    shouldFetch = Boolean(callIfFunction(revalidate, peekUnlayered(engine, target)?.entry.value, target.key))
  } finally {
    if (shouldFetch) refetchIfShown(engine, slot)
    else if (!peekUnlayered(engine, target)) notifyListeners(slot)
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
  { populateCache = true, revalidate = true }: MutateOptions,
) {
  if (!populateCache) return endWithoutCommit(engine, slot, false)
  const value =
    typeof populateCache === 'function' ? populateCache(result, peekCommitted(engine, target)?.entry.value) : result
  const memoryEntry = value === undefined ? undefined : toWrittenEntry(engine, target, value)
  if (tagReason(slot.mutation, memoryEntry?.entry)) return endWithoutCommit(engine, slot, true)
  if (memoryEntry) {
    endMutation(slot, 'mutation')
    const outcome = await showThenStore(engine, target, slot, memoryEntry)
    return outcome === 'stored' && engine.emit?.(outcome, target)
  }
  if (value === undefined) {
    const forgotten = forgetEntry(engine, target.address)
    slot.isCleared = revalidate !== true
    notifyListeners(slot, 'changed', 'mutation')
    return forgotten
  }
  endMutation(slot, 'mutation')
  deleteFromMemory(engine, target.id)
  showTransient(engine, target.id, toShownEntry(engine, target, value))
  notifyListeners(slot, 'changed', 'mutation')
  return trackWrite(slot, deleteEntry(engine, target.address))
}

/** A rollback shows the committed data again. Otherwise the optimistic data stays visible until newer data arrives. */
function endWithoutCommit(engine: Engine, slot: Slot, isRollback: boolean): void {
  if (!isRollback && slot.optimistic) showTransient(engine, slot.id, slot.optimistic)
  endMutation(slot, 'mutation')
  notifyListeners(slot, 'changed', 'mutation')
}

function toWrittenEntry(engine: Engine, target: MutationTarget, value: unknown): MemoryEntry | undefined {
  const entry = createEntry(engine, target, value)
  return entry && toMemoryEntry(engine, target, entry, 'memory')
}

/** Makes an entry that is only shown: its tags or its spans cannot be determined. */
function toShownEntry(engine: Engine, target: MutationTarget, value: unknown): MemoryEntry {
  return toMemoryEntry(engine, target, createBareEntry(engine, target, value), 'memory')
}

/** Hooks that show the entry fetch it. If there are none, the value is as fresh as one that was fetched. */
function refetchIfShown(engine: Engine, slot: Slot): void {
  supersede(slot, 'mutation')
  setNeedsRefetch(engine, slot.id, true)
  const answers = notifyListeners(slot, 'refetch', 'mutation')
  if (answers.every((answer) => answer === undefined)) setNeedsRefetch(engine, slot.id, false)
}

/** Hooks that show the entry fetch it now, others when they mount. Resolves with the data that the first hook got. */
function requestRefetch(engine: Engine, request: EntryRequest): Promise<unknown> {
  return withSlot(engine, request, async (slot) => {
    supersede(slot, 'mutate')
    // Only an entry in memory can be marked.
    if (slot.listeners.size === 0 && !request.memory?.get(request.id)) await find(engine, request)
    setNeedsRefetch(engine, request.id, true)
    const answers = await Promise.all(notifyListeners(slot, 'refetch', 'mutate'))
    return answers.find((answer) => answer !== undefined)
  })
}
