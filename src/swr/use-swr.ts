// The way of `useSWR`: the key becomes a text, the text an entry of the Cachetta of this boundary, and the options of SWR those of
// `useCachetta`. What `useCachetta` shows is mapped back: placeholders and previous data do not count as loaded, as in SWR.
//
//   arguments.ts → use-swr.ts → useCachetta → createResponse

import type { Options, Result } from 'cachetta/react'
import { useCachetta } from 'cachetta/react'
import { useState } from 'react'
import { createHook } from './arguments.ts'
import type { Boundary } from './boundary.ts'
import { boundaryOf, countHook, isServer, readData, recordOf } from './boundary.ts'
import { defaultConfig } from './config.ts'
import type { FullConfiguration, SWRHook, SWRResponse } from './configuration.ts'
import { createFetcher } from './fetch.ts'
import { addFields } from './fields.ts'
import type { BareFetcher, Key, Loose } from './key.ts'
import { serialize } from './key.ts'
import { createLatest, useCommitEffect, useLatest } from './latest.ts'
import { mutateKey } from './mutate.ts'
import { readPromise } from './read-promise.ts'

/** A hook's key for the entry of a text: the Cachetta in front says which cache has it, with and without a provider. */
export function toEntryKey({ cachetta }: Boundary, id: string): readonly [never, string] | null {
  return id ? [cachetta as never, id] : null // `useCachetta` takes a Cachetta in front of a key as it takes a cached function
}

/** The innermost hook, which middleware wraps. */
export function useEntry(key: Key, fetcher: BareFetcher | null, config: FullConfiguration): SWRResponse {
  const [id, argument] = serialize(key)
  const boundary = boundaryOf(config.cache)
  const fallback = useFallback(boundary, id, config)
  if (config.suspense && isServer && id && fallback === undefined && readData(boundary, id) === undefined) {
    throw new Error(`useSWR: a server does not fetch; give the key ${id} a fallback, or render it in the browser`)
  }
  const run = fetcher && createFetcher(boundary, id, config, () => fetcher(argument))
  const result: Result<Loose, Loose, Loose, Loose> = useCachetta<Loose, Loose>(
    toEntryKey(boundary, id),
    run,
    toOptions(boundary, id, config, fallback),
  )
  const target = useLatest({ boundary, argument })
  useCommitEffect(() => {
    if (!id) return
    recordOf(boundary, id, argument).persist = config.persist !== false
    return countHook(boundary, id)
  }, [boundary, id, config.persist])
  const [mutate] = useState(() => async (...args: readonly unknown[]) => {
    const latest = target.read()
    return mutateKey(latest.boundary, latest.argument, args)
  })
  const previous = usePrevious(boundary, id, config)
  const toShown = (data: unknown) => boundary.toShown(id, data)
  return createResponse(result, mutate as SWRResponse['mutate'], toShown, [previous, fallback])
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

/** Returns the last data of any key, while `keepPreviousData` asks for it. What `unload` has deleted is not shown again. */
function usePrevious(boundary: Boundary, id: string, { keepPreviousData, suspense }: FullConfiguration): unknown {
  const [previous] = useState(() => createLatest({ data: undefined as unknown, unloads: 0 }))
  useCommitEffect(() => {
    const data: unknown = id ? readData(boundary, id) : undefined
    if (data !== undefined) previous.write({ data, unloads: boundary.unloads })
  })
  const { data, unloads } = previous.read()
  return keepPreviousData && !suspense && unloads === boundary.unloads ? data : undefined
}

/** Maps a result. The getters keep track of the fields that the component reads. */
function createResponse(
  result: Result<Loose, Loose, Loose, Loose>,
  mutate: SWRResponse['mutate'],
  toShown: (data: unknown) => unknown,
  placeholders: readonly unknown[],
): SWRResponse {
  const own = {
    mutate,
    get data() {
      return [toShown(result.data), ...placeholders].find((data) => data !== undefined)
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
    refreshInterval: toPollInterval(config),
    onDiscarded: () => config.onDiscarded(id),
    onError: (error) => config.onError(error, id, config),
    onLoadingSlow: () => config.onLoadingSlow(id, config),
    onSuccess: (data) => config.onSuccess(boundary.records.get(id)?.fetched ?? data, id, config),
    ...(onErrorRetry !== defaultConfig.onErrorRetry && {
      onErrorRetry: (error, _key, { retryCount, revalidate }) =>
        onErrorRetry(error, id, config, () => revalidate(), { retryCount, dedupe: true }),
    }),
  }
}

/** A poll within `dedupingInterval` joins the request before, so that only each second or third poll sends one. */
function toPollInterval({ dedupingInterval, refreshInterval = 0 }: FullConfiguration): Options['refreshInterval'] {
  const stretch = (interval: number) =>
    interval > 0 ? Math.max(1, Math.ceil(dedupingInterval / interval)) * interval : 0
  if (typeof refreshInterval === 'function') return (data) => stretch(refreshInterval(data))
  return typeof refreshInterval === 'number' ? stretch(refreshInterval) : refreshInterval
}

/** True if `mutate` set the data and no request ended in the last `dedupingInterval`: SWR then fetches on mount. */
function isOutsideRequest({ records }: Boundary, id: string, { dedupingInterval }: FullConfiguration): boolean {
  const record = records.get(id)
  return record?.isSet === true && Date.now() - record.fetchedAt >= dedupingInterval
}
