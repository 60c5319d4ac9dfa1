import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Engine } from './engine.ts'
import type { Remembered } from './memory.ts'
import { idOf } from './question.ts'
import { tracked } from './slots.ts'

/** Stores what came with a page, unless the store has something newer, or gets it while it is asked. Never rejects. */
export async function storeServed(engine: Engine, { address, entry }: Remembered, types: AllowedTypes): Promise<void> {
  const id = idOf(address)
  const slot = engine.slots.hold(id, address)
  const { version } = slot
  try {
    const there = await engine.store.stat(address)
    if (slot.version !== version || (there && there.storedAt >= entry.storedAt)) return
    await tracked(slot, () => engine.store.set(address, entry, types))
  } catch (error) {
    engine.store.complaints.failed('write', address, error)
  } finally {
    engine.slots.release(id, slot)
  }
}
