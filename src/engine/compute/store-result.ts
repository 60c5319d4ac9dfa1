import type { Entry } from '../../entry/entry.ts'
import { TimeoutError } from '../../errors.ts'
import { addressText } from '../../key/address.ts'
import type { Lock, SyncLock } from '../../store/store.ts'
import { waitForOption } from '../clock.ts'
import type { Engine } from '../engine.ts'
import type { DropReason } from '../events/reasons.ts'
import { debug } from '../log.ts'
import { deleteFromMemory, setInMemory, showTransient, toMemoryEntry } from '../memory/memories.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peekAny } from '../memory/peek.ts'
import type { ComputeRequest, EntryRequest, MutationTarget } from '../request/request.ts'
import type { Flight, Slot, Tagged } from '../slot/slot.ts'
import { notifyListeners, reportDrop, supersede, trackWrite } from '../slot/slot.ts'
import { guardStore, reportStoreFailure, SHORT_WAIT_MS } from '../store/guard-store.ts'
import { writeEntry } from '../store/stored-entry.ts'
import type { TroubleTable } from '../trouble.ts'
import { endTrouble, reportTrouble } from '../trouble.ts'

/**
 * Keeps the value of a flight: in memory, then in the store. Never rejects, because the caller has the value in any case.
 *
 *     flight        v1 |------compute------|      older than the invalidation: returned to its caller, kept nowhere
 *     invalidate           | v2 |
 */
export async function storeResult(
  engine: Engine,
  slot: Slot,
  flight: Flight,
  value: unknown,
  lock: Lock | SyncLock | null | undefined,
): Promise<void> {
  const { request } = flight
  const { id, policy } = request
  const passes = policy.write && !flight.isRefused && (await passesCondition(engine, request, value))
  const result = createResultEntry(engine, request, value, { passes, isShown: slot.listeners.size > 0 })
  if (!result) return policy.write ? reportOutcome(engine, flight, 'refused') : undefined
  const { entry, isStorable } = result
  if (!(await mayShow(engine, slot, request, entry, lock))) {
    return slot.flight === flight ? reportDrop(slot, flight, 'lost lock') : undefined
  }
  if (isSuperseded(slot, flight, entry)) return

  const memoryEntry = toMemoryEntry(engine, request, entry, 'network')
  flight.isCurrent = true
  flight.entry = entry
  supersede(slot)
  if (slot.listeners.size === 0) slot.flight = flight // later calls join until the value is stored; for hooks the flight is over
  if (isStorable) {
    const outcome = await showThenStore(engine, request, slot, memoryEntry, lock)
    return outcome === 'discarded' ? reportDrop(slot, flight, 'lost lock') : reportOutcome(engine, flight, outcome)
  }
  showTransient(engine, id, memoryEntry)
  notifyListeners(slot)
  reportOutcome(engine, flight, 'refused')
}

/** Returns nothing for a value that is neither stored nor shown. A value whose entry cannot be made is only shown. */
function createResultEntry(
  engine: Engine,
  request: ComputeRequest,
  value: unknown,
  { isShown, passes }: { readonly isShown: boolean; readonly passes: boolean },
): { readonly entry: Entry; readonly isStorable: boolean } | undefined {
  const entry = passes || isShown ? createEntry(engine, request, value) : undefined
  if (entry) return { entry, isStorable: passes }
  return isShown ? { entry: createBareEntry(engine, request, value), isStorable: false } : undefined
}

/**
 * Memory shows a value before it is stored, so the lock is asked first. A lock that stores the result itself checks that again.
 * A lock whose state cannot be read counts as held.
 */
async function mayShow(
  engine: Engine,
  slot: Slot,
  { address, memory }: ComputeRequest,
  { tags }: Entry,
  lock: Lock | SyncLock | null | undefined,
): Promise<boolean> {
  if (!lock || (lock.set && !memory && slot.listeners.size === 0)) return true
  const ms = slot.listeners.size > 0 ? SHORT_WAIT_MS : undefined
  return (await guardStore(engine, 'lock', address, () => lock.isHeld(tags), { ms, name: 'isHeld' })) !== false
}

type Outcome = 'stored' | 'refused' | 'failed' | 'discarded'

/** A store that failed has emitted its own event. */
function reportOutcome(engine: Engine, flight: Flight, outcome: Exclude<Outcome, 'discarded'>): void {
  const { request } = flight
  debug(request, outcome === 'stored' && request.policy.persist === false ? 'kept' : outcome)
  if (outcome !== 'failed') engine.emit?.(outcome, flight)
}

/**
 * Shows a value, then stores it, so that nobody waits for the store. A value that cannot be stored stays visible while someone
 * shows it. A value that a failing store did not take stays in memory.
 *
 *     write |--------v1--------|            in memory before the write, to be shown, and again after it:
 *     read     |--disk--| v0                this read has put the older value there meanwhile
 */
export async function showThenStore(
  engine: Engine,
  request: EntryRequest,
  slot: Slot,
  memoryEntry: MemoryEntry,
  lock?: Lock | SyncLock | null,
): Promise<Outcome> {
  const { address, id, policy } = request
  const { entry } = memoryEntry
  const { version } = slot
  const running: Tagged = {}
  setInMemory(engine, request, memoryEntry)
  notifyListeners(slot)
  try {
    const isStored =
      policy.persist === false || (await trackWrite(slot, writeEntry(engine, address, entry, policy, lock), running))
    if (isStored === 'discarded') {
      if (slot.version === version) deleteFromMemory(engine, id)
      notifyListeners(slot)
      return isStored
    }
    const known = peekAny(engine, request)?.entry
    const isCurrent = slot.version === version && !tagReason(running, entry)
    if (isCurrent && !isKnown(entry, known)) setInMemory(engine, request, memoryEntry)
    return isStored ? 'stored' : 'failed'
  } catch (error) {
    reportStoreFailure(engine, 'write', address, error)
    if (slot.version === version) {
      deleteFromMemory(engine, id)
      showTransient(engine, id, memoryEntry)
    }
    return 'refused'
  }
}

/** True if memory has the entry, whose error after it counts, or a newer one. */
function isKnown(entry: Entry, known: Entry | undefined): boolean {
  return known === entry || (known !== undefined && known.storedAt > entry.storedAt)
}

/**
 * Returns the entry for a value. Returns nothing if its tags or its spans cannot be determined: `invalidateTags` would never find
 * it, or it would be served for too long.
 */
export function createEntry(engine: Engine, request: MutationTarget, value: unknown): Entry | undefined {
  const { key } = request.address
  const { version } = request.policy
  let option: 'tags' | 'duration' = 'tags'
  try {
    const tags = request.tagsOf(value)
    endTrouble(engine, option, request.id)
    option = 'duration'
    const spans = request.spansOf?.(value)
    if (spans) endTrouble(engine, option, request.id)
    return { key, storedAt: engine.clock.now(), tags, ...(version !== undefined && { version }), ...spans, value }
  } catch (error) {
    return warnNotStored(engine, request, option, error)
  }
}

/** Returns the entry for a value that is only shown, because `createEntry` returns nothing for it. */
export function createBareEntry({ clock }: Engine, { address, policy }: MutationTarget, value: unknown): Entry {
  const { version } = policy
  return { key: address.key, storedAt: clock.now(), tags: [], ...(version !== undefined && { version }), value }
}

/** A `condition` that throws, rejects or does not answer in time counts as `false`. Any other truthy answer counts as `true`. */
async function passesCondition(engine: Engine, request: ComputeRequest, value: unknown): Promise<boolean> {
  try {
    const answer = request.shouldStore(value)
    const passes = typeof answer === 'boolean' ? answer : await waitForOption(engine.clock, answer)
    endTrouble(engine, 'condition', request.id)
    return Boolean(passes)
  } catch (error) {
    warnNotStored(engine, request, 'condition', error)
    return false
  }
}

/** The options that can decide that a value is not stored. */
type NotStoredOption = 'tags' | 'duration' | 'condition' | 'schema'

export function warnNotStored(
  table: TroubleTable,
  { address, id }: EntryRequest,
  option: NotStoredOption,
  error: unknown,
): undefined {
  const trouble = error instanceof TimeoutError ? error.message : 'threw'
  const message = `the ${option} of ${addressText(address)} ${trouble}; the value is not stored`
  reportTrouble(table, [option, id], message, error)
}

/**
 * True if a newer flight, a mutation or an invalidation superseded this flight's result. In each of these cases the flight began
 * before the mutation ended, so it may not have seen the change:
 *
 *     flight     |---compute---|        |---compute---|           |-compute-|
 *     mutation          |--await--|        |--await-|           |-----await------|
 */
export function isSuperseded(slot: Slot, flight: Flight, entry?: Entry): boolean {
  if (slot.flight !== flight) return true // the log has its reason
  const reason = slot.mutation ? 'mutation' : flight.request.isPaused?.() ? 'pause' : tagReason(flight, entry)
  if (reason) reportDrop(slot, flight, reason)
  return reason !== undefined
}

/** The reason to drop a value, if it has a tag that was invalidated while its flight, mutation or write ran. */
export function tagReason(running: Tagged | undefined, entry: Entry | undefined): DropReason | undefined {
  return entry?.tags.some((tag) => running?.invalidatedTags?.has(tag)) ? 'invalidation' : undefined
}
