import type { FunctionComponent, ReactNode } from 'react'
import { createElement, useContext, useMemo } from 'react'
import { scopeOf } from '../cachetta/scope.ts'
import type { Face } from '../engine/faces.ts'
import type { Remembered } from '../engine/memory.ts'
import { idOf } from '../engine/question.ts'
import { isThenable } from '../engine/thenable.ts'
import type { Config } from '../react/config.ts'
import { ConfigContext } from '../react/context.ts'
import { isBrowser } from '../react/host.ts'
import { withoutProvider } from '../react/use-config.ts'
import { awaited } from './awaited.ts'
import { arrivedWith, receive, tell } from './hydrate.ts'

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
  const arrived = isThenable(state) ? awaited(state) : state
  const value = useMemo(() => configWith(above ?? withoutProvider(), arrived), [above, arrived])
  return createElement(ConfigContext.Provider, { value }, children)
}

function configWith(config: Config, state: unknown): Config {
  const entries = state == null ? [] : arrivedWith(config.face, state)
  const served = new Map(config.face.served)
  for (const each of entries) served.set(idOf(each.address), each)
  return { ...config, face: { ...(isBrowser ? kept(config.face, entries) : scoped(config.face)), served } }
}

/**
 * While a component renders, none may be told to. What renders next sees the new entries; who shows older ones is told after.
 *
 *     render   |--remember--|--children: v2--|
 *     then                                   |--tell the others, store--|
 */
function kept(face: Face, entries: readonly Remembered[]): Face {
  const news = entries.filter((each) => receive(face, each))
  void Promise.resolve().then(() => {
    for (const each of news) tell(face, each)
  })
  return face
}

/** On a server the cache belongs to all requests: what hooks fetch and change below goes into a scope, and what was handed to them nowhere. */
function scoped(face: Face): Face {
  return face.origin ? face : scopeOf(face)
}
