// The names of options, for a warning in development. Bundlers remove this file from a production page.

import { log } from '../../engine/log.ts'
import type { Troubles } from '../../engine/trouble.ts'
import { distanceOf } from '../../errors.ts'
import type { InfiniteOptions } from '../pages/pages-query.ts'
import type { AllRequest, MutationOptions, Options, ProviderOptions, SubscriptionOptions } from './options.ts'

type Names<Of> = Readonly<Record<keyof Of, true>>

const subscriptionOptions: Names<SubscriptionOptions> = {
  compare: true,
  duration: true,
  fallbackData: true,
  keepPreviousData: true,
  persist: true,
  schema: true,
  select: true,
  staleDuration: true,
  tags: true,
  use: true,
  version: true,
}

const hookOptions: Names<Options> = {
  ...subscriptionOptions,
  condition: true,
  suspense: true,
  dedupingInterval: true,
  errorRetryCount: true,
  errorRetryInterval: true,
  focusThrottleInterval: true,
  initFocus: true,
  initReconnect: true,
  isOnline: true,
  isPaused: true,
  isVisible: true,
  loadingTimeout: true,
  onDiscarded: true,
  onError: true,
  onErrorRetry: true,
  onLoadingSlow: true,
  onSuccess: true,
  refreshInterval: true,
  refreshWhenHidden: true,
  refreshWhenOffline: true,
  revalidateIfStale: true,
  revalidateOnFocus: true,
  revalidateOnMount: true,
  revalidateOnReconnect: true,
  shouldRetryOnError: true,
}

const listOptions: Names<InfiniteOptions> = {
  ...hookOptions,
  getPreviousKey: true,
  initialSize: true,
  maxPages: true,
  parallel: true,
  persistSize: true,
  revalidateAll: true,
  revalidateFirstPage: true,
}

const { keepPreviousData: _previous, use: _use, ...ofRequests } = hookOptions
const requestOptions: Names<AllRequest> = { ...ofRequests, fetcher: true, key: true }

const mutationOptions: Names<MutationOptions> = {
  onError: true,
  onSuccess: true,
  optimisticData: true,
  populateCache: true,
  revalidate: true,
  rollbackOnError: true,
  throwOnError: true,
  use: true,
}

const providerOptions: Names<ProviderOptions> = { ...hookOptions, fallback: true, fetcher: true }

/** What has options. */
export type OptionOwner =
  | 'CachettaProvider'
  | 'useCachetta'
  | 'useCachettaAll'
  | 'useCachettaInfinite'
  | 'useCachettaMutation'
  | 'useCachettaSubscription'

/** The options of each hook, and of the provider. */
export const optionNames: Readonly<Record<OptionOwner, Readonly<Record<string, true>>>> = {
  CachettaProvider: providerOptions,
  useCachetta: hookOptions,
  useCachettaAll: requestOptions,
  useCachettaInfinite: listOptions,
  useCachettaMutation: mutationOptions,
  useCachettaSubscription: subscriptionOptions,
}

/** What to use in place of an option of TanStack Query, or of another place of this package. */
const advice: Readonly<Record<string, string>> = {
  cache: 'give the cache to the provider: <CachettaProvider cache={cache}>',
  cacheTime: 'memory is bounded by a number of entries, lruSize of the cache, and shown data by staleDuration',
  enabled: 'give a falsy key while nothing should be fetched',
  fallback: 'give it to the provider, or give this hook fallbackData',
  fetcher: 'give it as the second argument, or to the provider',
  gcTime: 'memory is bounded by a number of entries, lruSize of the cache, and shown data by staleDuration',
  initialData: 'did you mean fallbackData? Or set a real entry with mutate(cache, key, data, false)',
  mutationFn: 'give it as the second argument',
  mutationKey: 'give it as the first argument',
  onMutate: 'did you mean optimisticData?',
  onSettled: 'did you mean onSuccess and onError?',
  placeholderData: 'did you mean fallbackData or keepPreviousData?',
  provider: 'give the cache to the provider: <CachettaProvider cache={cache}>',
  queryFn: 'give it as the second argument',
  queryKey: 'give it as the first argument',
  refetchIntervalInBackground: 'did you mean refreshWhenHidden?',
  refetchOnMount: 'did you mean revalidateIfStale or revalidateOnMount?',
  refetchOnReconnect: 'did you mean revalidateOnReconnect?',
  refetchOnWindowFocus: 'did you mean revalidateOnFocus?',
  retry: 'did you mean errorRetryCount or shouldRetryOnError?',
  retryDelay: 'did you mean errorRetryInterval?',
  staleTime: 'did you mean duration?',
  structuralSharing: 'did you mean compare?',
  ttl: 'did you mean duration?',
}

const warned = new WeakMap<Troubles, Set<string>>()

/** Warns of an option that does not exist, once for each cache, and names the one that was probably meant. */
export function warnUnknownOption(troubles: Troubles, owner: OptionOwner, name: string): void {
  const warnings = warned.get(troubles) ?? new Set()
  warned.set(troubles, warnings)
  const message = `${owner} has no option ${name}; ${advise(owner, name)}`
  if (warnings.has(message)) return
  warnings.add(message)
  log('warn', message)
}

function advise(owner: OptionOwner, name: string): string {
  if (Object.hasOwn(advice, name)) return String(advice[name])
  const others = (Object.keys(optionNames) as OptionOwner[]).filter((other) => Object.hasOwn(optionNames[other], name))
  if (others.length > 0) return `it is an option of ${others.join(', ')}`
  const names = Object.keys(optionNames[owner])
  const [nearest] = names
    .map((each) => ({ each, distance: distanceOf(each.toLowerCase(), name.toLowerCase()) }))
    .filter(({ each, distance }) => distance <= Math.max(each.length, name.length) / 2)
    .sort((one, other) => one.distance - other.distance)
  return nearest ? `did you mean ${nearest.each}?` : `its options are ${names.sort().join(', ')}`
}
