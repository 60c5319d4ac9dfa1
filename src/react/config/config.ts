import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import { typeOf } from '../../key/inspect-object.ts'
import { initFocus, initReconnect, isOnline, isVisible } from './browser.ts'
import type { Options, ProviderOptions } from './options.ts'

/** The options that always have a value, because `hookDefaults` has one. */
type OptionWithDefault =
  | 'compare'
  | 'dedupingInterval'
  | 'errorRetryCount'
  | 'errorRetryInterval'
  | 'focusThrottleInterval'
  | 'initFocus'
  | 'initReconnect'
  | 'isOnline'
  | 'isPaused'
  | 'isVisible'
  | 'keepPreviousData'
  | 'loadingTimeout'
  | 'refreshInterval'
  | 'refreshWhenHidden'
  | 'refreshWhenOffline'
  | 'revalidateIfStale'
  | 'revalidateOnFocus'
  | 'revalidateOnReconnect'
  | 'shouldRetryOnError'
  | 'suspense'
  | 'use'

type OptionsWithDefaults = { readonly [Name in OptionWithDefault]-?: NonNullable<Options[Name]> }

/** The options of one hook, after those of its provider and the defaults, and the cache that it uses. */
export type Config = ProviderOptions & OptionsWithDefaults & { readonly handle: CacheHandle }

/**
 * The one table of defaults. The cache supplies those of `duration`, `staleDuration`, `version`, `tags`, `condition`,
 * `schema` and `persist`. All other options have none.
 */
export const hookDefaults: OptionsWithDefaults = {
  compare: isEqual,
  dedupingInterval: 2_000,
  errorRetryCount: Number.POSITIVE_INFINITY,
  errorRetryInterval: 5_000,
  focusThrottleInterval: 5_000,
  initFocus,
  initReconnect,
  isOnline,
  isPaused: () => false,
  isVisible,
  keepPreviousData: false,
  loadingTimeout: 3_000,
  refreshInterval: 0,
  refreshWhenHidden: false,
  refreshWhenOffline: false,
  revalidateIfStale: true,
  revalidateOnFocus: true,
  revalidateOnReconnect: true,
  shouldRetryOnError: true,
  suspense: false,
  use: [],
}

/** The defaults of the options that only `useCachettaInfinite` has. */
export const listDefaults = {
  initialSize: 1,
  parallel: false,
  persistSize: false,
  revalidateAll: false,
  revalidateFirstPage: true,
} as const

/** Puts `options` over those of the parent. `undefined` inherits. Middleware and fallbacks are added to the parent's. */
export function mergeConfig(parent: Config, options: ProviderOptions): Config {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const use = [...parent.use, ...(options.use ?? [])]
  const fallback = { ...parent.fallback, ...options.fallback }
  return { ...parent, ...given, use, fallback }
}

/** Data that is nested deeper than this, for example a cycle, counts as different. The price is one render. */
const MAX_DEPTH = 100

/** Compares plain objects, arrays and dates in depth. Any other object equals only itself. */
export function isEqual(one: unknown, other: unknown, depth = 0): boolean {
  if (Object.is(one, other)) return true
  if (!isObject(one) || !isObject(other) || depth > MAX_DEPTH) return false
  const type = typeOf(one)
  if (type !== typeOf(other)) return false
  if (type === 'Date') return Number(one) === Number(other)
  if (type !== 'Object' && type !== null && !Array.isArray(one)) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key], depth + 1))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
