// Leads the requests of an application through a network that somebody controls: that of a story, or that of the devtools.

import type { Fetcher, Middleware, ProviderOptions } from 'cachetta/react'

/** Sends a request of a key, or does not. `fetchData` calls the fetcher, which has not been called yet. */
export type SendRequest = (key: unknown, fetchData: () => unknown, signal: AbortSignal | undefined) => unknown

type AnyFetcher = (key: unknown, context?: unknown) => unknown

/** The options of a hook, as far as the middleware reads them. */
interface HookOptions {
  readonly fetcher?: AnyFetcher | null | undefined
}

/** What leads the requests below a provider through a network. */
export interface Interceptor {
  /** For the option `use` of the provider. */
  readonly middleware: Middleware
  /** Wraps the option `fetcher` of the provider, if it has one. */
  wrapFetcher(fetcher: ProviderOptions['fetcher']): Pick<ProviderOptions, 'fetcher'>
}

/** Creates what makes hooks and mutations call `send` instead of their fetchers. */
export function interceptRequests(send: SendRequest): Interceptor {
  const wrap = createWrapper(send)
  return {
    middleware: createMiddleware(wrap),
    wrapFetcher: (fetcher) => (fetcher ? { fetcher: wrap(fetcher as AnyFetcher) as Fetcher } : {}), // it takes what it was given
  }
}

/** A fetcher that a hook was not given itself comes from its options, and stays the same there: a cached function goes before it. */
function createMiddleware(wrap: (fetcher: AnyFetcher) => AnyFetcher): Middleware {
  return (next) => (key: unknown, fetcher: AnyFetcher | null, options: HookOptions) => {
    if (!fetcher) return next(key, fetcher, options)
    const wrapped = wrap(fetcher)
    return next(key, wrapped, options?.fetcher === fetcher ? { ...options, fetcher: wrapped } : options)
  }
}

/** Returns a function that wraps a fetcher, or what sends a mutation. It returns the same wrapped function for the same function. */
function createWrapper(send: SendRequest): (fetcher: AnyFetcher) => AnyFetcher {
  const known = new WeakMap<AnyFetcher, AnyFetcher>()
  return (fetcher) => {
    const existing = known.get(fetcher)
    if (existing) return existing
    const wrapped: AnyFetcher = (key, context) => {
      if (isSink(context)) return fetcher(key, context)
      return send(key, () => fetcher(key, context), readSignal(context))
    }
    known.set(fetcher, wrapped)
    known.set(wrapped, wrapped)
    return wrapped
  }
}

/** The source of a subscription opens at once. It returns the function that closes it, no data. */
function isSink(context: unknown): boolean {
  return typeof (context as { next?: unknown } | undefined)?.next === 'function'
}

/** Only a fetcher has a signal. */
function readSignal(context: unknown): AbortSignal | undefined {
  return (context as { signal?: AbortSignal } | undefined)?.signal
}
