import type { Engine } from '../engine/engine.ts'
import { usableFor } from '../engine/policy.ts'
import { idOf } from '../engine/question.ts'
import { listEntries, sweep } from '../engine/stored-entries.ts'
import { deleteEntry } from '../engine/stored-entry.ts'
import { ageOf } from '../entry/freshness.ts'
import type { EntryStat } from '../store/store.ts'
import type { Configuration } from './configuration.ts'
import { baseOf } from './configuration.ts'

/** Deletes what is past every use, and what crashes left behind. Linear in the entries; nothing else waits for it. */
export async function prune(configuration: Configuration): Promise<number> {
  const { engine, policy } = configuration
  const base = baseOf(configuration, 'prune()')
  let deleted = 0
  for await (const entry of listEntries(engine, base)) {
    const now = engine.clock.now()
    if (ageOf(entry, now) < usableFor(policy) || isBeingReplaced(engine, entry)) continue
    await deleteEntry(engine, entry.address)
    deleted += 1
  }
  await sweep(engine, base)
  return deleted
}

/** A delete would take from the computation that is running the right to store its value, or would hit the new one. */
function isBeingReplaced(engine: Engine, { address }: EntryStat): boolean {
  const slot = engine.slots.get(idOf(address))
  return slot !== undefined && (slot.flight !== undefined || slot.operations.size > 0)
}
