import type { Remembered } from '../engine/memory.ts'
import { judge } from '../engine/policy.ts'
import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/** What a hook without a key shows. */
export const NOTHING: State = {
  isLoading: false,
  isValidating: false,
  isStale: false,
}

/** What there is to show of an entry in this moment. `isBeginning`: a fetch is about to follow. */
export function snapshotOf(wanted: Wanted, known: Remembered | undefined, isBeginning: boolean): State {
  const { face, id } = wanted
  const { failures, slots } = face.engine
  const error = failures.get(id)?.error
  const isValidating = isBeginning || slots.get(id)?.flight != null
  return { ...timeless(wanted, known, isValidating), error, isStale: known !== undefined && isStale(wanted, known) }
}

/** What a server and a browser can say alike: nothing in it depends on the hour, or on how an earlier fetch went. */
export function timeless(wanted: Wanted, known: Remembered | undefined, isValidating: boolean): State {
  const data = known ? known.entry.value : fallbackFor(wanted)
  return {
    data,
    isLoading: isValidating && data === undefined,
    isValidating,
    isStale: false,
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
