import type { FunctionComponent, ReactNode } from 'react'
import { createElement, useMemo } from 'react'
import { handleOf } from '../../engine/request/cache-handle.ts'
import { InvalidOptionError, shown } from '../../errors.ts'
import type { Config } from './config.ts'
import { mergeConfig } from './config.ts'
import type { ProviderOptions } from './options.ts'
import { ConfigContext, useConfig } from './use-config.ts'

export interface ProviderProps {
  /** A `Cachetta`. @default the one of the provider above, else this browser's IndexedDB, or memory */
  readonly cache?: object | undefined
  /** What hooks below get that set nothing else; a function gets what the provider above sets. */
  readonly options?: ProviderOptions | ((parent: ProviderOptions) => ProviderOptions) | undefined
  readonly children?: ReactNode
}

/**
 * Sets the cache and the options of all hooks below; providers nest.
 * @throws {InvalidOptionError} while rendering, for a `cache` that is none.
 */
export const CachettaProvider: FunctionComponent<ProviderProps> = ({ cache, options, children }) => {
  const above = useConfig(undefined)
  const value = useMemo(() => createConfig(above, cache, options), [above, cache, options])
  return createElement(ConfigContext.Provider, { value }, children)
}

function createConfig(parent: Config, cache: object | undefined, options: ProviderProps['options']): Config {
  const given = typeof options === 'function' ? options(parent) : options
  const handle = cache ? handleOf(cache) : parent.handle
  if (handle) return { ...(given ? mergeConfig(parent, given) : parent), handle }
  throw new InvalidOptionError(`cache: ${shown(cache)} was given to a provider; accepted is a Cachetta`)
}
