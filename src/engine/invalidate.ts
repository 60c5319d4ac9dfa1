import { emit } from '#events'
import type { Address } from '../key/address.ts'
import type { Engine } from './engine.ts'
import { holding } from './hold.ts'
import { unremember } from './memories.ts'
import { idOf } from './question.ts'
import { endMutation, notify, supersede, tracked } from './slots.ts'
import { deleteEntry } from './stored-entry.ts'
import { deleteEntrySync } from './stored-entry-sync.ts'

/** Forgets one entry everywhere; whoever shows it computes it anew. */
export async function invalidate(engine: Engine, address: Address): Promise<void> {
  await forget(engine, address)
  notify(engine.slots.get(idOf(address)), 'outdated')
}

/** The same; whoever shows it is told that it is gone, and no more. */
export async function forget(engine: Engine, address: Address): Promise<void> {
  await drop(engine, address)
  emit?.('invalidated', address)
}

/**
 * Forgets one entry everywhere. What runs keeps its callers and loses its right to be stored; a write already on its way
 * to the store is followed by the delete, for a store keeps the order of its calls.
 */
export function drop(engine: Engine, address: Address): Promise<void> {
  const id = idOf(address)
  return holding(engine, { address, id }, async (slot) => {
    endMutation(slot)
    unremember(engine, id)
    await tracked(slot, deleteEntry(engine, address))
    unremember(engine, id) // what a read saw before the delete took effect
    notify(slot)
  })
}

/** The synchronous twin of {@link invalidate}. */
export function invalidateSync(engine: Engine, address: Address): void {
  dropSync(engine, address)
  emit?.('invalidated', address)
  notify(engine.slots.get(idOf(address)), 'outdated')
}

/** The synchronous twin of {@link drop}. */
export function dropSync(engine: Engine, address: Address): void {
  const id = idOf(address)
  const slot = engine.slots.get(id)
  if (slot) supersede(slot)
  unremember(engine, id)
  deleteEntrySync(engine, address)
  notify(slot)
}
