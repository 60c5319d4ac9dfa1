import type { FunctionComponent, ReactNode } from 'react'
import { createElement, useMemo } from 'react'
import { faceOf } from '../engine/faces.ts'
import { InvalidOptionError, shown } from '../errors.ts'
import type { Config } from './config.ts'
import { merged } from './config.ts'
import { ConfigContext } from './context.ts'
import type { ProviderOptions } from './options.ts'
import { useConfig } from './use-config.ts'

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
  const value = useMemo(() => configUnder(above, cache, options), [above, cache, options])
  return createElement(ConfigContext.Provider, { value }, children)
}

function configUnder(parent: Config, cache: object | undefined, options: ProviderProps['options']): Config {
  const given = typeof options === 'function' ? options(parent) : options
  const face = cache ? faceOf(cache) : parent.face
  if (face) return { ...(given ? merged(parent, given) : parent), face }
  throw new InvalidOptionError(`cache: ${shown(cache)} was given to a provider; accepted is a Cachetta`)
}
