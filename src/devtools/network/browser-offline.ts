import type { DevtoolsNetwork } from './network.ts'

/**
 * While the panel is offline, `navigator.onLine` is false, and the events `offline` and `online` are sent. So hooks, an outbox and
 * the application itself see the same as without a network. Returns a function that ends it.
 */
export function followOffline(network: DevtoolsNetwork): () => void {
  let wasOffline = false
  const follow = (isOffline: boolean): void => {
    if (isOffline === wasOffline) return
    wasOffline = isOffline
    // The getter of the browser is on the prototype. An own property hides it until it is deleted.
    if (isOffline) Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false })
    else Reflect.deleteProperty(navigator, 'onLine')
    window.dispatchEvent(new Event(isOffline ? 'offline' : 'online'))
  }
  const unsubscribe = network.subscribe(() => follow(network.getState().isOffline))
  follow(network.getState().isOffline)
  return () => {
    unsubscribe()
    follow(false)
  }
}
