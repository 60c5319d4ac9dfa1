import { isServer } from './boundary.ts'
import type { BareFetcher, Key, Loose } from './key.ts'
import { serialize } from './key.ts'

/** Requests that no hook has taken yet, by serialized key. They belong to no cache: the first hook that fetches the key takes one. */
const preloads = new Map<string, unknown>()

/**
 * Starts a request for a key that a hook will show soon. The first hook that fetches the key takes its result, under any
 * `SWRConfig`. Until then a second call returns the same promise. Does nothing on a server.
 * @example
 * ```ts
 * import { preload } from 'cachetta/swr'
 *
 * const fetcher = (url: string) => fetch(url).then((response) => response.json())
 *
 * void preload('/api/user', fetcher)
 * ```
 */
export function preload<Data = Loose, SWRKey extends Key = Key, Fn extends BareFetcher<Data> = BareFetcher<Data>>(
  key: SWRKey,
  fetcher: Fn,
): ReturnType<Fn> {
  if (isServer) return undefined as ReturnType<Fn> // as in SWR
  const [id, argument] = serialize(key)
  if (!preloads.has(id)) preloads.set(id, fetcher(argument))
  return preloads.get(id) as ReturnType<Fn> // what this fetcher, or an earlier one for this key, returned
}

/** Removes the request of a key and returns what its fetcher returned. Calls `fetcher` if there is no request. */
export function takePreload(id: string, fetcher: () => unknown): unknown {
  if (!preloads.has(id)) return fetcher()
  const preloaded = preloads.get(id)
  preloads.delete(id)
  return preloaded
}

/** Forgets the request of a key, because `mutate` made it outdated. */
export function dropPreload(id: string): void {
  preloads.delete(id)
}
