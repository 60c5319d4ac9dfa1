import { ageOf } from '../entry/freshness.ts'
import type { Engine } from './engine.ts'
import { find } from './find.ts'
import { unremember } from './memories.ts'
import { judge, usableFor } from './policy.ts'
import type { Question } from './question.ts'
import { deleteEntry } from './stored-entry.ts'

/** Brings what the store holds into memory, for those who show it; what is too old for anything is deleted. Never rejects. */
export async function restore(engine: Engine, question: Question): Promise<void> {
  const found = await find(engine, question)
  const now = engine.clock.now()
  if (found === null || judge(found.entry, question.policy, now) !== 'expired') return
  unremember(engine, question.id)
  const isBeingWritten = (engine.slots.get(question.id)?.operations.size ?? 0) > 0 // a delete would come after it
  if (!isBeingWritten && ageOf(found.entry, now) >= usableFor(question.policy)) {
    await deleteEntry(engine, question.address)
  }
}
