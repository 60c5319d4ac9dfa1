import { ageOf } from '../entry/freshness.ts'
import type { Engine } from './engine.ts'
import { find } from './find.ts'
import { judge, usableFor } from './policy.ts'
import type { Question } from './question.ts'

/** Brings what the store holds into memory, for those who show it; what is too old for anything is deleted. Never rejects. */
export async function restore(engine: Engine, question: Question): Promise<void> {
  const found = await find(engine, question)
  const now = engine.clock.now()
  if (found === null || judge(found.entry, question.policy, now) !== 'expired') return
  engine.memories.forget(question.id)
  const isBeingWritten = (engine.slots.peek(question.id)?.operations.size ?? 0) > 0 // a delete would come after it
  if (!isBeingWritten && ageOf(found.entry, now) >= usableFor(question.policy)) {
    await engine.store.delete(question.address, now)
  }
}
