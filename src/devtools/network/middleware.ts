import type { Fetcher, Middleware, ProviderOptions } from 'cachetta/react'
import { textOfKey } from '../model/keys.ts'
import type { DevtoolsNetwork } from './network.ts'

type AnyFetcher = (key: unknown, context?: unknown) => unknown

/** The options of a hook, as far as the middleware reads them. */
interface HookOptions {
  readonly fetcher?: AnyFetcher | null | undefined
}

/** Returns the options of the provider around the application: what its hooks fetch and send passes through the network. */
export function createProviderOptions(network: DevtoolsNetwork): (parent: ProviderOptions) => ProviderOptions {
  const wrap = createWrapper(network)
  // A hook without a fetcher of its own has that of the provider in its options, and a cached function goes before it there.
  const middleware: Middleware = (next) => (key: unknown, fetcher: AnyFetcher | null, options: HookOptions) => {
    if (!fetcher) return next(key, fetcher, options)
    const wrapped = wrap(fetcher)
    return next(key, wrapped, options?.fetcher === fetcher ? { ...options, fetcher: wrapped } : options)
  }
  return ({ fetcher, isOnline }) => ({
    isOnline: () => !network.getState().isOffline && (isOnline?.() ?? true),
    ...(fetcher && { fetcher: wrap(fetcher as AnyFetcher) as Fetcher }), // it takes what it was given
    use: [middleware],
  })
}

/** Returns a function that wraps a fetcher, or what sends a mutation. It returns the same wrapped function for the same function. */
function createWrapper(network: DevtoolsNetwork): (fetcher: AnyFetcher) => AnyFetcher {
  const known = new WeakMap<AnyFetcher, AnyFetcher>()
  return (fetcher) => {
    const existing = known.get(fetcher)
    if (existing) return existing
    const wrapped: AnyFetcher = (key, context) => {
      if (isSink(context)) return fetcher(key, context)
      return network.send(textOfKey(key), () => fetcher(key, context), readSignal(context))
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
