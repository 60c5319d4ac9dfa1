import type { Config } from '../config/config.ts'
import type { Displayed, HookState } from '../observer/hook-state.ts'
import type { HookQuery } from '../observer/query.ts'
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
  const hasData = snapshot.updatedAt !== undefined
  if (!hasData && config.keepPreviousData && displayed.data !== undefined) return displayed.data
  const data = hasData ? snapshot.data : query && fallbackFor(query)
  const selected = data !== undefined && config.select ? config.select(data) : data
  return displayed.id === query?.id && config.compare(displayed.data, selected) ? displayed.data : selected
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
    if (Object.is(before[field], after[field])) continue
    if (field !== 'data' || select(before) !== select(after)) return true
  }
  return false
}
