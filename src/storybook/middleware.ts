import type { ProviderOptions } from 'cachetta/react'
import { interceptRequests } from '../interception/intercept-requests.ts'
import type { StoryNetwork } from './network.ts'

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
  const { middleware, wrapFetcher } = interceptRequests((key, fetchData, signal) =>
    network.send(key, fetchData, signal),
  )
  return { ...host, ...wrapFetcher(options.fetcher), use: [middleware, ...(options.use ?? [])] }
}

function listenToReconnect(network: StoryNetwork, callback: () => void): () => void {
  let wasOffline = network.getState().offline
  return network.subscribe(() => {
    const { offline } = network.getState()
    if (wasOffline && !offline) callback()
    wasOffline = offline
  })
}
