import { emit } from '#events'
import type { Entry } from '../../entry/entry.ts'
import { addressText } from '../../key/address.ts'
import type { Lock } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import { log } from '../log.ts'
import { deleteFromMemory, setInMemory, showTransient, toMemoryEntry } from '../memory/memories.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peekAny } from '../memory/peek.ts'
import type { ComputeRequest, EntryRequest, MutationTarget } from '../request/request.ts'
import type { Flight, Slot } from '../slot/slot.ts'
import { notifyListeners, supersede, trackWrite } from '../slot/slot.ts'
import { guardStore, reportStoreFailure } from '../store/guard-store.ts'
import { writeEntry } from '../store/stored-entry.ts'

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
  lock: Lock | null | undefined,
): Promise<void> {
  const { request } = flight
  const { id, policy } = request
  const isStorable = policy.write && (await passesCondition(request, value))
  const entry = isStorable || slot.listeners.size > 0 ? createEntry(engine, request, value) : undefined
  if (!entry) return policy.write ? emitOutcome(flight, 'refused') : undefined
  if (!(await mayShow(engine, slot, request, entry, lock)) || isSuperseded(slot, flight, entry)) {
    return emitOutcome(flight, 'discarded')
  }

  const memoryEntry = toMemoryEntry(request, entry, 'network', flight.startedAt)
  flight.isCurrent = true
  flight.entry = entry
  supersede(slot)
  if (slot.listeners.size === 0) slot.flight = flight // later calls join until the value is stored; for hooks the flight is over
  if (isStorable) return emitOutcome(flight, await showThenStore(engine, request, slot, memoryEntry, lock))
  showTransient(engine, id, memoryEntry)
  notifyListeners(slot)
  emitOutcome(flight, 'refused')
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
  lock: Lock | null | undefined,
): Promise<boolean> {
  if (!lock || (lock.set && !memory && slot.listeners.size === 0)) return true
  return (await guardStore(engine, 'lock', address, () => lock.isHeld(tags))) !== false
}

type Outcome = 'stored' | 'refused' | 'failed' | 'discarded'

/** A store that failed has emitted its own event. */
function emitOutcome(flight: Flight, outcome: Outcome): void {
  if (outcome !== 'failed') {
    emit?.(outcome, flight.request.address, { background: flight.options.startAfter !== undefined })
  }
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
  lock?: Lock | null,
): Promise<Outcome> {
  const { address, id, policy } = request
  const { entry } = memoryEntry
  const { version } = slot
  setInMemory(engine, request, memoryEntry)
  notifyListeners(slot)
  try {
    const isStored =
      policy.persist === false || (await trackWrite(slot, writeEntry(engine, address, entry, policy.types, lock)))
    if (isStored === 'discarded') {
      if (slot.version === version) deleteFromMemory(engine, id)
      notifyListeners(slot)
      return isStored
    }
    const known = peekAny(engine, request)?.entry ?? entry
    if (slot.version === version && known.storedAt <= entry.storedAt) setInMemory(engine, request, memoryEntry)
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

/** Returns the entry for a value. Returns nothing if its tags cannot be determined: `invalidateTags` would never find it. */
export function createEntry(engine: Engine, request: MutationTarget, value: unknown): Entry | undefined {
  const { key } = request.address
  const { version } = request.policy
  try {
    const tags = request.tagsOf(value)
    return { key, storedAt: engine.clock.now(), tags, ...(version !== undefined && { version }), value }
  } catch (error) {
    return warnNotStored(request, 'tags', error)
  }
}

/** A `condition` that throws or rejects counts as `false`. */
async function passesCondition(request: ComputeRequest, value: unknown): Promise<boolean> {
  try {
    return await request.shouldStore(value)
  } catch (error) {
    warnNotStored(request, 'condition', error)
    return false
  }
}

export function warnNotStored({ address }: EntryRequest, option: 'tags' | 'condition', error: unknown): undefined {
  log('warn', `the ${option} of ${addressText(address)} threw; the value is not stored`, error)
}

/**
 * True if a newer flight, a mutation or an invalidation superseded this flight's result. In each of these cases the flight began
 * before the mutation ended, so it may not have seen the change:
 *
 *     flight     |---compute---|        |---compute---|           |-compute-|
 *     mutation          |--await--|        |--await-|           |-----await------|
 */
export function isSuperseded(slot: Slot, flight: Flight, entry?: Entry): boolean {
  if (slot.flight !== flight || slot.mutation || flight.request.isPaused?.()) return true
  return entry?.tags.some((tag) => flight.invalidatedTags?.has(tag)) === true
}
