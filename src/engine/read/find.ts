import type { Entry } from '../../entry/entry.ts'
import type { Engine, Failure } from '../engine.ts'
import { keepShown, setInMemory, toMemoryEntry } from '../memory/memories.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peekAny } from '../memory/peek.ts'
import { freshnessNow, matchesVersion, trustChecked } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import type { Slot } from '../slot/slot.ts'
import { notifyListeners, withSlot } from '../slot/slot.ts'
import { SHORT_WAIT_MS } from '../store/guard-store.ts'
import { readEntry, readEntrySync } from '../store/stored-entry.ts'
import { checkEntry, checkEntrySync } from './check-entry.ts'

/** An entry and where it was found. */
export interface Found {
  readonly entry: Entry
  readonly source: 'memory' | 'store'
}

/**
 * Looks in memory, then in the store unless memory has a fresh entry. The entry that it finds may have any age. Past its `duration`
 * an entry in memory counts only if the store still has it, because another process may have invalidated it. If the store fails,
 * memory is all there is.
 */
export async function find(engine: Engine, request: EntryRequest): Promise<Found | null> {
  const { policy } = request
  const inMemory = findInMemory(request)
  const isFresh = freshnessNow(engine, request, inMemory?.entry) === 'fresh'
  if (isFresh || policy.persist === false || !policy.read) return inMemory
  const inStore = await withSlot(engine, request, (slot) => findInStore(engine, request, slot))
  return inStore === undefined ? inMemory : inStore
}

/**
 * Waits for a read on behalf of a hook. Resolves with `undefined` after 200 milliseconds, and the hook fetches. The read goes on. What it
 * brings shows if it is still right:
 *
 *     read    |----200 ms----|--------------| v1     shows until the request brings v2
 *     fetch                  |--------------------------| v2
 *
 *     read    |----200 ms----|--------------------------| v1     dropped: v2 is newer
 *     fetch                  |------------| v2
 *
 * Until the store has answered it, other hooks wait no longer than for what memory has: a list of many pages would wait for each.
 */
export function waitForHook<T>(engine: Engine, { id }: EntryRequest, reading: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const { clock, overdueReads, silentOperations, slots, waits } = engine
    const onLate = () => {
      overdueReads.delete(reading)
      notifyListeners(slots.get(id))
    }
    const giveUp = () => {
      const { runningRead } = slots.get(id) ?? {}
      if (runningRead) runningRead.isOverdue = true
      overdueReads.add(reading)
      resolve(undefined)
      reading.then(onLate, onLate)
    }
    const isSilent = overdueReads.size > 0 || silentOperations.has('read')
    const stop = isSilent ? clock.startTimeout(0, giveUp) : waits.start(SHORT_WAIT_MS, giveUp)
    void reading.then(resolve, reject).then(stop)
  })
}

/** The synchronous twin of {@link find}. */
export function findSync(engine: Engine, request: EntryRequest): Found | null {
  const inMemory = findInMemory(request)
  if (freshnessNow(engine, request, inMemory?.entry) === 'fresh') return inMemory
  const entry = readCheckedSync(engine, request)
  return entry === undefined ? inMemory : setFound(engine, request, entry)
}

/**
 * Finds an entry in the store that is another than the `known` one. Returns `null` if there is none, and `undefined` if only
 * {@link find} can tell, because the schema returns a promise.
 */
export function findOtherSync(
  engine: Engine,
  request: EntryRequest,
  known: Entry | undefined,
): Found | null | undefined {
  try {
    const entry = readCheckedSync(engine, request)
    return entry && entry.storedAt !== known?.storedAt ? setFound(engine, request, entry) : null
  } catch {
    return undefined
  }
}

/** Throws `InvalidOptionError` if the schema returns a promise. */
function readCheckedSync(engine: Engine, request: EntryRequest): Entry | null | undefined {
  const entry = readEntrySync(engine, request.address, request.policy.types)
  return entry && request.policy.schema ? checkEntrySync(engine, request, entry) : entry
}

function findInMemory({ id, memory, policy }: EntryRequest): Found | null {
  const entry = trustChecked(policy, memory?.get(id))?.entry
  return matchesVersion(entry, policy) ? { entry, source: 'memory' } : null
}

/**
 * Reads the entry, and reads again if it changed meanwhile. The first read may have seen what was there before:
 *
 *     read    |---------disk---------| v1     arrives after the write: read again
 *     write        |--v2--|
 *
 *     read         |------disk------| v1      began after the write was called, and may still see v1: read again
 *     write      |--v2--|
 */
async function findInStore(engine: Engine, request: EntryRequest, slot: Slot): Promise<Found | null | undefined> {
  for (;;) {
    const { version, settledWrites } = slot
    const before = readState(engine, request)
    const stored = await joinRead(engine, request, slot)
    const entry = stored && request.policy.schema ? await checkEntry(engine, request, stored) : stored
    if (slot.version !== version || slot.settledWrites !== settledWrites) continue
    const found = entry && setFoundLater(engine, request, entry, before)
    if (stored && !found) keepShown(slot)
    return found
  }
}

/** What the engine has of an entry, to see whether it changes during a read. */
interface State {
  readonly inMemory: MemoryEntry | undefined
  readonly failure: Failure | undefined
}

function readState(engine: Engine, request: EntryRequest): State {
  return { inMemory: peekAny(engine, request), failure: engine.failures.get(request.id) }
}

/**
 * A value or an error that came during a long read is newer than what the read has found. So is a value whose write is on its way:
 *
 *     write     |------------v2------------|
 *     read          |---disk---| v1            dropped: v2 is in memory
 *
 * What another tab has replaced since is outdated, and never counts: the order of the requests decides, and not that of the values.
 */
function setFoundLater(engine: Engine, request: EntryRequest, found: Entry | null, before: State): Found | null {
  const { failure, inMemory } = readState(engine, request)
  const slot = engine.slots.get(request.id)
  const hasChanged = inMemory !== before.inMemory || hasPendingWrites(slot)
  if (inMemory && !inMemory.isOutdated && hasChanged && inMemory.entry.storedAt > (found?.storedAt ?? 0))
    return matchesVersion(inMemory.entry, request.policy) ? { ...inMemory, source: 'memory' } : null
  const set = setFound(engine, request, found)
  if (failure && failure !== before.failure) engine.failures.set(request.id, failure)
  // A hook that still waits for another read shows what this one found: two hooks of one entry never differ.
  if (set && slot?.openReads && inMemory?.entry.storedAt !== set.entry.storedAt) notifyListeners(slot)
  return set
}

function hasPendingWrites(slot: Slot | undefined): boolean {
  return slot !== undefined && slot.pendingWrites.size > 0
}

/** Joins the read in progress, or starts one. An entry that comes when nobody waits any more shows if it is still right. */
function joinRead(engine: Engine, request: EntryRequest, slot: Slot): Promise<Entry | null | undefined> {
  const { types } = request.policy
  if (slot.runningRead?.types !== types) {
    const { settledWrites, version } = slot
    const before = readState(engine, request)
    const isRight = () =>
      engine.slots.get(slot.id) === slot && slot.version === version && slot.settledWrites === settledWrites
    const onLate = async (stored: Entry | null | undefined): Promise<void> => {
      const entry = stored && isRight() && (await checkEntry(engine, request, stored))
      if (!stored || !isRight()) return
      if (entry && setFoundLater(engine, request, entry, before)) notifyListeners(slot)
      else keepShown(slot)
    }
    slot.openReads += 1
    const onUnsafe = () => keepShown(slot)
    const promise = readEntry(engine, request.address, types, { onLate, onUnsafe }).finally(() => {
      slot.openReads -= 1
      slot.runningRead = undefined // also if it is a later read by now: that one is joined by nobody else, and harms nobody
    })
    slot.runningRead = { types, promise }
  }
  return slot.runningRead.promise
}

/** Puts the entry into memory. An entry of another version counts as missing. */
function setFound(engine: Engine, request: EntryRequest, entry: Entry | null): Found | null {
  if (!matchesVersion(entry, request.policy)) return null
  setInMemory(engine, request, toMemoryEntry(engine, request, entry, 'store'))
  return { entry, source: 'store' }
}
