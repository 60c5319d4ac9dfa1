import type { FunctionComponent, ReactNode } from 'react'
import { createElement, useMemo } from 'react'
import { requireHandle } from '../../engine/request/cache-handle.ts'
import type { Config } from './config.ts'
import { mergeConfig } from './config.ts'
import type { ProviderOptions } from './options.ts'
import { ConfigContext, useConfig } from './use-config.ts'

/** The props of {@link CachettaProvider}. */
export interface ProviderProps {
  /** A `Cachetta`. @default the cache of the provider above, else IndexedDB in a browser and memory elsewhere */
  readonly cache?: object | undefined
  /** Options for all hooks below. A function gets the options of the provider above. */
  readonly options?: ProviderOptions | ((parent: ProviderOptions) => ProviderOptions) | undefined
  /** The components whose hooks use this cache and these options. */
  readonly children?: ReactNode
}

/**
 * Sets the cache and the options of all hooks below. Providers nest.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta; while rendering.
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
  const parent = useConfig(undefined)
  const value = useMemo(() => createConfig(parent, cache, options), [parent, cache, options])
  return createElement(ConfigContext.Provider, { value }, children)
}

function createConfig(parent: Config, cache: object | undefined, options: ProviderProps['options']): Config {
  const own = typeof options === 'function' ? options(parent) : options
  const handle = cache ? requireHandle(cache) : parent.handle
  return { ...(own ? mergeConfig(parent, own) : parent), handle }
}
