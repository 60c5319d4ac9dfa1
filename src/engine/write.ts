import type { Entry } from '../entry/entry.ts'
import type { Engine } from './engine.ts'
import { emit } from './events.ts'
import { entryOf } from './keep.ts'
import type { Remembered } from './memory.ts'
import type { Job, Question } from './question.ts'
import { notify, supersede, tracked } from './slots.ts'

/** Stores a value that the caller has at hand; it wins over any computation that is running. Rejects with `UnsafeTypeError` alone. */
export async function write(engine: Engine, question: Question & Pick<Job, 'tagsOf'>, value: unknown): Promise<void> {
  const { address, id, memory, policy } = question
  const entry = entryOf(engine, question, value)
  if (!policy.write || entry === null) return
  const slot = engine.slots.hold(id, address)
  const version = supersede(slot)
  try {
    if (await tracked(slot, async () => policy.persist === false || engine.store.set(address, entry, policy.types))) {
      emit('stored', address)
    }
    if (slot.version === version) engine.memories.remember(memory, id, written(question, entry))
    else engine.memories.forget(id)
    notify(slot)
  } finally {
    engine.slots.release(id, slot)
  }
}

/** The synchronous twin of {@link write}. */
export function writeSync(engine: Engine, question: Question & Pick<Job, 'tagsOf'>, value: unknown): void {
  const { address, id, memory, policy } = question
  const entry = entryOf(engine, question, value)
  if (!policy.write || entry === null) return
  if (engine.store.sync?.set(address, entry, policy.types)) emit('stored', address)
  const slot = engine.slots.peek(id)
  if (slot) supersede(slot)
  engine.memories.remember(memory, id, written(question, entry))
  notify(slot)
}

function written({ address, key }: Question, entry: Entry): Remembered {
  return { address, entry, key, source: 'memory' }
}
