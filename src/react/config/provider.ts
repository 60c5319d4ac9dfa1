import type { FunctionComponent, ReactNode } from 'react'
import { createElement, useContext, useMemo } from 'react'
import { requireHandle } from '../../engine/request/cache-handle.ts'
import type { Config, InheritedFallback, Intervals } from './config.ts'
import { mergeConfig, visibleOptions } from './config.ts'
import type { ProviderOptions } from './options.ts'
import { ConfigContext, checkOptionNames, configWithoutProvider } from './use-config.ts'

/** The props of {@link CachettaProvider}. */
export interface ProviderProps {
  /**
   * A `Cachetta`. Memory holds its mounted entries and its `lruSize` other ones, 1,000 without that option; the store has the
   * rest. @default the cache of the provider above, else IndexedDB in a browser and memory elsewhere
   */
  readonly cache?: object | undefined
  /** Options for all hooks below. A function gets the options of the provider above. */
  readonly options?:
    | ProviderOptions
    | ((parent: ProviderOptions & Intervals & InheritedFallback) => ProviderOptions)
    | undefined
  /** The components whose hooks use this cache and these options. */
  readonly children?: ReactNode
}

/**
 * Sets the cache and the options of all hooks below. Providers nest.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta, or an option has a wrong value; while rendering.
 * @example
 * ```tsx
 * import { Cachetta } from 'cachetta'
 * import { CachettaProvider } from 'cachetta/react'
 *
 * const cache = new Cachetta({ path: 'app' })
 *
 * export const App = () => (
 *   <CachettaProvider cache={cache} options={{ duration: '1m' }}>
 *     <p>Hooks in here use this cache.</p>
 *   </CachettaProvider>
 * )
 * ```
 */
export const CachettaProvider: FunctionComponent<ProviderProps> = ({ cache, options, children }) => {
  const parent = useContext(ConfigContext)
  const value = useMemo(() => createConfig(parent, cache, options), [parent, cache, options])
  return createElement(ConfigContext.Provider, { value }, children)
}

function createConfig(
  parent: Config | undefined,
  cache: object | undefined,
  options: ProviderProps['options'],
): Config {
  const above = parent ?? configWithoutProvider()
  const handle = cache ? requireHandle(cache) : above.handle
  // `above` has both members already: V8 is slow to add some after a spread, and each page of a server comes here.
  const inherited: Config = { ...above, handle, cache: cache ?? above.cache }
  const own = typeof options === 'function' ? options(visibleOptions(inherited)) : options
  checkOptionNames(inherited, own, 'CachettaProvider')
  return own ? { ...mergeConfig(inherited, own), handle } : inherited
}
