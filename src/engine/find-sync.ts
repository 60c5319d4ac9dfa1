import type { Engine } from './engine.ts'
import type { Found } from './find.ts'
import { learn, recall } from './find.ts'
import { isOfVersion, judge } from './policy.ts'
import type { Question } from './question.ts'
import { readEntrySync } from './stored-entry-sync.ts'

/** The synchronous twin of `find`. */
export function findSync(engine: Engine, question: Question): Found | null {
  const known = recall(question)
  if (judge(known?.entry, question.policy, engine.clock.now()) === 'fresh') return known
  const entry = readEntrySync(engine, question.address, question.policy.types)
  return isOfVersion(entry, question.policy) ? learn(engine, question, entry) : known
}
