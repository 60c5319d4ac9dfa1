import { toElapsed } from '../../engine/clock.ts'
import { wasRequestedWithin } from '../../engine/compute/request-fetch.ts'
import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { freshnessNow } from '../../engine/request/policy.ts'
import { fallbackFor } from '../result/snapshot.ts'
import type { HookQuery } from './query.ts'
import { isFetchable } from './query.ts'

/** True if a hook fetches when it first shows this entry. `isMounting`: the component mounts; otherwise its key has changed. */
export function shouldFetchOnMount(
  query: HookQuery,
  memoryEntry: MemoryEntry | undefined,
  isMounting: boolean,
): boolean {
  if (!isFetchable(query) || memoryEntry?.isPreloaded || wasJustRequested(query, memoryEntry)) return false
  const { isOnline, revalidateIfStale, revalidateOnMount } = query.config
  if (isMounting && revalidateOnMount !== undefined) return revalidateOnMount
  if (memoryEntry?.needsRefetch || (!memoryEntry && fallbackFor(query) === undefined)) return true
  return needsRevalidation(query, memoryEntry) && revalidateIfStale && isOnline()
}

/** A component that was suspended until the answer arrived counts from the answer, because it mounts only then. */
function wasJustRequested({ config, handle }: HookQuery, memoryEntry: MemoryEntry | undefined): boolean {
  if (memoryEntry?.requestedAt === undefined) return false
  const { clock } = handle.engine
  const { entry, requestedAt } = memoryEntry
  const since = config.suspense ? toElapsed(clock, entry.storedAt) : requestedAt
  return wasRequestedWithin(handle.engine, memoryEntry, config.dedupingInterval, since)
}

/** True if the entry is missing, stale, expired, or marked for a refetch. */
export function needsRevalidation(query: HookQuery, memoryEntry: MemoryEntry | undefined): boolean {
  return memoryEntry?.needsRefetch === true || freshnessNow(query.handle.engine, query, memoryEntry?.entry) !== 'fresh'
}
