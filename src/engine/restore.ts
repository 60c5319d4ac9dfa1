import { ageOf } from '../entry/freshness.ts'
import type { Engine } from './engine.ts'
import { find } from './find.ts'
import { unremember } from './memories.ts'
import { usableFor } from './policy.ts'
import type { Question } from './question.ts'
import { deleteEntry } from './stored-entry.ts'

/** Brings what the store holds into memory, for those who show it; what is too old for anything is deleted. Never rejects. */
export async function restore(engine: Engine, question: Question): Promise<void> {
  const found = await find(engine, question)
  if (found === null || ageOf(found.entry, engine.clock.now()) < usableFor(question.policy)) return
  unremember(engine, question.id)
  const isBeingWritten = engine.slots.get(question.id)?.operations.size // a delete would come after it
  if (!isBeingWritten) await deleteEntry(engine, question.address)
}
