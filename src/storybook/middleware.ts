import type { Fetcher, Middleware, ProviderOptions } from 'cachetta/react'
import type { StoryNetwork } from './network.ts'

type AnyFetcher = (key: unknown, context?: unknown) => unknown

/**
 * Returns the options of the provider of a story. What hooks fetch and mutations send goes over the network of the story, and hooks
 * see whether it is offline.
 */
export function createProviderOptions(
  network: StoryNetwork,
  options: ProviderOptions = {},
  intercept = true,
): ProviderOptions {
  const host: ProviderOptions = {
    ...options,
    isOnline: () => !network.getState().offline && (options.isOnline?.() ?? true),
    initReconnect(callback) {
      const stopHost = options.initReconnect?.(callback)
      const stopNetwork = listenToReconnect(network, callback)
      return () => {
        stopHost?.()
        stopNetwork()
      }
    },
  }
  if (!intercept) return host
  const wrap = createWrapper(network)
  const { fetcher } = options
  return {
    ...host,
    ...(fetcher && { fetcher: wrap(fetcher as AnyFetcher) as Fetcher }), // it takes what it was given
    use: [createMiddleware(wrap), ...(options.use ?? [])],
  }
}

function listenToReconnect(network: StoryNetwork, callback: () => void): () => void {
  let wasOffline = network.getState().offline
  return network.subscribe(() => {
    const { offline } = network.getState()
    if (wasOffline && !offline) callback()
    wasOffline = offline
  })
}

/** The options of a hook, as far as the middleware reads them. */
interface HookOptions {
  readonly fetcher?: AnyFetcher | null | undefined
}

/** A fetcher that a hook was not given itself comes from its options, and stays the same there: a cached function goes before it. */
function createMiddleware(wrap: (fetcher: AnyFetcher) => AnyFetcher): Middleware {
  return (next) => (key: unknown, fetcher: AnyFetcher | null, options: HookOptions) => {
    if (!fetcher) return next(key, fetcher, options)
    const wrapped = wrap(fetcher)
    return next(key, wrapped, options.fetcher === fetcher ? { ...options, fetcher: wrapped } : options)
  }
}

/** Returns a function that wraps a fetcher, or what sends a mutation. It returns the same wrapped function for the same function. */
function createWrapper(network: StoryNetwork): (fetcher: AnyFetcher) => AnyFetcher {
  const known = new WeakMap<AnyFetcher, AnyFetcher>()
  return (fetcher) => {
    const existing = known.get(fetcher)
    if (existing) return existing
    const wrapped: AnyFetcher = (key, context) => {
      if (isSink(context)) return fetcher(key, context)
      return network.send(key, () => fetcher(key, context), readSignal(context))
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
