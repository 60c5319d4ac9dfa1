import { usableFor } from '../engine/policy.ts'
import { ageOf } from '../entry/freshness.ts'
import type { Configuration } from './configuration.ts'
import { baseOf } from './configuration.ts'

/** Deletes what is past every use, and what crashes left behind. Linear in the entries; nothing else waits for it. */
export async function prune(configuration: Configuration): Promise<number> {
  const { engine, policy } = configuration
  const base = baseOf(configuration, 'prune()')
  let deleted = 0
  for await (const entry of engine.store.list(base)) {
    const now = engine.clock.now()
    if (ageOf(entry, now) < usableFor(policy)) continue
    await engine.store.delete(entry.address, now)
    deleted += 1
  }
  await engine.store.sweep(base)
  return deleted
}
