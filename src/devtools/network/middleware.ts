import type { ProviderOptions } from 'cachetta/react'
import { interceptRequests } from '../../interception/intercept-requests.ts'
import { textOfKey } from '../model/keys.ts'
import type { DevtoolsNetwork } from './network.ts'

/** Returns the options of the provider around the application: what its hooks fetch and send passes through the network. */
export function createProviderOptions(network: DevtoolsNetwork): (parent: ProviderOptions) => ProviderOptions {
  const { middleware, wrapFetcher } = interceptRequests((key, fetchData, signal) =>
    network.send(textOfKey(key), fetchData, signal),
  )
  return ({ fetcher, isOnline }) => ({
    isOnline: () => !network.getState().isOffline && (isOnline?.() ?? true),
    ...wrapFetcher(fetcher),
    use: [middleware],
  })
}
