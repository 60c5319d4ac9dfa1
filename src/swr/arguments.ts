// The arguments of every hook, and the middleware around it.

import React from 'react'
import { isServer } from './boundary.ts'
import { mergeConfigs, useSWRConfig } from './config.ts'
import type { FullConfiguration, Middleware, MiddlewareHook, SWRConfiguration, SWRHook } from './configuration.ts'
import type { BareFetcher, Loose } from './key.ts'

/** A hook after its arguments have been told apart. */
export type InnerHook = (key: Loose, fetcher: BareFetcher | null, config: Loose) => unknown

/** Middleware that the extension for browsers has put into the page. It uses the React of the page. */
const devtools: readonly Middleware[] = isServer ? [] : (Reflect.get(globalThis, '__SWR_DEVTOOLS_USE__') ?? [])

/** Makes a hook that takes `(key, fetcher, config)`, `(key, config)` or `(key)`, with the middleware of its options around it. */
export function createHook<Hook>(inner: InnerHook): Hook {
  if (!isServer) Object.assign(globalThis, { __SWR_DEVTOOLS_REACT__: React })
  return function useHook(...args: readonly unknown[]): unknown {
    const [key, fetcher, own] = normalize(args)
    const config: FullConfiguration = mergeConfigs(useSWRConfig(), own)
    const hook = [...(config.use ?? []), ...devtools].reduceRight<InnerHook>(
      (next, wrap) => wrap(next as unknown as SWRHook) as InnerHook, // middleware gets all three arguments
      inner,
    )
    return hook(key, fetcher ?? config.fetcher ?? null, config)
  } as Hook // its overloads describe the arguments that `normalize` tells apart
}

/** Makes a middleware that puts another hook in the place of the next one. */
export function replaceHook(inner: InnerHook): Middleware {
  return () => inner as unknown as MiddlewareHook // a list, a subscription: their results differ from that of `useSWR`
}

function normalize([key, second, third]: readonly unknown[]): [unknown, BareFetcher | null, SWRConfiguration] {
  if (typeof second === 'function') return [key, second as BareFetcher, Object(third)]
  return [key, null, Object(second ?? third)]
}
