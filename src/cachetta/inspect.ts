import type { Engine } from '../engine/engine.ts'
import { placeOf } from '../engine/place.ts'
import type { Policy } from '../engine/policy.ts'
import { judge } from '../engine/policy.ts'
import { listEntries, statEntry } from '../engine/stored-entries.ts'
import { statEntrySync } from '../engine/stored-entry-sync.ts'
import type { EntryHeader } from '../entry/entry.ts'
import { ageOf } from '../entry/freshness.ts'
import type { Address } from '../key/address.ts'
import { addressOf } from '../key/address-of.ts'
import type { EntryStat } from '../store/store.ts'
import type { Configuration } from './configuration.ts'
import { baseOf } from './configuration.ts'
import type { EntryInfo, ListedEntry } from './interface.ts'
import { checkSync } from './wrap-sync.ts'

// Questions about entries, answered from their headers: the store's, for memory holds nothing that the store has not.

export async function infoOf(configuration: Configuration, args: readonly unknown[]): Promise<EntryInfo> {
  const { engine, policy, rule } = configuration
  const address = addressOf(rule, args)
  return infoFrom(engine, policy, address, await statEntry(engine, address))
}

export function infoOfSync(configuration: Configuration, args: readonly unknown[]): EntryInfo {
  checkSync(configuration, 'infoSync')
  const { engine, policy, rule } = configuration
  const address = addressOf(rule, args)
  return infoFrom(engine, policy, address, statEntrySync(engine, address))
}

export async function* entriesOf(configuration: Configuration): AsyncGenerator<ListedEntry> {
  const { engine, policy } = configuration
  for await (const stat of listEntries(engine, baseOf(configuration, 'entries()'))) {
    yield { ...infoFrom(engine, policy, stat.address, stat), key: stat.key, tags: stat.tags }
  }
}

function infoFrom(engine: Engine, policy: Policy, address: Address, stat: EntryStat | null): EntryInfo {
  if (stat === null) {
    const path = placeOf(engine.store, address)
    return { exists: false, age: null, expired: true, stale: false, expiresIn: null, path, size: 0 }
  }
  const now = engine.clock.now()
  const freshness = judge(stat, policy, now)
  const { age, expiresIn } = spansOf(stat, policy, now)
  const { path, size } = stat
  return { exists: true, age, expired: freshness !== 'fresh', stale: freshness === 'stale', expiresIn, path, size }
}

function spansOf(stat: EntryHeader, policy: Policy, now: number): Pick<EntryInfo, 'age' | 'expiresIn'> {
  const age = ageOf(stat, now)
  return age === Number.POSITIVE_INFINITY ? { age: null, expiresIn: null } : { age, expiresIn: policy.duration - age }
}
