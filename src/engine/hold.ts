import type { Engine } from './engine.ts'
import type { Question } from './question.ts'
import type { Slot } from './slots.ts'

/** The slot of an entry, which stays until it is released as often as it was held. */
export function hold({ slots }: Engine, { address, id }: Pick<Question, 'address' | 'id'>): Slot {
  let slot = slots.get(id)
  if (slot === undefined) {
    slot = { id, address, version: 0, landed: 0, operations: new Set(), listeners: new Set(), holders: 0 }
    slots.set(id, slot)
  }
  slot.holders += 1
  return slot
}

export function release({ slots }: Engine, slot: Slot): void {
  slot.holders -= 1
  if (slot.holders === 0) slots.delete(slot.id)
}

/** Holds the slot of an entry for as long as `work` takes. */
export async function holding<T>(
  engine: Engine,
  question: Pick<Question, 'address' | 'id'>,
  work: (slot: Slot) => Promise<T>,
): Promise<T> {
  const slot = hold(engine, question)
  try {
    return await work(slot)
  } finally {
    release(engine, slot)
  }
}
