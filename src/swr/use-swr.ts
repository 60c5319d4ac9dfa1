// The way of `useSWR`: the key becomes a text, the text an entry of the Cachetta of this boundary, and the options of SWR those of
// `useCachetta`. What `useCachetta` shows is mapped back: placeholders and previous data do not count as loaded, as in SWR.
//
//   arguments.ts → use-swr.ts → useCachetta → createResponse

import type { Options, Result } from 'cachetta/react'
import { useCachetta } from 'cachetta/react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createHook } from './arguments.ts'
import type { Boundary } from './boundary.ts'
import { boundaryOf, isServer, readData, recordOf } from './boundary.ts'
import { defaultConfig } from './config.ts'
import type { FullConfiguration, SWRHook, SWRResponse } from './configuration.ts'
import { createFetcher } from './fetch.ts'
import { addFields } from './fields.ts'
import type { BareFetcher, Key, Loose } from './key.ts'
import { serialize } from './key.ts'
import { mutateKey } from './mutate.ts'
import { readPromise } from './read-promise.ts'

/** A server runs no effects, and React warns of a layout effect there. */
export const useCommitEffect: typeof useEffect = isServer ? useEffect : useLayoutEffect

/** A hook's key for the entry of a text: the Cachetta in front says which cache has it, with and without a provider. */
export function toEntryKey({ cachetta }: Boundary, id: string): readonly [never, string] | null {
  return id ? [cachetta as never, id] : null // `useCachetta` takes a Cachetta in front of a key as it takes a cached function
}

/** The innermost hook, which middleware wraps. */
export function useEntry(key: Key, fetcher: BareFetcher | null, config: FullConfiguration): SWRResponse {
  const [id, argument] = serialize(key)
  const boundary = boundaryOf(config.cache)
  const fallback = useFallback(boundary, id, config)
  const run = fetcher && createFetcher(boundary, id, () => fetcher(argument))
  const result: Result<Loose, Loose, Loose, Loose> = useCachetta<Loose, Loose>(
    toEntryKey(boundary, id),
    run,
    toOptions(boundary, id, config, fallback),
  )
  if (config.suspense && isServer && id && fallback === undefined && readData(boundary, id) === undefined) {
    throw new Error(`useSWR: a server does not fetch; give the key ${id} a fallback, or render it in the browser`)
  }
  const keyRef = useRef(key)
  useCommitEffect(() => {
    if (!id) return
    keyRef.current = argument
    recordOf(boundary, id, argument).persist = config.persist !== false
  }, [boundary, id, config.persist])
  const [mutate] = useState(
    () =>
      (...args: readonly unknown[]) =>
        mutateKey(boundary, keyRef.current, args),
  )
  const previous = usePrevious(result, config)
  return createResponse(result, mutate as SWRResponse['mutate'], fallback, previous)
}

/**
 * Shows the data of a key, and fetches it again as SWR does. The data survives a reload, unless `persist` is `false`.
 * @throws {InvalidOptionError} when an interval is no number; while rendering.
 * @example
 * ```tsx
 * import useSWR from 'cachetta/swr'
 *
 * const fetcher = (url: string) => fetch(url).then((response) => response.json())
 *
 * export function Profile() {
 *   const { data, error, isLoading } = useSWR('/api/user', fetcher)
 *   if (error) return <p>failed to load</p>
 *   return <p>{isLoading ? 'loading …' : data.name}</p>
 * }
 * ```
 */
export const useSWR: SWRHook = createHook<SWRHook>(useEntry)

/** The data to show before the first fetch. Suspends while it is a promise and there is no other data. */
function useFallback(boundary: Boundary, id: string, { fallback, fallbackData }: FullConfiguration): unknown {
  const given: unknown = fallbackData === undefined ? fallback[id] : fallbackData
  if (typeof Object(given).then !== 'function') return given
  return id && readData(boundary, id) === undefined ? readPromise(given as Promise<unknown>) : undefined
}

/** Returns the last data of any key, while `keepPreviousData` asks for it. */
function usePrevious(
  result: Result<Loose, Loose, Loose, Loose>,
  { keepPreviousData, suspense }: FullConfiguration,
): unknown {
  const previous = useRef<unknown>(undefined)
  const isKept = Boolean(keepPreviousData) && !suspense
  const data: unknown = isKept ? result.data : undefined
  useCommitEffect(() => {
    if (data !== undefined) previous.current = data
  })
  return isKept ? previous.current : undefined
}

/** Maps a result. The getters keep track of the fields that the component reads. */
function createResponse(
  result: Result<Loose, Loose, Loose, Loose>,
  mutate: SWRResponse['mutate'],
  fallback: unknown,
  previous: unknown,
): SWRResponse {
  const own = {
    mutate,
    get data() {
      return result.data ?? (result.data === undefined ? (previous ?? fallback) : result.data)
    },
  }
  return addFields(own, result, ['error', 'isValidating', 'isLoading'])
}

/** Options that `useCachetta` has in the same words and meanings. */
const sameOptions = [
  'dedupingInterval',
  'errorRetryCount',
  'errorRetryInterval',
  'focusThrottleInterval',
  'initFocus',
  'initReconnect',
  'isOnline',
  'isPaused',
  'isVisible',
  'loadingTimeout',
  'persist',
  'refreshInterval',
  'refreshWhenHidden',
  'refreshWhenOffline',
  'revalidateIfStale',
  'revalidateOnFocus',
  'revalidateOnMount',
  'revalidateOnReconnect',
  'shouldRetryOnError',
  'suspense',
] as const

/**
 * The engine does not get `fallback` and `keepPreviousData`, because `isLoading` of SWR means that nothing has been fetched. It gets
 * them where they decide more: whether to suspend, and whether to fetch on mount.
 */
export function toOptions(
  boundary: Boundary,
  id: string,
  config: FullConfiguration,
  fallback?: unknown,
): Options<Loose, Loose, Loose> {
  const { compare, keepPreviousData, onErrorRetry, revalidateIfStale, suspense } = config
  const same = Object.fromEntries(sameOptions.map((name) => [name, config[name]]))
  return {
    ...same,
    ...(compare !== defaultConfig.compare && { compare }),
    ...((suspense || !revalidateIfStale) && fallback !== undefined && { fallbackData: fallback }),
    ...(suspense && { keepPreviousData }),
    ...(isOutsideRequest(boundary, id, config) && { dedupingInterval: 0 }),
    onDiscarded: () => config.onDiscarded(id),
    onError: (error) => config.onError(error, id, config),
    onLoadingSlow: () => config.onLoadingSlow(id, config),
    onSuccess: (data) => config.onSuccess(data, id, config),
    ...(onErrorRetry !== defaultConfig.onErrorRetry && {
      onErrorRetry: (error, _key, { retryCount, revalidate }) =>
        onErrorRetry(error, id, config, () => revalidate(), { retryCount, dedupe: true }),
    }),
  }
}

/** True if `mutate` set the data and no request ended in the last `dedupingInterval`: SWR then fetches on mount. */
function isOutsideRequest({ records }: Boundary, id: string, { dedupingInterval }: FullConfiguration): boolean {
  const record = records.get(id)
  return record?.isSet === true && Date.now() - record.fetchedAt >= dedupingInterval
}
