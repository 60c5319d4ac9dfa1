import type { Engine } from './engine.ts'
import { find } from './find.ts'
import { judge } from './policy.ts'
import type { Question } from './question.ts'

/** Brings what the store holds into memory, for those who show it; what is too old to be shown is deleted. Never rejects. */
export async function restore(engine: Engine, question: Question): Promise<void> {
  const found = await find(engine, question)
  if (found === null || judge(found.entry, question.policy, engine.clock.now()) !== 'expired') return
  engine.memories.forget(question.id)
  await engine.store.delete(question.address, engine.clock.now())
}
