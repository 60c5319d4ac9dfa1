import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import type { Config } from '../config/config.ts'
import type { Displayed, HookState } from '../observer/hook-state.ts'
import type { HookQuery } from '../observer/query.ts'
import { isSameData } from '../observer/query.ts'
import type { Snapshot } from './snapshot.ts'
import { fallbackFor } from './snapshot.ts'

/**
 * Returns the data as the component displays it: selected, else of the previous key, else the placeholder. If it equals the data
 * that was displayed last for this entry, returns that very object, so that effects which depend on it do not run.
 */
export function selectData(
  displayed: Displayed,
  query: HookQuery | undefined,
  config: Config,
  snapshot: Snapshot,
): unknown {
  const previous = previousData(displayed, query, config, snapshot)
  if (previous !== undefined) return previous
  const hasData = snapshot.updatedAt !== undefined
  const data = hasData || !query ? snapshot.data : fallbackFor(query)
  const selected = data !== undefined && config.select ? config.select(data) : data
  return displayed.id === query?.id && isSameData(config, displayed.data, selected) ? displayed.data : selected
}

/**
 * Returns the data of the previous key, while `keepPreviousData` asks for it. What was invalidated is not shown again: data of the
 * key itself that is gone was invalidated, and the entry of the previous key is asked whether it still has its data. Data of
 * another cache is not shown, because it may belong to another user.
 */
export function previousData(
  { cache, data, id, observer, selectedFrom }: Displayed,
  query: HookQuery | undefined,
  config: Config,
  snapshot: Snapshot,
): unknown {
  const isOfAnotherKey = id !== undefined && id !== query?.id
  if (!config.keepPreviousData || snapshot.updatedAt !== undefined || data === undefined || !isOfAnotherKey)
    return undefined
  if (!isSameCache(cache, config.handle)) return undefined
  if (!observer) return data
  const latest = observer.readSnapshot()
  if (latest.updatedAt === undefined) return undefined
  if (latest.data === selectedFrom) return data
  return config.select ? config.select(latest.data) : latest.data
}

/** The engine is read last, because that opens the default database of hooks without a provider. */
function isSameCache(one: CacheHandle | undefined, other: CacheHandle): boolean {
  return one === other || (one?.base === other.base && one?.engine === other.engine)
}

/** True if a field that the component reads differs. Data is compared as it is displayed. */
export function hasTrackedChange(
  { displayed, trackedFields }: Pick<HookState, 'displayed' | 'trackedFields'>,
  query: HookQuery,
  before: Snapshot,
  after: Snapshot,
): boolean {
  const select = (snapshot: Snapshot) => selectData(displayed, query, query.config, snapshot)
  for (const field of trackedFields) {
    // The first data of an entry may be identical to the placeholder, and replaces the data of the previous key.
    const isFirstData = field === 'data' && (before.updatedAt === undefined) !== (after.updatedAt === undefined)
    if (Object.is(before[field], after[field]) && !isFirstData) continue
    if (field !== 'data' || select(before) !== select(after)) return true
  }
  return false
}
