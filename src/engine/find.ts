import type { Entry } from '../entry/entry.ts'
import type { Engine } from './engine.ts'
import { isOfVersion, judge } from './policy.ts'
import type { Question } from './question.ts'
import type { Slot } from './slots.ts'

/** An entry and where it was found. */
export interface Found {
  readonly entry: Entry
  readonly source: 'memory' | 'store'
}

/** Looks in memory: what is there in this very moment, of the right version, of any age. */
export function recall(question: Question): Found | null {
  const entry = question.memory?.get(question.id)?.entry ?? null
  return isOfVersion(entry, question.policy) ? { entry, source: 'memory' } : null
}

/** Looks in memory, then in the store unless memory has it fresh. The entry found may be of any age. */
export async function find(engine: Engine, question: Question): Promise<Found | null> {
  const known = recall(question)
  if (judge(known?.entry ?? null, question.policy, engine.clock.now()) === 'fresh') return known
  const slot = engine.slots.hold(question.id, question.address)
  try {
    return (await readStore(engine, question, slot)) ?? known
  } finally {
    engine.slots.release(question.id, slot)
  }
}

/** The synchronous twin of {@link find}. */
export function findSync(engine: Engine, question: Question): Found | null {
  const known = recall(question)
  if (judge(known?.entry ?? null, question.policy, engine.clock.now()) === 'fresh') return known
  const entry = engine.store.sync?.get(question.address, question.policy.types) ?? null
  return isOfVersion(entry, question.policy) ? learn(engine, question, entry) : known
}

/**
 * Reads the entry, and reads again when it changed meanwhile: what the disk gave first is older than what is true now.
 *
 *     read    |---------disk---------| v1     arrives after the write: dropped, read again
 *     write        |--v2--|
 *
 *     read         |------disk------| v1      began when the write was called, and is late all the same
 *     write      |--v2--|
 */
async function readStore(engine: Engine, question: Question, slot: Slot): Promise<Found | null> {
  if (question.policy.persist === false) return null
  for (;;) {
    const { version, landed } = slot
    const { tagVersion } = engine
    const entry = await sharedRead(engine, question, slot)
    if (slot.version !== version || slot.landed !== landed || engine.tagVersion !== tagVersion) continue
    return isOfVersion(entry, question.policy) ? learn(engine, question, entry) : null
  }
}

function sharedRead(engine: Engine, question: Question, slot: Slot): Promise<Entry | null> {
  const { types } = question.policy
  if (slot.reading?.types === types) return slot.reading.promise
  const promise = engine.store.get(question.address, types).finally(() => {
    if (slot.reading === reading) slot.reading = null
  })
  const reading = { types, promise }
  slot.reading = reading
  return promise
}

function learn(engine: Engine, question: Question, entry: Entry): Found {
  const { address, id, key, memory } = question
  engine.memories.remember(memory, id, { address, entry, key, source: 'store', requestedAt: entry.storedAt })
  return { entry, source: 'store' }
}
