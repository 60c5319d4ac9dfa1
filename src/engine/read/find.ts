import type { Entry } from '../../entry/entry.ts'
import { toElapsed } from '../clock.ts'
import type { Engine } from '../engine.ts'
import { setInMemory, toMemoryEntry } from '../memory/memories.ts'
import { freshnessNow, matchesVersion, trustChecked } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import type { Slot } from '../slot/slot.ts'
import { withSlot } from '../slot/slot.ts'
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

/** The synchronous twin of {@link find}. */
export function findSync(engine: Engine, request: EntryRequest): Found | null {
  const inMemory = findInMemory(request)
  if (freshnessNow(engine, request, inMemory?.entry) === 'fresh') return inMemory
  const entry = readEntrySync(engine, request.address, request.policy.types)
  if (entry === undefined) return inMemory
  return setFound(engine, request, entry && request.policy.schema ? checkEntrySync(engine, request, entry) : entry)
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
    const stored = await joinRead(engine, request, slot)
    const entry = stored && request.policy.schema ? await checkEntry(engine, request, stored) : stored
    if (slot.version !== version || slot.settledWrites !== settledWrites) continue
    return entry && setFound(engine, request, entry)
  }
}

/** Joins the read in progress, or starts one. */
function joinRead(engine: Engine, request: EntryRequest, slot: Slot): Promise<Entry | null | undefined> {
  const { types } = request.policy
  if (slot.runningRead?.types !== types) {
    const promise = readEntry(engine, request.address, types).finally(() => {
      slot.runningRead = undefined // also if it is a later read by now: that one is joined by nobody else, and harms nobody
    })
    slot.runningRead = { types, promise }
  }
  return slot.runningRead.promise
}

/** Puts the entry into memory. An entry of another version counts as missing. */
function setFound(engine: Engine, request: EntryRequest, entry: Entry | null): Found | null {
  if (!matchesVersion(entry, request.policy)) return null
  setInMemory(engine, request, toMemoryEntry(request, entry, 'store', toElapsed(engine.clock, entry.storedAt)))
  return { entry, source: 'store' }
}
