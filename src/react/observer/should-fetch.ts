import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { judge } from '../../engine/request/policy.ts'
import { fallbackFor } from '../result/snapshot.ts'
import type { HookQuery } from './query.ts'
import { isFetchable } from './query.ts'

/** Does showing this entry for the first time ask for a fetch? `isFirst`: the component is mounting, not changing its key. */
export function shouldFetchOnMount(query: HookQuery, known: MemoryEntry | undefined, isFirst: boolean): boolean {
  if (!isFetchable(query) || known?.isPreloaded || wasJustFetched(query, known)) return false
  const { isOnline, revalidateIfStale, revalidateOnMount } = query.config
  if (isFirst && revalidateOnMount !== undefined) return revalidateOnMount
  if (known?.needsRefetch || (known === undefined && fallbackFor(query) === undefined)) return true
  return needsRevalidation(query, known) && revalidateIfStale !== false && isOnline()
}

/** Did the last request begin just now? A component that was suspended until the answer came counts from the answer. */
function wasJustFetched({ config, handle }: HookQuery, known: MemoryEntry | undefined): boolean {
  if (known?.requestedAt === undefined || known.needsRefetch) return false
  const since = config.suspense ? known.entry.storedAt : known.requestedAt
  return handle.engine.clock.now() - since < config.dedupingInterval
}

/** Is it anything but fresh, by what its reader takes for fresh? */
export function needsRevalidation({ handle, policy }: HookQuery, known: MemoryEntry | undefined): boolean {
  return known?.needsRefetch === true || judge(known?.entry, policy, handle.engine.clock.now()) !== 'fresh'
}
