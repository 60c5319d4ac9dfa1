import { emit } from '#events'
import type { Entry } from '../../entry/entry.ts'
import { addressText } from '../../key/address.ts'
import type { Lock } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import { log } from '../log.ts'
import { deleteFromMemory, setInMemory, showTransient, toMemoryEntry } from '../memory/memories.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peekAny } from '../memory/peek.ts'
import type { ComputeRequest, EntryRequest } from '../request/request.ts'
import type { Flight, Slot } from '../slot/slot.ts'
import { notifyListeners, supersede, trackWrite } from '../slot/slot.ts'
import { guardStore, reportStoreFailure } from '../store/guard-store.ts'
import { writeEntry } from '../store/stored-entry.ts'

/**
 * Keeps what a flight computed: in memory, then in the store. Never rejects; the caller has the value in any case.
 *
 *     flight        v1 |------compute------|      older than the invalidation: handed to its caller, kept nowhere
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
  // A lock that cannot be request counts as held.
  const isHeld = lock && (await guardStore(engine, 'lock', request.address, () => lock.isHeld()))
  if (isHeld === false || isSuperseded(slot, flight, entry)) return emitOutcome(flight, 'discarded')

  const memoryEntry = toMemoryEntry(request, entry, 'network', flight.startedAt)
  flight.isCurrent = true
  flight.entry = entry
  supersede(slot)
  if (slot.listeners.size === 0) slot.flight = flight // who asks joins it, until it is stored; for those who look it is over
  if (isStorable) return emitOutcome(flight, await showThenStore(engine, request, slot, memoryEntry))
  showTransient(engine, id, memoryEntry)
  notifyListeners(slot)
  emitOutcome(flight, 'refused')
}

type Outcome = 'stored' | 'refused' | 'failed'

/** A failed store has told of it already. */
function emitOutcome(flight: Flight, outcome: Outcome | 'discarded'): void {
  if (outcome !== 'failed')
    emit?.(outcome, flight.request.address, { background: flight.options.startAfter !== undefined })
}

/**
 * Remembers and shows a value, and then stores it: nobody who looks has to wait for the store. What cannot be stored stays
 * shown, and is kept nowhere; what a failing store did not take can still stay in memory.
 *
 *     write |--------v1--------|            memoryEntry before, to be shown, and once more after:
 *     read     |--disk--| v0                it was over before the write was, and brought what was there before
 */
export async function showThenStore(
  engine: Engine,
  request: EntryRequest,
  slot: Slot,
  memoryEntry: MemoryEntry,
): Promise<Outcome> {
  const { address, id, policy } = request
  const { version } = slot
  setInMemory(engine, request, memoryEntry)
  notifyListeners(slot)
  try {
    const isKept =
      policy.persist === false || (await trackWrite(slot, writeEntry(engine, address, memoryEntry.entry, policy.types)))
    const known = peekAny(engine, request)?.entry ?? memoryEntry.entry
    if (slot.version === version && known.storedAt <= memoryEntry.entry.storedAt)
      setInMemory(engine, request, memoryEntry)
    return isKept ? 'stored' : 'failed'
  } catch (error) {
    reportStoreFailure(engine, 'write', address, error)
    if (slot.version === version) {
      deleteFromMemory(engine, id)
      showTransient(engine, id, memoryEntry)
    }
    return 'refused'
  }
}

/** The entry that `value` becomes, or none where its tags cannot be had: untagged it could never be invalidated. */
export function createEntry(
  engine: Engine,
  request: Pick<ComputeRequest, 'address' | 'policy' | 'tagsOf'>,
  value: unknown,
): Entry | undefined {
  const { key } = request.address
  const { version } = request.policy
  try {
    const tags = request.tagsOf(value)
    return { key, storedAt: engine.clock.now(), tags, ...(version !== undefined && { version }), value }
  } catch (error) {
    return warnNotStored(request, 'tags', error)
  }
}

/** A condition that fails is a condition that does not hold. */
async function passesCondition(request: ComputeRequest, value: unknown): Promise<boolean> {
  try {
    return await request.shouldStore(value)
  } catch (error) {
    warnNotStored(request, 'condition', error)
    return false
  }
}

export function warnNotStored(
  { address }: Pick<ComputeRequest, 'address'>,
  option: 'tags' | 'condition',
  error: unknown,
): undefined {
  log('warn', `the ${option} of ${addressText(address)} threw; the value is not stored`, error)
}

/**
 * Is what comes of a flight of no interest any more?
 *
 *     flight     |---compute---|        |---compute---|           |-compute-|
 *     mutation          |--await--|        |--await-|           |-----await------|     each of these is older than the
 *                                                                                      mutation, or blind to it
 */
export function isSuperseded(slot: Slot, flight: Flight, entry?: Entry): boolean {
  if (slot.flight !== flight || slot.mutation || flight.request.isPaused?.()) return true
  return entry?.tags.some((tag) => flight.invalidatedTags?.has(tag)) === true
}
