import type { FunctionComponent, ReactNode } from 'react'
import { createElement, useContext, useMemo } from 'react'
import { createScope } from '../cachetta/options/scope.ts'
import type { MemoryEntry } from '../engine/memory/memory.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import { isThenable } from '../engine/thenable.ts'
import type { TroubleTable } from '../engine/trouble.ts'
import { endTrouble, reportTrouble } from '../engine/trouble.ts'
import { idOf } from '../key/address.ts'
import { isBrowser } from '../react/config/browser.ts'
import type { Config } from '../react/config/config.ts'
import { ConfigContext, configWithoutProvider } from '../react/config/use-config.ts'
import { hydrateEntry, parseOrWarn, publishEntry } from './hydrate.ts'

/** The props of {@link CachettaHydration}. */
export interface HydrationProps {
  /** The text of `dehydrate`. While a promise of it is pending, the nearest Suspense boundary waits. @default no entries */
  readonly state?: string | PromiseLike<string> | null | undefined
  /** The components whose hooks use the entries of the state. */
  readonly children?: ReactNode
}

/**
 * Passes the entries that a server prefetched to the hooks below. During the render of a server, no other request sees them. In a
 * browser they go into the cache, and a newer state updates the page. If a promise of a state rejects, the hooks fetch.
 * @example
 * ```tsx
 * import { Cachetta } from 'cachetta'
 * import { CachettaHydration } from 'cachetta/react'
 * import { dehydrate, prefetch } from 'cachetta/ssr'
 *
 * const cache = new Cachetta({ path: './cache/pages', duration: '5m' })
 *
 * export async function UserPage() {
 *   const scope = cache.scope()
 *   await prefetch(scope, ['user', 1], ([, id]) => fetchUser(id))
 *   return (
 *     <CachettaHydration state={dehydrate(scope)}>
 *       <App />
 *     </CachettaHydration>
 *   )
 * }
 * ```
 */
export const CachettaHydration: FunctionComponent<HydrationProps> = ({ state, children }) => {
  const parent = useContext(ConfigContext)
  const config = parent ?? configWithoutProvider()
  const text = isThenable(state) ? readPromise(config.handle.engine, state) : state
  const value = useMemo(() => createHydratedConfig(config, text), [config, text])
  return createElement(ConfigContext.Provider, { value }, children)
}

function createHydratedConfig(config: Config, state: unknown): Config {
  const entries = state == null ? [] : parseOrWarn(config.handle, state)
  const hydrated = new Map(config.handle.hydrated)
  for (const each of entries) hydrated.set(idOf(each.address), each)
  return {
    ...config,
    handle: { ...(isBrowser ? hydrateInBrowser(config.handle, entries) : ensureScope(config.handle)), hydrated },
  }
}

/**
 * React does not allow a render to notify other components. So the entries are in memory before the children render, and other
 * components that show them are notified afterwards.
 *
 *     render   |--entries into memory--|--children show v2--|
 *     later                                                 |--notify the others, write to the store--|
 */
function hydrateInBrowser(handle: CacheHandle, entries: readonly MemoryEntry[]): CacheHandle {
  const changed = entries.filter((each) => hydrateEntry(handle, each))
  void Promise.resolve().then(() => {
    for (const each of changed) publishEntry(handle, each)
  })
  return handle
}

/** On a server all requests share the cache. So the hooks below use a scope of it: no other request sees their entries. */
function ensureScope(handle: CacheHandle): CacheHandle {
  return handle.origin ? handle : createScope(handle)
}

interface PromisedState {
  state?: unknown
  isSettled: boolean
  /** Resolves when `isSettled` becomes true, also after an error. */
  readonly settled: Promise<void>
}

const promisedStates = new WeakMap<PromiseLike<unknown>, PromisedState>()

/** Returns the result of a promise. While it is pending, throws a promise: with this, every release of React suspends. */
function readPromise(table: TroubleTable, promise: PromiseLike<unknown>): unknown {
  const promised = promisedStates.get(promise) ?? watchPromise(table, promise)
  if (promised.isSettled) return promised.state
  throw promised.settled
}

/**
 * Waits for a promise of a state. React's promises from server components are special: `then` returns nothing, and may call back
 * before it returns.
 */
function watchPromise(table: TroubleTable, promise: PromiseLike<unknown>): PromisedState {
  let resolveSettled = () => {}
  const promised: PromisedState = {
    isSettled: false,
    settled: new Promise((resolve) => {
      resolveSettled = resolve
    }),
  }
  const settle = (state?: unknown) => {
    Object.assign(promised, { state, isSettled: true })
    resolveSettled()
  }
  promisedStates.set(promise, promised)
  const onState = (state: unknown) => {
    endTrouble(table, 'promise of a state', '')
    settle(state)
  }
  promise.then(onState, (error) => {
    const message = 'the promise of a state rejected; the browser fetches its entries'
    reportTrouble(table, ['promise of a state', ''], message, error)
    settle()
  })
  return promised
}
