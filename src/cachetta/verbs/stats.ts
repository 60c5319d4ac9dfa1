import { startEvents } from '../../engine/events/create-emit.ts'
import type { ReadCounts } from '../../engine/events/event.ts'
import { listEntries } from '../../engine/store/stored-entries.ts'
import { isInternalKey } from '../../key/address.ts'
import type { Configuration } from '../options/configuration.ts'

/** The result of `stats()`. */
export interface CacheStats extends ReadCounts {
  /** How many entries the store has. `null` if a path function names them, so that they cannot be listed. */
  readonly entries: number | null
  /** The bytes that these entries take in the store, like the `size` of `info()`. `null` if `entries` is. */
  readonly bytes: number | null
}

export async function collectStats({ engine, origin, settings: { path } }: Configuration): Promise<CacheStats> {
  const counting = origin ?? engine
  const emit = startEvents(counting)
  emit.isCounting = true
  if (typeof path !== 'string') {
    return { ...emit.counts.sumUnder(path.trustedBase ?? ''), entries: null, bytes: null }
  }
  let entries = 0
  let bytes = 0
  for await (const { key, size } of listEntries(engine, path)) {
    if (isInternalKey(key)) continue
    entries += 1
    bytes += size
  }
  return { ...emit.counts.sumUnder(path), entries, bytes }
}
