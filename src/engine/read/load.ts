import type { Entry } from '../../entry/entry.ts'
import type { Engine } from '../engine.ts'
import { setInMemory, toMemoryEntry } from '../memory/memories.ts'
import { matchesVersion } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import { withSlot } from '../slot/slot.ts'
import { readEntry } from '../store/stored-entry.ts'
import { checkEntry } from './check-entry.ts'

/**
 * Loads an entry from the store into memory before a hook shows it. The options of the hook are not known yet, so the entry may have
 * any age and version: the hook judges it. Whatever comes into memory meanwhile stays. Never rejects.
 *
 *     load    |---------disk---------| v1     dropped: memory has v2, or v1 was deleted
 *     write        |--v2--|
 */
export function loadEntry(engine: Engine, request: EntryRequest): Promise<void> {
  const { address, id, memory, policy } = request
  const isKnown = () => memory?.get(id) !== undefined || (engine.slots.get(id)?.listeners.size ?? 0) > 0
  return withSlot(engine, request, async (slot) => {
    if (isKnown() || !policy.read || policy.persist === false) return
    const { settledWrites, version } = slot
    const stored = await readEntry(engine, address, policy.types)
    const entry = stored && (await checkEntry(engine, request, stored))
    const hasChanged = slot.version !== version || slot.settledWrites !== settledWrites || slot.pendingWrites.size > 0
    if (entry && !hasChanged && !isKnown()) setLoaded(engine, request, entry)
  })
}

/** An entry of another version has not been compared with the schema. */
function setLoaded(engine: Engine, request: EntryRequest, entry: Entry): void {
  const memoryEntry = toMemoryEntry(engine, request, entry, 'store')
  const isChecked = memoryEntry.isChecked === true && matchesVersion(entry, request.policy)
  setInMemory(engine, request, { ...memoryEntry, isChecked })
}
