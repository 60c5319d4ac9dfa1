import type { Engine } from './engine.ts'
import type { Remembered } from './memory.ts'
import { judge } from './policy.ts'
import type { Question } from './question.ts'

/** What can be shown of an entry in this very moment: what a mutation expects, else what memory holds and is not too old. */
export function glance(engine: Engine, question: Question): Remembered | undefined {
  return engine.slots.get(question.id)?.optimistic ?? committed(engine, question)
}

/** The same without what a mutation only expects. */
export function committed(engine: Engine, question: Question): Remembered | undefined {
  const remembered = held(engine, question)
  const freshness = judge(remembered?.entry, question.policy, engine.clock.now())
  return freshness === 'fresh' || freshness === 'stale' ? remembered : undefined
}

/** What memory holds, however old. */
export function held({ slots }: Engine, { id, memory }: Question): Remembered | undefined {
  return slots.get(id)?.pinned ?? memory?.get(id)
}
