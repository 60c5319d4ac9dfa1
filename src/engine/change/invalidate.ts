import type { Address } from '../../key/address.ts'
import { idOf } from '../../key/address.ts'
import type { Engine } from '../engine.ts'
import { deleteFromMemory } from '../memory/memories.ts'
import type { Slot } from '../slot/slot.ts'
import { endMutation, notifyListeners, supersede, trackWrite, withSlot } from '../slot/slot.ts'
import { deleteEntry, deleteEntrySync } from '../store/stored-entry.ts'

/** Forgets an entry. Hooks that show it fetch it again, unless it was fetched while a slow store deleted it. */
export async function invalidate(engine: Engine, address: Address): Promise<void> {
  await forgetEntry(engine, address)
  refetchMissing([engine.slots.get(idOf(address))])
}

/** Hooks fetch what they have not fetched during the invalidation. */
export function refetchMissing(slots: readonly (Slot | undefined)[]): void {
  for (const slot of slots) if (!slot?.pinned) notifyListeners(slot, 'refetch', 'invalidation')
}

/** Forgets an entry. Hooks that show it learn that it is gone, and do not fetch. */
export async function forgetEntry(engine: Engine, address: Address): Promise<void> {
  await removeEntry(engine, address)
  engine.emit?.('invalidated', { address })
}

/**
 * Removes an entry from memory and store. A running computation returns its value to its callers and does not store it. A write
 * that is on its way to the store is followed by the delete, because a store keeps the order of its calls. Hooks do not wait for
 * a slow store, and what is fetched meanwhile stays:
 *
 *     invalidate   |-hooks show nothing-|---the store deletes---|
 *     read                                 |--disk--| old          in memory: removed, too
 *     fetch                              |----------| new          in memory: stays, and is stored after the delete
 */
export function removeEntry(engine: Engine, address: Address): Promise<void> {
  const id = idOf(address)
  return withSlot(engine, { address, id }, async (slot) => {
    endMutation(slot, 'invalidation')
    deleteFromMemory(engine, id)
    const deleting = trackWrite(slot, deleteEntry(engine, address)) // first: a listener may read a synchronous store
    notifyListeners(slot, 'changed', 'invalidation')
    await deleting
    const wasRead = slot.pinned?.source === 'store' // a read may have seen the entry before the delete
    deleteFromMemory(engine, id, 'store')
    if (wasRead) notifyListeners(slot, 'changed', 'invalidation')
  })
}

/** The synchronous twin of {@link invalidate}. */
export function invalidateSync(engine: Engine, address: Address): void {
  removeEntrySync(engine, address)
  engine.emit?.('invalidated', { address })
  notifyListeners(engine.slots.get(idOf(address)), 'refetch', 'invalidation')
}

/** The synchronous twin of {@link removeEntry}. */
export function removeEntrySync(engine: Engine, address: Address): void {
  const id = idOf(address)
  const slot = engine.slots.get(id)
  if (slot) supersede(slot, 'invalidation')
  deleteFromMemory(engine, id)
  deleteEntrySync(engine, address)
  notifyListeners(slot, 'changed', 'invalidation')
}
