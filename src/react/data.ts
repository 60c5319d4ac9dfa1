import type { Config } from './config.ts'
import type { Shown } from './instance.ts'
import { fallbackFor } from './snapshot.ts'
import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/**
 * The data as the component shows it: selected, else lent by the key before, else the placeholder. What is equal to what was
 * shown last of the entry is that very object, so that effects which depend on it rest.
 */
export function dataOf(shown: Shown | undefined, wanted: Wanted | undefined, config: Config, state: State): unknown {
  const isKnown = state.updatedAt !== undefined
  if (!isKnown && config.keepPreviousData && shown) return shown.data
  const data = isKnown ? state.data : wanted && fallbackFor(wanted)
  const selected = data !== undefined && config.select ? config.select(data) : data
  return shown && shown.id === wanted?.id && config.compare(shown.data, selected) ? shown.data : selected
}
