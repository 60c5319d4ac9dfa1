import { emit } from '#events'
import type { Entry } from '../entry/entry.ts'
import type { Engine } from './engine.ts'
import { holding } from './hold.ts'
import { entryOf } from './keep.ts'
import { remember, unremember } from './memories.ts'
import type { Remembered } from './memory.ts'
import type { Job, Question } from './question.ts'
import { notify, supersede, tracked } from './slots.ts'
import { writeEntry } from './stored-entry.ts'
import { writeEntrySync } from './stored-entry-sync.ts'

/** Stores a value that the caller has at hand; it wins over any computation that is running. Rejects with `UnsafeTypeError` alone. */
export async function write(engine: Engine, question: Question & Pick<Job, 'tagsOf'>, value: unknown): Promise<void> {
  const { address, id, policy } = question
  const entry = entryOf(engine, question, value)
  if (!policy.write || entry === undefined) return
  await holding(engine, question, async (slot) => {
    const version = supersede(slot)
    const isKept = policy.persist === false || (await tracked(slot, writeEntry(engine, address, entry, policy.types)))
    if (isKept) emit?.('stored', address)
    if (slot.version === version) remember(engine, question, written(question, entry))
    else unremember(engine, id)
    notify(slot)
  })
}

/** The synchronous twin of {@link write}. */
export function writeSync(engine: Engine, question: Question & Pick<Job, 'tagsOf'>, value: unknown): void {
  const { address, id, policy } = question
  const entry = entryOf(engine, question, value)
  if (!policy.write || entry === undefined) return
  if (writeEntrySync(engine, address, entry, policy.types)) emit?.('stored', address)
  const slot = engine.slots.get(id)
  if (slot) supersede(slot)
  remember(engine, question, written(question, entry))
  notify(slot)
}

function written({ address, key }: Question, entry: Entry): Remembered {
  return { address, entry, key, source: 'memory' }
}
