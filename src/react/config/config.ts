import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import { initFocus, initReconnect, isOnline, isVisible } from './browser.ts'
import { isEqual } from './equal.ts'
import type { ProviderOptions } from './options.ts'

type RequiredOption =
  | 'compare'
  | 'dedupingInterval'
  | 'errorRetryInterval'
  | 'focusThrottleInterval'
  | 'initFocus'
  | 'initReconnect'
  | 'isOnline'
  | 'isPaused'
  | 'isVisible'
  | 'loadingTimeout'
  | 'use'

/** The options of a hook with the provider's and the defaults behind them, and the cache they go through. */
export type Config = ProviderOptions & { readonly [Name in RequiredOption]-?: NonNullable<ProviderOptions[Name]> } & {
  readonly handle: CacheHandle
}

export const hookDefaults: Omit<Config, 'handle'> = {
  compare: isEqual,
  dedupingInterval: 2_000,
  errorRetryInterval: 5_000,
  focusThrottleInterval: 5_000,
  initFocus,
  initReconnect,
  isOnline,
  isPaused: () => false,
  isVisible,
  loadingTimeout: 3_000,
  use: [],
}

/** What is `undefined` inherits; middleware and fallbacks add up. */
export function mergeConfig(parent: Config, options: ProviderOptions): Config {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const use = [...parent.use, ...(options.use ?? [])]
  const fallback = { ...parent.fallback, ...options.fallback }
  return { ...parent, ...given, use, fallback }
}
