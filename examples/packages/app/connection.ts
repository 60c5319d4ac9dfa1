import type { Context } from 'react'
import { createContext, useContext, useSyncExternalStore } from 'react'

// Whether the server can be reached. `navigator.onLine` describes only the network of the browser: it stays true when the server stops.

export interface Connection {
  isOnline(): boolean
  /** When the server was lost. `null` while it is online. */
  getOfflineSince(): number | null
  setOnline(isOnline: boolean): void
  /** Calls `listener` after each change. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Calls `listener` each time the server is online again. Returns a function that unsubscribes. */
  onReconnect(listener: () => void): () => void
}

/** `isOnline`: what holds until the first call of `setOnline`. @default true */
export function createConnection(options: { readonly isOnline?: boolean } = {}): Connection {
  const listeners = new Set<() => void>()
  const reconnectListeners = new Set<() => void>()
  let isOnline = options.isOnline ?? true
  let offlineSince = isOnline ? null : Date.now()
  return {
    isOnline: () => isOnline,
    getOfflineSince: () => offlineSince,
    setOnline(next) {
      if (next === isOnline) return
      isOnline = next
      offlineSince = isOnline ? null : Date.now()
      for (const listener of listeners) listener()
      if (isOnline) for (const listener of reconnectListeners) listener()
    },
    subscribe: (listener) => addListener(listeners, listener),
    onReconnect: (listener) => addListener(reconnectListeners, listener),
  }
}

export const ConnectionContext: Context<Connection> = createContext(createConnection())

export const useConnection = (): Connection => useContext(ConnectionContext)

export function useIsOnline(): boolean {
  const { subscribe, isOnline } = useConnection()
  return useSyncExternalStore(subscribe, isOnline, () => true)
}

/** When the server was lost, or `null`. */
export function useOfflineSince(): number | null {
  const { subscribe, getOfflineSince } = useConnection()
  return useSyncExternalStore(subscribe, getOfflineSince, () => null)
}

function addListener(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
