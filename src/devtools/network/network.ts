/** What the panel does to requests. */
export interface NetworkState {
  readonly isOffline: boolean
  /** Each request waits this long before it is sent, in milliseconds. */
  readonly delay: number
  /** The key whose next request fails, as text. `ANY_KEY`: the next request of any key. `undefined`: none fails. */
  readonly failing: string | undefined
}

export const ANY_KEY = '*'

/** A function that sends a request. It has not been called yet. */
export type Send<Data> = () => Data | Promise<Data>

/** The requests of hooks pass through it, on their way from the hook to the fetcher. */
export interface DevtoolsNetwork {
  /** Returns the state. It is the same object until the state changes. */
  getState(): NetworkState
  setState(change: Partial<NetworkState>): void
  /** Sends a request, as the state allows. `keyText` names its key. */
  send<Data>(keyText: string, send: Send<Data>, signal?: AbortSignal): Promise<Data>
  subscribe(listener: () => void): () => void
}

export function createNetwork(): DevtoolsNetwork {
  const listeners = new Set<() => void>()
  let state: NetworkState = { isOffline: false, delay: 0, failing: undefined }
  const setState = (change: Partial<NetworkState>): void => {
    state = { ...state, ...change }
    for (const listener of [...listeners]) listener()
  }
  const network: DevtoolsNetwork = {
    getState: () => state,
    setState,
    async send(keyText, send, signal) {
      refuseOffline(state)
      if (state.failing === ANY_KEY || state.failing === keyText) {
        setState({ failing: undefined })
        throw new Error('Cachetta devtools: this request was asked to fail')
      }
      if (state.delay > 0) await waitOnline(network, state.delay, signal)
      return send()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return network
}

/** The same type of error as `fetch` has, because applications and `shouldRetryOnError` test for it. */
function refuseOffline({ isOffline }: NetworkState): void {
  if (isOffline) throw new TypeError('Failed to fetch: Cachetta devtools are offline')
}

/** Rejects if the network goes offline, or the signal aborts, before the time is over. */
function waitOnline(network: DevtoolsNetwork, span: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      unsubscribe()
      signal?.removeEventListener('abort', abort)
      settle()
    }
    const abort = (): void => end(() => reject(signal?.reason))
    const timer = setTimeout(() => end(resolve), span)
    const unsubscribe = network.subscribe(() => {
      try {
        refuseOffline(network.getState())
      } catch (error) {
        end(() => reject(error))
      }
    })
    signal?.addEventListener('abort', abort)
    if (signal?.aborted) abort()
  })
}
