import type { Address } from '../key/address.ts'
import type { Engine } from './engine.ts'
import { emit } from './events.ts'
import { overtake } from './overtake.ts'
import { idOf } from './question.ts'
import { inOrder, notify, supersede } from './slots.ts'

/** Forgets one entry everywhere. A computation that is running keeps its callers and loses its right to be stored. */
export async function invalidate(engine: Engine, address: Address): Promise<void> {
  const id = idOf(address)
  const slot = engine.slots.hold(id, address)
  supersede(slot)
  engine.memories.forget(id)
  engine.store.forgotten.add(address, engine.clock.now()) // from now on, though the delete may have to wait its turn
  try {
    await inOrder(slot, () => engine.store.delete(address, engine.clock.now()))
  } finally {
    engine.slots.release(id, slot)
  }
  emit('invalidated', address)
  notify(slot)
}

/** The synchronous twin of {@link invalidate}. */
export function invalidateSync(engine: Engine, address: Address): void {
  const id = idOf(address)
  engine.memories.forget(id)
  engine.store.sync?.delete(address, engine.clock.now())
  overtake(engine, id, () => engine.store.delete(address, engine.clock.now()))
  emit('invalidated', address)
  notify(engine.slots.peek(id))
}
