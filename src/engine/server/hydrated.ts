import { idOf } from '../../key/address.ts'
import type { Engine } from '../engine.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { Policy } from '../request/policy.ts'
import { trackWrite, withSlot } from '../slot/slot.ts'
import { reportStoreFailure } from '../store/guard-store.ts'
import { readEntry, writeEntry } from '../store/stored-entry.ts'

/** Stores an entry that came with a page, unless the store has a newer one or gets one meanwhile. Never rejects. */
export function storeHydrated(engine: Engine, { address, entry }: MemoryEntry, policy: Policy): Promise<void> {
  return withSlot(engine, { address, id: idOf(address) }, async (slot) => {
    const { version } = slot
    const stored = await readEntry(engine, address, policy.types)
    if (slot.version !== version || (stored && stored.storedAt >= entry.storedAt)) return
    try {
      await trackWrite(slot, writeEntry(engine, address, entry, policy))
    } catch (error) {
      reportStoreFailure(engine, 'write', address, error)
    }
  })
}
