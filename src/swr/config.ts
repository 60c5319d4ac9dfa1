// The options of SWR: defaults, those of SWRConfig, and how a hook's own options lie over them.

import { keyText } from 'cachetta'
import type { Context, FunctionComponent, ReactNode } from 'react'
import { createContext, createElement, useContext, useMemo, useState } from 'react'
import type { Boundary } from './boundary.ts'
import { boundaryOf, createDefaultBoundary } from './boundary.ts'
import type { FullConfiguration, PublicConfiguration, SWRConfiguration } from './configuration.ts'
import { createMutate, createUnload } from './mutate.ts'
import type { ScopedMutator, Unloader } from './mutator.ts'
import { isOnline } from './network.ts'

type Verbs = Pick<FullConfiguration, 'cache' | 'mutate' | 'unload'>

const verbsByBoundary = new WeakMap<Boundary, Verbs>()

/** Returns the same functions for the same cache. */
function verbsOf(boundary: Boundary): Verbs {
  const known = verbsByBoundary.get(boundary)
  const own = known ?? { cache: boundary.cache, mutate: createMutate(boundary), unload: createUnload(boundary) }
  verbsByBoundary.set(boundary, own)
  return own
}

const verbs: Verbs = verbsOf(createDefaultBoundary())

/**
 * Changes entries of the cache that hooks without a `provider` use. Without data it fetches again what is shown. A function in place
 * of the key is a filter. Resolves with the result of the change, and rejects if the change fails.
 * @example
 * ```ts
 * import { mutate } from 'cachetta/swr'
 *
 * await mutate('/api/user', { name: 'Ada' }, { revalidate: false })
 * ```
 */
export const mutate: ScopedMutator = verbs.mutate

/**
 * Deletes all entries of the cache that hooks without a `provider` use, in memory and in the store, and fetches what is shown.
 * @example
 * ```ts
 * import { unload } from 'cachetta/swr'
 *
 * export const logOut = () => unload({ revalidate: false })
 * ```
 */
export const unload: Unloader = verbs.unload

/** A retry doubles its pause this many times at most. */
const MAX_DOUBLINGS = 8

function retryLater(
  _error: unknown,
  _key: string,
  { errorRetryCount = Number.POSITIVE_INFINITY, errorRetryInterval }: Readonly<PublicConfiguration>,
  ...[revalidate, options]: [
    Parameters<PublicConfiguration['onErrorRetry']>[3],
    { retryCount: number; dedupe: boolean },
  ]
): void {
  const { retryCount } = options
  if (retryCount > errorRetryCount) return
  const pause = (Math.random() + 0.5) * 2 ** Math.min(retryCount, MAX_DOUBLINGS) * errorRetryInterval
  setTimeout(revalidate, pause, options)
}

/** Compares in depth. A value without a stable identity equals only itself. */
function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  try {
    return keyText(one) === keyText(other)
  } catch {
    return false
  }
}

const doNothing = (): void => {}

/** The one table of defaults. The hooks of Cachetta have the same, except where this door needs a function that programs call. */
export const defaultConfig: FullConfiguration = {
  onLoadingSlow: doNothing,
  onSuccess: doNothing,
  onError: doNothing,
  onErrorRetry: retryLater,
  onDiscarded: doNothing,
  revalidateOnFocus: true,
  revalidateOnReconnect: true,
  revalidateIfStale: true,
  shouldRetryOnError: true,
  errorRetryInterval: 5_000,
  focusThrottleInterval: 5_000,
  dedupingInterval: 2_000,
  loadingTimeout: 3_000,
  compare: isEqual,
  isPaused: () => false,
  isOnline,
  isVisible: () => Reflect.get(globalThis, 'document')?.visibilityState !== 'hidden',
  fallback: {},
  ...verbs,
}

const ConfigContext: Context<SWRConfiguration> = createContext<SWRConfiguration>({})

/** The props of {@link SWRConfig}. */
export interface SWRConfigProps {
  /** The options of the hooks below, over those above. A function gets those above, and returns all options. */
  value?: SWRConfiguration | ((parentConfig?: SWRConfiguration) => SWRConfiguration) | undefined
  /** The components whose hooks use these options. */
  children?: ReactNode
}

const Config: FunctionComponent<SWRConfigProps> = ({ children, value }) => {
  const parent = useContext(ConfigContext)
  const own = useMemo(() => (typeof value === 'function' ? value(parent) : value), [parent, value])
  const [provided] = useState(() => createProvided(parent, own))
  const config = useMemo(() => {
    const merged = typeof value === 'function' ? { ...own } : mergeConfigs(parent, own)
    return provided ? { ...merged, ...provided } : merged
  }, [own, parent, provided, value])
  return createElement(ConfigContext.Provider, { value: config }, children)
}

/** A `provider` is called once, when its SWRConfig mounts. */
function createProvided(parent: SWRConfiguration, own: SWRConfiguration | undefined): Verbs | undefined {
  if (!own?.provider) return undefined
  const above = (parent as Partial<Verbs>).cache ?? verbs.cache // the context also has the verbs
  const cache = own.provider(above)
  return verbsOf(boundaryOf(cache))
}

/**
 * Sets the options of all hooks below.
 * @example
 * ```tsx
 * import { SWRConfig } from 'cachetta/swr'
 *
 * export const App = () => (
 *   <SWRConfig value={{ refreshInterval: 3000, fetcher: (url: string) => fetch(url).then((response) => response.json()) }}>
 *     <p>Hooks in here have a fetcher.</p>
 *   </SWRConfig>
 * )
 * ```
 */
export const SWRConfig: FunctionComponent<SWRConfigProps> & { defaultValue: FullConfiguration } = Object.assign(
  Config,
  {
    defaultValue: defaultConfig,
  },
)

/** Puts options over those of the parent. Middleware and `fallback` are added to those of the parent. */
export function mergeConfigs<Config extends SWRConfiguration>(
  parent: Config,
  own: SWRConfiguration | undefined,
): Config {
  const merged = { ...parent, ...own }
  if (parent.use && own?.use) merged.use = [...parent.use, ...own.use]
  if (parent.fallback && own?.fallback) merged.fallback = { ...parent.fallback, ...own.fallback }
  return merged
}

/**
 * Returns the options of hooks at this place of the tree, with their cache and its `mutate`.
 * @example
 * ```tsx
 * import { useSWRConfig } from 'cachetta/swr'
 *
 * export function Refresh() {
 *   const { mutate } = useSWRConfig()
 *   return <button type="button" onClick={() => void mutate('/api/user')}>Refresh</button>
 * }
 * ```
 */
export function useSWRConfig(): FullConfiguration {
  const config = useContext(ConfigContext)
  return useMemo(() => ({ ...defaultConfig, ...config }) as FullConfiguration, [config]) // each has a default, or is optional
}
