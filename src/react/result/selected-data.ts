import type { Config } from '../config/config.ts'
import type { Displayed, HookState } from '../observer/hook-state.ts'
import type { HookQuery } from '../observer/query.ts'
import type { Snapshot } from './snapshot.ts'
import { fallbackFor } from './snapshot.ts'

/**
 * The data as the component shows it: selected, else lent by the key before, else the placeholder. What is equal to what was
 * shown last of the entry is that very object, so that effects which depend on it rest.
 */
export function selectData(shown: Displayed, query: HookQuery | undefined, config: Config, state: Snapshot): unknown {
  const isKnown = state.updatedAt !== undefined
  if (!isKnown && config.keepPreviousData && shown.data !== undefined) return shown.data
  const data = isKnown ? state.data : query && fallbackFor(query)
  const selected = data !== undefined && config.select ? config.select(data) : data
  return shown.id === query?.id && config.compare(shown.data, selected) ? shown.data : selected
}

/** Does `after` differ from `before` in a field that the component reads? Data is compared as it is shown. */
export function hasTrackedChange(
  { trackedFields, displayed }: Pick<HookState, 'trackedFields' | 'displayed'>,
  query: HookQuery,
  before: Snapshot,
  after: Snapshot,
): boolean {
  const dataIn = (state: Snapshot) => selectData(displayed, query, query.config, state)
  for (const field of trackedFields) {
    if (Object.is(before[field], after[field])) continue
    if (field !== 'data' || dataIn(before) !== dataIn(after)) return true
  }
  return false
}
