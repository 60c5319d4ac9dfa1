import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { judge } from '../../engine/request/policy.ts'
import type { HookQuery } from '../observer/query.ts'

/** What a hook without a key shows. */
export const EMPTY_SNAPSHOT: Snapshot = {
  isLoading: false,
  isValidating: false,
  isStale: false,
}

/** What there is to show of an entry in this moment. `isBeginning`: a fetch is about to follow. */
export function createSnapshot(query: HookQuery, known: MemoryEntry | undefined, isBeginning: boolean): Snapshot {
  const { handle, id } = query
  const { failures, slots } = handle.engine
  const error = failures.get(id)?.error
  const isValidating = isBeginning || slots.get(id)?.flight != null
  return {
    ...createTimelessSnapshot(query, known, isValidating),
    error,
    isStale: known !== undefined && isStale(query, known),
  }
}

/** What a server and a browser can say alike: nothing in it depends on the hour, or on how an earlier fetch went. */
export function createTimelessSnapshot(
  query: HookQuery,
  known: MemoryEntry | undefined,
  isValidating: boolean,
): Snapshot {
  const data = known ? known.entry.value : fallbackFor(query)
  return {
    data,
    isLoading: isValidating && data === undefined,
    isValidating,
    isStale: false,
    updatedAt: known?.entry.storedAt,
    source: known ? dataSourceOf(query, known) : data === undefined ? undefined : 'fallback',
  }
}

export function fallbackFor({ address, config: { fallback, fallbackData }, key }: HookQuery): unknown {
  return fallbackData !== undefined ? fallbackData : fallback?.[typeof key === 'string' ? key : address.key]
}

/** What a request's scope shows, the browser has from the server. */
function dataSourceOf({ handle }: HookQuery, { source }: MemoryEntry): Snapshot['source'] {
  return handle.origin ? 'server' : source
}

/** With no duration all data is past it; what the network has just given is still as true as can be had. */
function isStale({ handle, policy }: HookQuery, { entry, source }: MemoryEntry): boolean {
  if (policy.duration <= 0 && source === 'network') return false
  return judge(entry, policy, handle.engine.clock.now()) !== 'fresh'
}

/** The fields of a result that can make a component render. */
export interface Snapshot {
  readonly data?: unknown
  readonly error?: unknown
  readonly isLoading: boolean
  readonly isValidating: boolean
  readonly isStale: boolean
  readonly updatedAt?: number | undefined
  readonly source?: 'fallback' | 'server' | 'memory' | 'store' | 'network' | undefined
}
