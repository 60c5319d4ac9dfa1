import type { Engine } from './engine.ts'
import { hold, release } from './hold.ts'
import type { Question } from './question.ts'
import type { Listener, Slot } from './slots.ts'
import { supersede } from './slots.ts'

/**
 * Listens to an entry that is being shown; memory holds it meanwhile. Returns how to stop. What is kept for listeners goes a
 * moment after the last of them, for a component that is mounted twice, or moved, comes back at once. `isAhead`: whoever will
 * show the entry comes after this listener, and is the first to.
 */
export function listen(engine: Engine, question: Question, listener: Listener, isAhead = false): () => void {
  const { id, key, memory } = question
  const slot = hold(engine, question)
  slot.key ??= key
  if (slot.listeners.size === 0) slot.pinned ??= memory?.get(id)
  slot.listeners.add(listener)
  return () => {
    if (!slot.listeners.delete(listener)) return
    engine.clock.after(0, () => {
      if (slot.listeners.size === 0) letGo(question, slot, isAhead)
      release(engine, slot)
    })
  }
}

/** Back into the LRU, as used last; a computation whose function can be stopped, and which nobody waits for, is. */
function letGo({ id, memory }: Question, slot: Slot, isAhead: boolean): void {
  const { pinned } = slot
  if (pinned && !pinned.isPassing) memory?.put(id, isAhead ? pinned : { ...pinned, source: 'memory' })
  slot.pinned = undefined
  const { flight } = slot
  if (!flight?.abort || flight.isAwaited) return
  supersede(slot)
  flight.abort.abort()
}
