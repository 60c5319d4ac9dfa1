import { wasSetWithin } from '../../engine/compute/request-fetch.ts'
import type { Engine } from '../../engine/engine.ts'
import { debug } from '../../engine/log.ts'
import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { peek } from '../../engine/memory/peek.ts'
import { freshnessNow } from '../../engine/request/policy.ts'
import { fallbackFor } from '../result/snapshot.ts'
import type { HookQuery } from './query.ts'
import { askHost, isFetchable } from './query.ts'

/** True if a hook fetches when it first shows this entry. `isMounting`: the component mounts; otherwise its key has changed. */
export function shouldFetchOnMount(
  query: HookQuery,
  memoryEntry: MemoryEntry | undefined,
  isMounting: boolean,
): boolean {
  return isFetchable(query) && wantsFetchOnMount(query, memoryEntry, isMounting)
}

/** The same for a hook that may be paused, or have no fetcher. */
export function wantsFetchOnMount(
  query: HookQuery,
  memoryEntry: MemoryEntry | undefined,
  isMounting: boolean,
): boolean {
  const { dedupingInterval, isOnline, revalidateIfStale, revalidateOnMount } = query.config
  if (memoryEntry?.isPreloaded || wasSetWithin(query.handle.engine, memoryEntry, dedupingInterval)) return false
  if (isMounting && revalidateOnMount !== undefined) return revalidateOnMount
  if (memoryEntry?.needsRefetch || (!memoryEntry && fallbackFor(query) === undefined)) return true
  const hasFailed = query.handle.engine.failures.has(query.id) // someone wanted newer data and did not get it
  return (hasFailed || needsRevalidation(query, memoryEntry)) && revalidateIfStale && askHost(isOnline)
}

/**
 * Returns the age up to which an answer is enough for a fetch, in milliseconds. `undefined`: no answer that has arrived is. A value
 * that the application set says nothing about the server, so it replaces no poll.
 */
export function maxAgeFor(
  query: HookQuery,
  { maxAge, reason }: { readonly maxAge?: number | undefined; readonly reason: string },
): number | undefined {
  if (reason === 'refetch' || reason === 'nothing to show') return undefined
  if (reason === 'poll' && peek(query.handle.engine, query)?.source === 'memory') return 0
  return maxAge ?? query.config.dedupingInterval
}

/** True if the entry is missing, stale, expired, or marked for a refetch. */
export function needsRevalidation(query: HookQuery, memoryEntry: MemoryEntry | undefined): boolean {
  return memoryEntry?.needsRefetch || freshnessNow(query.handle.engine, query, memoryEntry?.entry) !== 'fresh'
}

/** Tells the log and events what a hook has to show, and whether that is enough. */
export function reportFound(query: HookQuery, found: MemoryEntry | undefined, shouldFetch: boolean): void {
  const { engine } = query.handle
  const freshness = freshnessNow(engine, query, found?.entry)
  debug(query, { found, freshness, shouldFetch, now: engine.clock.now() })
  engine.emit?.('read', query, { found, freshness })
}

/** A preload replaces one fetch. A hook that mounts after this moment fetches; a component that is mounted twice does not. */
export function markPreloadUsed({ clock }: Pick<Engine, 'clock'>, memoryEntry: MemoryEntry): void {
  clock.after(0, () => {
    memoryEntry.isPreloaded = false
  })
}
