import type { Engine } from '../../engine/engine.ts'
import type { Policy } from '../../engine/request/policy.ts'
import { freshnessNow, maxUsableAge } from '../../engine/request/policy.ts'
import { idOf } from '../../engine/request/request.ts'
import { locationOf } from '../../engine/store/location.ts'
import { listEntries, statEntry, sweepStore } from '../../engine/store/stored-entries.ts'
import { deleteEntry, statEntrySync } from '../../engine/store/stored-entry.ts'
import type { EntryHeader } from '../../entry/entry.ts'
import { ageOf } from '../../entry/freshness.ts'
import type { Address } from '../../key/address.ts'
import { addressOf } from '../../key/address-of.ts'
import type { EntryStat } from '../../store/store.ts'
import { checkSync } from '../functions/wrap-sync.ts'
import type { EntryInfo, ListedEntry } from '../interface.ts'
import type { Configuration } from '../options/configuration.ts'
import { baseOf } from '../options/configuration.ts'

// Questions about entries, answered from their headers: the store's, for memory holds nothing that the store has not.

export async function infoOf(configuration: Configuration, args: readonly unknown[]): Promise<EntryInfo> {
  const { engine, policy, rule } = configuration
  const address = addressOf(rule, args)
  return toEntryInfo(engine, policy, address, await statEntry(engine, address))
}

export function infoOfSync(configuration: Configuration, args: readonly unknown[]): EntryInfo {
  checkSync(configuration, 'infoSync')
  const { engine, policy, rule } = configuration
  const address = addressOf(rule, args)
  return toEntryInfo(engine, policy, address, statEntrySync(engine, address))
}

export async function* entriesOf(configuration: Configuration): AsyncGenerator<ListedEntry> {
  const { engine, policy } = configuration
  for await (const stat of listEntries(engine, baseOf(configuration, 'entries()'))) {
    yield { ...toEntryInfo(engine, policy, stat.address, stat), key: stat.key, tags: stat.tags }
  }
}

function toEntryInfo(engine: Engine, policy: Policy, address: Address, stat: EntryStat | null): EntryInfo {
  if (stat === null) {
    const path = locationOf(engine.store, address)
    return { exists: false, age: null, expired: true, stale: false, expiresIn: null, path, size: 0 }
  }
  const now = engine.clock.now()
  const freshness = freshnessNow(engine, { policy }, stat)
  const { age, expiresIn } = agesOf(stat, policy, now)
  const { path, size } = stat
  return { exists: true, age, expired: freshness !== 'fresh', stale: freshness === 'stale', expiresIn, path, size }
}

function agesOf(stat: EntryHeader, policy: Policy, now: number): Pick<EntryInfo, 'age' | 'expiresIn'> {
  const age = ageOf(stat, now)
  return age === Number.POSITIVE_INFINITY ? { age: null, expiresIn: null } : { age, expiresIn: policy.duration - age }
}

/** Deletes what is past every use, and what crashes left behind. Linear in the entries; nothing else waits for it. */
export async function pruneEntries(configuration: Configuration): Promise<number> {
  const { engine, policy } = configuration
  const base = baseOf(configuration, 'prune()')
  let deleted = 0
  for await (const entry of listEntries(engine, base)) {
    const now = engine.clock.now()
    if (ageOf(entry, now) < maxUsableAge(policy) || isBeingReplaced(engine, entry)) continue
    await deleteEntry(engine, entry.address)
    deleted += 1
  }
  await sweepStore(engine, base)
  return deleted
}

/** A delete would take from the computation that is running the right to store its value, or would hit the new one. */
function isBeingReplaced(engine: Engine, { address }: EntryStat): boolean {
  const slot = engine.slots.get(idOf(address))
  return slot !== undefined && (slot.flight !== undefined || slot.pendingWrites.size > 0)
}
