import { createHook } from './arguments.ts'
import type { FullConfiguration, Middleware, MiddlewareHook, SWRHook, SWRResponse } from './configuration.ts'
import type { BareFetcher, Key } from './key.ts'
import { useEntry } from './use-swr.ts'

/** What an immutable hook does not do, whatever its options say. */
const fixed = { refreshInterval: 0, revalidateIfStale: false, revalidateOnFocus: false, revalidateOnReconnect: false }

/**
 * The middleware that makes a hook immutable.
 * @example
 * ```tsx
 * import useSWR from 'cachetta/swr'
 * import { immutable } from 'cachetta/swr/immutable'
 *
 * export const Licence = () => <pre>{useSWR<string>('/licence.txt', { use: [immutable] }).data}</pre>
 * ```
 */
export const immutable: Middleware = (useNext) =>
  ((key: Key, fetcher: BareFetcher | null, config: FullConfiguration) =>
    useNext(key, fetcher, { ...config, ...fixed })) as MiddlewareHook // it returns what the next hook returns

function useImmutable(key: Key, fetcher: BareFetcher | null, config: FullConfiguration): SWRResponse {
  return useEntry(key, fetcher, { ...config, ...fixed })
}

/**
 * Shows the data of a key that never changes: it is fetched once, if there is none.
 * @example
 * ```tsx
 * import useSWRImmutable from 'cachetta/swr/immutable'
 *
 * const fetcher = (url: string) => fetch(url).then((response) => response.json())
 *
 * export const Licence = () => <pre>{useSWRImmutable<string>('/licence.txt', fetcher).data}</pre>
 * ```
 */
export const useSWRImmutable: SWRHook = createHook<SWRHook>(useImmutable)
