import type { Address } from '../key/address.ts'
import type { Engine } from './engine.ts'
import { emit } from './events.ts'
import { idOf } from './question.ts'
import { notify, supersede, tracked } from './slots.ts'

/** Forgets one entry everywhere; whoever shows it computes it anew. */
export async function invalidate(engine: Engine, address: Address): Promise<void> {
  await forget(engine, address)
  notify(engine.slots.peek(idOf(address)), 'outdated')
}

/**
 * Forgets one entry everywhere. What runs keeps its callers and loses its right to be stored; a write already on its way
 * to the store is followed by the delete, for a store keeps the order of its calls.
 */
export async function forget(engine: Engine, address: Address): Promise<void> {
  const id = idOf(address)
  const slot = engine.slots.hold(id, address)
  supersede(slot)
  slot.mutation = undefined
  slot.optimistic = undefined
  engine.memories.forget(id)
  try {
    await tracked(slot, () => engine.store.delete(address, engine.clock.now()))
  } finally {
    engine.slots.release(id, slot)
  }
  engine.memories.forget(id) // what a read saw before the delete took effect
  emit('invalidated', address)
  notify(slot)
}

/** The synchronous twin of {@link invalidate}. */
export function invalidateSync(engine: Engine, address: Address): void {
  const id = idOf(address)
  const slot = engine.slots.peek(id)
  if (slot) supersede(slot)
  engine.memories.forget(id)
  engine.store.sync?.delete(address, engine.clock.now())
  emit('invalidated', address)
  notify(slot)
  notify(slot, 'outdated')
}
