import type { Entry } from '../../entry/entry.ts'
import type { Engine } from '../engine.ts'
import { setInMemory, toMemoryEntry } from '../memory/memories.ts'
import { judge, matchesVersion } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import type { Slot } from '../slot/slot.ts'
import { withSlot } from '../slot/slot.ts'
import { readEntry, readEntrySync } from '../store/stored-entry.ts'

/** An entry and where it was found. */
export interface Found {
  readonly entry: Entry
  readonly source: 'memory' | 'store'
}

/** Looks in memory: what is there in this very moment, of the right version, of any age. */
export function findInMemory(request: EntryRequest): Found | null {
  const entry = request.memory?.get(request.id)?.entry
  return matchesVersion(entry, request.policy) ? { entry, source: 'memory' } : null
}

/** Looks in memory, then in the store unless memory has it fresh. The entry found may be of any age. */
export async function find(engine: Engine, request: EntryRequest): Promise<Found | null> {
  const { policy } = request
  const known = findInMemory(request)
  const isEnough = judge(known?.entry, policy, engine.clock.now()) === 'fresh'
  if (isEnough || policy.persist === false || !policy.read) return known
  return (await withSlot(engine, request, (slot) => findInStore(engine, request, slot))) ?? known
}

/**
 * Reads the entry, and reads again when it changed meanwhile: what the disk gave first is older than what is true now.
 *
 *     read    |---------disk---------| v1     arrives after the write: dropped, read again
 *     write        |--v2--|
 *
 *     read         |------disk------| v1      began when the write was called, and is late all the same
 *     write      |--v2--|
 */
async function findInStore(engine: Engine, request: EntryRequest, slot: Slot): Promise<Found | null> {
  for (;;) {
    const { version, settledWrites } = slot
    const entry = await joinRead(engine, request, slot)
    if (slot.version !== version || slot.settledWrites !== settledWrites) continue
    return matchesVersion(entry, request.policy) ? setFound(engine, request, entry) : null
  }
}

function joinRead(engine: Engine, request: EntryRequest, slot: Slot): Promise<Entry | null> {
  const { types } = request.policy
  if (slot.runningRead?.types !== types) {
    const promise = readEntry(engine, request.address, types).finally(() => {
      slot.runningRead = undefined // if it is a later one by now, that one is not shared with more
    })
    slot.runningRead = { types, promise }
  }
  return slot.runningRead.promise
}

/** What was read is known from now on. */
export function setFound(engine: Engine, request: EntryRequest, entry: Entry): Found {
  setInMemory(engine, request, toMemoryEntry(request, entry, 'store', entry.storedAt))
  return { entry, source: 'store' }
}

/** The synchronous twin of `find`. */
export function findSync(engine: Engine, request: EntryRequest): Found | null {
  const known = findInMemory(request)
  if (judge(known?.entry, request.policy, engine.clock.now()) === 'fresh') return known
  const entry = readEntrySync(engine, request.address, request.policy.types)
  return matchesVersion(entry, request.policy) ? setFound(engine, request, entry) : known
}
