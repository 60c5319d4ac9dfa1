import type { FunctionComponent, ReactNode } from 'react'
import { createElement, useContext, useMemo } from 'react'
import { createScope } from '../cachetta/options/scope.ts'
import type { MemoryEntry } from '../engine/memory/memory.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import { idOf } from '../engine/request/request.ts'
import { isThenable } from '../engine/thenable.ts'
import { isBrowser } from '../react/config/browser.ts'
import type { Config } from '../react/config/config.ts'
import { ConfigContext, configWithoutProvider } from '../react/config/use-config.ts'
import { hydrateEntry, parseOrWarn, publishEntry } from './hydrate.ts'
import { readPromise } from './read-promise.ts'

export interface HydrationProps {
  /** What `dehydrate` wrote. While it is a promise, the nearest Suspense boundary waits; without any, nothing is handed on. */
  readonly state?: string | PromiseLike<string> | null | undefined
  readonly children?: ReactNode
}

/**
 * Hands the entries that a server prefetched to the hooks below: in the server's own render, where no other request sees them,
 * and in the browser, where they are kept. A new state updates what the page shows, as any newer entry does.
 */
export const CachettaHydration: FunctionComponent<HydrationProps> = ({ state, children }) => {
  const above = useContext(ConfigContext)
  const arrived = isThenable(state) ? readPromise(state) : state
  const value = useMemo(() => createHydratedConfig(above ?? configWithoutProvider(), arrived), [above, arrived])
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
 * While a component renders, none may be told to. What renders next sees the new entries; who shows older ones is told after.
 *
 *     render   |--remember--|--children: v2--|
 *     then                                   |--tell the others, store--|
 */
function hydrateInBrowser(handle: CacheHandle, entries: readonly MemoryEntry[]): CacheHandle {
  const change = entries.filter((each) => hydrateEntry(handle, each))
  void Promise.resolve().then(() => {
    for (const each of change) publishEntry(handle, each)
  })
  return handle
}

/** On a server the cache belongs to all requests: what hooks fetch and change below goes into a scope, and what was handed to them nowhere. */
function ensureScope(handle: CacheHandle): CacheHandle {
  return handle.origin ? handle : createScope(handle)
}
