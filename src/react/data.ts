import type { Committed } from './committed.ts'
import { fallbackFor } from './snapshot.ts'
import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/**
 * The data as the component shows it: selected, else lent by the key before, else the placeholder. What is equal to what was
 * shown last of the entry is that very object, so that effects which depend on it rest.
 */
export function dataOf(instance: Committed, { asked, config }: Wanted, state: State): unknown {
  const shown = instance.shown()
  const isKnown = state.updatedAt !== undefined
  if (!isKnown && config.keepPreviousData && shown) return shown.data
  const data = isKnown ? state.data : asked && fallbackFor(asked, config)
  const selected = data !== undefined && config.select ? config.select(data) : data
  return shown && shown.id === asked?.id && config.compare(shown.data, selected) ? shown.data : selected
}
