import type { Engine } from '../../../src/engine/engine.ts'
import type { EntryRequest } from '../../../src/engine/request/request.ts'
import type { Listener } from '../../../src/engine/slot/slot.ts'
import { releaseSlot, retainSlot } from '../../../src/engine/slot/slot.ts'

/** Calls `listener` after each change of an entry, whoever made it. Returns how to stop; stopping twice does nothing. */
export function subscribeToChanges(
  engine: Engine,
  question: Pick<EntryRequest, 'id' | 'address'>,
  listener: () => void,
): () => void {
  const slot = retainSlot(engine, question)
  const call: Listener = (news) => {
    if (news === 'changed' || news === 'external') listener()
  }
  slot.listeners.add(call)
  return () => {
    if (slot.listeners.delete(call)) releaseSlot(engine, slot)
  }
}
