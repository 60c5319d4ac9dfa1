import type { Config } from './config.ts'
import type { Instance, Shown } from './instance.ts'
import { fallbackFor } from './snapshot.ts'
import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/**
 * The data as the component shows it: selected, else lent by the key before, else the placeholder. What is equal to what was
 * shown last of the entry is that very object, so that effects which depend on it rest.
 */
export function dataOf(shown: Shown, wanted: Wanted | undefined, config: Config, state: State): unknown {
  const isKnown = state.updatedAt !== undefined
  if (!isKnown && config.keepPreviousData && shown.data !== undefined) return shown.data
  const data = isKnown ? state.data : wanted && fallbackFor(wanted)
  const selected = data !== undefined && config.select ? config.select(data) : data
  return shown.id === wanted?.id && config.compare(shown.data, selected) ? shown.data : selected
}

/** Does `after` differ from `before` in a field that the component reads? Data is compared as it is shown. */
export function hasChanged(
  { seen, shown }: Pick<Instance, 'seen' | 'shown'>,
  wanted: Wanted,
  before: State,
  after: State,
): boolean {
  const dataIn = (state: State) => dataOf(shown, wanted, wanted.config, state)
  for (const field of seen) {
    if (Object.is(before[field], after[field])) continue
    if (field !== 'data' || dataIn(before) !== dataIn(after)) return true
  }
  return false
}
