import type { Engine } from '../engine.ts'
import type { EntryRequest } from '../request/request.ts'
import type { Listener, Slot } from './slot.ts'
import { releaseSlot, retainSlot, supersede } from './slot.ts'

/**
 * Listens to an entry that is being shown; memory holds it meanwhile. Returns how to stop. What is kept for listeners goes a
 * moment after the last of them, for a component that is mounted twice, or moved, comes back at once. `isAhead`: whoever will
 * show the entry comes after this listener, and is the first to.
 */
export function listen(engine: Engine, request: EntryRequest, listener: Listener, isAhead = false): () => void {
  const { id, key, memory } = request
  const slot = retainSlot(engine, request)
  slot.key ??= key
  if (slot.listeners.size === 0) slot.pinned ??= memory?.get(id)
  slot.listeners.add(listener)
  return () => {
    if (!slot.listeners.delete(listener)) return
    engine.clock.after(0, () => {
      if (slot.listeners.size === 0) onLastListenerLeft(request, slot, isAhead)
      releaseSlot(engine, slot)
    })
  }
}

/** Back into the LRU, as used last; a computation whose function can be stopped, and which nobody waits for, is. */
function onLastListenerLeft({ id, memory }: EntryRequest, slot: Slot, isAhead: boolean): void {
  const { pinned } = slot
  if (pinned && !pinned.isTransient) memory?.set(id, isAhead ? pinned : { ...pinned, source: 'memory' })
  slot.pinned = undefined
  const { flight } = slot
  if (!flight?.abort || flight.hasCallers) return
  supersede(slot)
  flight.abort.abort()
}
