import type { Entry } from '../entry/entry.ts'
import type { Engine } from './engine.ts'
import { holding } from './hold.ts'
import { remember, rememberedAs } from './memories.ts'
import { isOfVersion, judge } from './policy.ts'
import type { Question } from './question.ts'
import type { Slot } from './slots.ts'
import { readEntry } from './stored-entry.ts'

/** An entry and where it was found. */
export interface Found {
  readonly entry: Entry
  readonly source: 'memory' | 'store'
}

/** Looks in memory: what is there in this very moment, of the right version, of any age. */
export function recall(question: Question): Found | null {
  const entry = question.memory?.get(question.id)?.entry
  return isOfVersion(entry, question.policy) ? { entry, source: 'memory' } : null
}

/** Looks in memory, then in the store unless memory has it fresh. The entry found may be of any age. */
export async function find(engine: Engine, question: Question): Promise<Found | null> {
  const { policy } = question
  const known = recall(question)
  const isEnough = judge(known?.entry, policy, engine.clock.now()) === 'fresh'
  if (isEnough || policy.persist === false || !policy.read) return known
  return (await holding(engine, question, (slot) => readStore(engine, question, slot))) ?? known
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
  for (;;) {
    const { version, landed } = slot
    const entry = await sharedRead(engine, question, slot)
    if (slot.version !== version || slot.landed !== landed) continue
    return isOfVersion(entry, question.policy) ? learn(engine, question, entry) : null
  }
}

function sharedRead(engine: Engine, question: Question, slot: Slot): Promise<Entry | null> {
  const { types } = question.policy
  if (slot.reading?.types !== types) {
    const promise = readEntry(engine, question.address, types).finally(() => {
      slot.reading = undefined // if it is a later one by now, that one is not shared with more
    })
    slot.reading = { types, promise }
  }
  return slot.reading.promise
}

/** What was read is known from now on. */
export function learn(engine: Engine, question: Question, entry: Entry): Found {
  remember(engine, question, rememberedAs(question, entry, 'store', entry.storedAt))
  return { entry, source: 'store' }
}
