import type { Engine } from './engine.ts'
import { hold, release } from './hold.ts'
import type { Question } from './question.ts'
import type { Listener } from './slots.ts'

/** Calls `listener` after each change of an entry, whoever made it. Returns how to stop; stopping twice does nothing. */
export function subscribe(
  engine: Engine,
  question: Pick<Question, 'id' | 'address'>,
  listener: () => void,
): () => void {
  const slot = hold(engine, question)
  const call: Listener = (news) => {
    if (news === 'changed' || news === 'elsewhere') listener()
  }
  slot.listeners.add(call)
  return () => {
    if (slot.listeners.delete(call)) release(engine, slot)
  }
}
