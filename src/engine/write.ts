import { emit } from '#events'
import type { Entry } from '../entry/entry.ts'
import type { Engine } from './engine.ts'
import { holding } from './hold.ts'
import { entryOf } from './keep.ts'
import { remember, rememberedAs, unremember } from './memories.ts'
import type { Job, Question } from './question.ts'
import { notify, supersede, tracked } from './slots.ts'
import { writeEntry } from './stored-entry.ts'
import { writeEntrySync } from './stored-entry-sync.ts'

/** Stores a value that the caller has at hand; it wins over any computation that is running. Rejects with `UnsafeTypeError` alone. */
export async function write(engine: Engine, question: Question & Pick<Job, 'tagsOf'>, value: unknown): Promise<void> {
  const entry = entryOf(engine, question, value)
  if (!question.policy.write || entry === undefined) return
  if (await put(engine, question, entry)) emit?.('stored', question.address)
}

/** Stores an entry that someone made, and says whether it is kept. It wins over any computation that is running. */
export function put(engine: Engine, question: Question, entry: Entry): Promise<boolean> {
  const { address, id, policy } = question
  return holding(engine, question, async (slot) => {
    supersede(slot)
    const { version } = slot
    const isKept = policy.persist === false || (await tracked(slot, writeEntry(engine, address, entry, policy.types)))
    if (slot.version === version) remember(engine, question, rememberedAs(question, entry, 'memory'))
    else unremember(engine, id)
    notify(slot)
    return isKept
  })
}

/** The synchronous twin of {@link write}. */
export function writeSync(engine: Engine, question: Question & Pick<Job, 'tagsOf'>, value: unknown): void {
  const entry = entryOf(engine, question, value)
  if (!question.policy.write || entry === undefined) return
  if (putSync(engine, question, entry)) emit?.('stored', question.address)
}

/** The synchronous twin of {@link put}. */
export function putSync(engine: Engine, question: Question, entry: Entry): boolean {
  const { address, id, policy } = question
  const isKept = writeEntrySync(engine, address, entry, policy.types)
  const slot = engine.slots.get(id)
  if (slot) supersede(slot)
  remember(engine, question, rememberedAs(question, entry, 'memory'))
  notify(slot)
  return isKept
}
