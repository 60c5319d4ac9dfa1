import type { Remembered } from '../engine/memory.ts'
import { judge } from '../engine/policy.ts'
import type { Instance } from './instance.ts'
import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/** What a hook without a key shows. */
export const NOTHING: State = {
  data: undefined,
  error: undefined,
  isLoading: false,
  isValidating: false,
  isStale: false,
  updatedAt: undefined,
  source: undefined,
}

/** What there is to show of an entry. `isBeginning`: a fetch is about to follow. */
export function snapshotOf(wanted: Wanted, known: Remembered | undefined, isBeginning: boolean): State {
  const { face, id } = wanted
  const { failures, slots } = face.engine
  const isValidating = isBeginning || slots.get(id)?.flight != null
  const data = known ? known.entry.value : fallbackFor(wanted)
  return {
    data,
    error: failures.get(id)?.error,
    isLoading: isValidating && data === undefined,
    isValidating,
    isStale: known !== undefined && isStale(wanted, known),
    updatedAt: known?.entry.storedAt,
    source: known ? sourceOf(wanted, known) : data === undefined ? undefined : 'fallback',
  }
}

export function fallbackFor({ address, config: { fallback, fallbackData }, key }: Wanted): unknown {
  return fallbackData !== undefined ? fallbackData : fallback?.[typeof key === 'string' ? key : address.key]
}

/** What a request's scope shows, the browser has from the server. */
function sourceOf({ face }: Wanted, { source }: Remembered): State['source'] {
  return face.origin ? 'server' : source
}

/** With no duration all data is past it; what the network has just given is still as true as can be had. */
function isStale({ face, policy }: Wanted, { entry, source }: Remembered): boolean {
  if (policy.duration <= 0 && source === 'network') return false
  return judge(entry, policy, face.engine.clock.now()) !== 'fresh'
}

/** Does `after` differ from `before` in a field that the component reads? Data is compared as it is shown. */
export function hasChanged({ config }: Wanted, seen: Instance['seen'], before: State, after: State): boolean {
  for (const field of seen) {
    if (Object.is(before[field], after[field])) continue
    const { compare, select = (data) => data } = config
    if (field !== 'data' || !compare(selected(select, before), selected(select, after))) return true
  }
  return false
}

function selected(select: (data: unknown) => unknown, { data }: State): unknown {
  return data === undefined ? undefined : select(data)
}
