import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Engine } from '../engine.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { idOf } from '../request/request.ts'
import { trackWrite, withSlot } from '../slot/slot.ts'
import { reportStoreFailure } from '../store/guard-store.ts'
import { readEntry, writeEntry } from '../store/stored-entry.ts'

// What the server's page shows, for the render that hydrates it: whatever a disk or another tab delivers before that boundary
// is hydrated, the first render is the server's.
//
//     page     |--HTML shows v1--|               |--boundary hydrates: v1--|--then v2--|
//     disk              | v2 |

export function setHydrated(engine: Engine, id: string, memoryEntry: MemoryEntry): void {
  engine.hydrated ??= new Map()
  engine.hydrated.set(id, memoryEntry)
}

export function getHydrated(engine: Engine, id: string): MemoryEntry | undefined {
  return engine.hydrated?.get(id)
}

/** Stores what came with a page, unless the store has something newer, or gets it while it is request. Never rejects. */
export function storeHydrated(engine: Engine, { address, entry }: MemoryEntry, types: AllowedTypes): Promise<void> {
  return withSlot(engine, { address, id: idOf(address) }, async (slot) => {
    const { version } = slot
    const there = await readEntry(engine, address, types) // a page's own store can say no more of an entry
    if (slot.version !== version || (there && there.storedAt >= entry.storedAt)) return
    try {
      await trackWrite(slot, writeEntry(engine, address, entry, types))
    } catch (error) {
      reportStoreFailure(engine, 'write', address, error)
    }
  })
}
