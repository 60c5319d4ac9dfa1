import type { AllowedTypes } from '../entry/allowed-types.ts'
import { failed } from './complaints.ts'
import type { Engine } from './engine.ts'
import { holding } from './hold.ts'
import type { Remembered } from './memory.ts'
import { idOf } from './question.ts'
import { tracked } from './slots.ts'
import { readEntry, writeEntry } from './stored-entry.ts'

/** Stores what came with a page, unless the store has something newer, or gets it while it is asked. Never rejects. */
export function storeServed(engine: Engine, { address, entry }: Remembered, types: AllowedTypes): Promise<void> {
  return holding(engine, { address, id: idOf(address) }, async (slot) => {
    const { version } = slot
    const there = await readEntry(engine, address, types) // a page's own store can say no more of an entry
    if (slot.version !== version || (there && there.storedAt >= entry.storedAt)) return
    try {
      await tracked(slot, writeEntry(engine, address, entry, types))
    } catch (error) {
      failed(engine, 'write', address, error)
    }
  })
}
