import type { Engine } from '../engine.ts'
import type { EntryRequest } from '../request/request.ts'
import type { Listener, Slot } from './slot.ts'
import { releaseSlot, retainSlot, supersede } from './slot.ts'

/**
 * Listens to an entry that is shown, and keeps it in memory meanwhile. Returns a function that stops. What is kept for listeners
 * goes a moment after the last of them, because a component that is mounted twice, or moved, returns at once. `isWaiting`: this
 * listener shows nothing itself; it waits on behalf of a hook that will show the entry.
 */
export function listen(engine: Engine, request: EntryRequest, listener: Listener, isWaiting = false): () => void {
  const { id, key, memory } = request
  const slot = retainSlot(engine, request)
  slot.key ??= key
  if (slot.listeners.size === 0) slot.pinned ??= memory?.get(id)
  slot.listeners.add(listener)
  return () => {
    if (!slot.listeners.delete(listener)) return
    engine.clock.after(0, () => {
      if (slot.listeners.size === 0) onLastListenerLeft(request, slot, isWaiting)
      releaseSlot(engine, slot)
    })
  }
}

/** Returns the entry to the LRU as its newest. Aborts a computation that nobody waits for, if its function took the signal. */
function onLastListenerLeft({ id, memory }: EntryRequest, slot: Slot, isWaiting: boolean): void {
  const { flight, pinned } = slot
  if (pinned && !pinned.isTransient) memory?.set(id, isWaiting ? pinned : { ...pinned, source: 'memory' })
  slot.pinned = undefined
  if (!flight?.abort || flight.callers > 0) return
  supersede(slot)
  flight.abort.abort()
}
