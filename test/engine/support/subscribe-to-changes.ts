import type { Engine } from '../../../src/engine/engine.ts'
import type { EntryRequest } from '../../../src/engine/request/request.ts'
import type { Listener } from '../../../src/engine/slot/slot.ts'
import { releaseSlot, retainSlot } from '../../../src/engine/slot/slot.ts'

/**
 * Calls `onChange` after each change of an entry, also if another engine made it. Returns a function that ends the
 * subscription. A second call of that function does nothing.
 */
export function subscribeToChanges(
  engine: Engine,
  request: Pick<EntryRequest, 'id' | 'address'>,
  onChange: () => void,
): () => void {
  const slot = retainSlot(engine, request)
  const listener: Listener = (kind) => {
    if (kind === 'changed' || kind === 'external') onChange()
  }
  slot.listeners.add(listener)
  return () => {
    if (slot.listeners.delete(listener)) releaseSlot(engine, slot)
  }
}
