import { useMemo } from 'react'
import { isEntryOf } from '../engine/change/mutate-keys.ts'
import type { Engine } from '../engine/engine.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import { handleOf } from '../engine/request/cache-handle.ts'
import { canonicalText } from '../key/canonical.ts'
import { useConfig } from './config/use-config.ts'
import { useSyncExternalStore } from './observer/use-sync-external-store.ts'

/** Which fetches count: those whose keys begin with these arguments, or whose keys pass a function. */
export type ValidatingFilter = string | number | readonly unknown[] | object | ((key: unknown) => boolean)

/**
 * Returns how many fetches of this cache run now. Renders again when the number changes. `filter`: `['user']` counts the keys that
 * begin with `'user'`; a function gets each key, as the filter of `mutate`.
 * @default filter: all fetches
 * @example
 * ```tsx
 * import { useIsValidating } from 'cachetta/react'
 *
 * export function Progress() {
 *   const count = useIsValidating()
 *   return count > 0 ? <progress /> : null
 * }
 * ```
 */
export function useIsValidating(filter?: ValidatingFilter): number {
  const { handle } = useConfig(undefined)
  const subscribe = useMemo(() => (onChange: () => void) => watchFlights(handle.engine, onChange), [handle])
  return useSyncExternalStore(subscribe, () => countFlights(handle, filter), getNone)
}

const getNone = () => 0

/** Calls `onChange` once for all changes of a moment. A fetch may start while another component renders. */
function watchFlights({ watchers }: Engine, onChange: () => void): () => void {
  let isScheduled = false
  const onFlightChange = () => {
    if (isScheduled) return
    isScheduled = true
    void Promise.resolve().then(() => {
      isScheduled = false
      if (watchers.has(onFlightChange)) onChange()
    })
  }
  watchers.add(onFlightChange)
  return () => void watchers.delete(onFlightChange)
}

function countFlights(cache: CacheHandle, filter: ValidatingFilter | undefined): number {
  const requests = [...cache.engine.slots.values()].flatMap(({ flight }) => flight?.request ?? [])
  return requests.filter(
    (request) => isEntryOf(cache, request) && (filter === undefined || passes(request.key, filter)),
  ).length
}

/** A call of a cached function has no key, so it passes no filter. */
function passes(key: unknown, filter: ValidatingFilter): boolean {
  if (key === undefined) return false
  if (typeof filter === 'function' && !handleOf(filter)) return Boolean((filter as (key: unknown) => unknown)(key)) // no cache
  const [args, first] = [key, filter].map((each): readonly unknown[] => (Array.isArray(each) ? each : [each]))
  return Boolean(args && first?.every((each, index) => index < args.length && isSameArgument(each, args[index])))
}

function isSameArgument(one: unknown, other: unknown): boolean {
  if (typeof one === 'function' || typeof other === 'function') return one === other
  return canonicalText([one]) === canonicalText([other])
}
