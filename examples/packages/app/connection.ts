import type { Context } from 'react'
import { createContext, useContext, useSyncExternalStore } from 'react'

// Is the server there? A browser's own `onLine` knows of its network only, and is true while a server is stopped.

export interface Connection {
  isUp(): boolean
  set(isUp: boolean): void
  subscribe(listener: () => void): () => void
  /** Calls back whenever the server is there again. Returns how to stop. */
  onReturn(callback: () => void): () => void
}

export function createConnection(): Connection {
  const listeners = new Set<() => void>()
  const returns = new Set<() => void>()
  let isUp = true
  return {
    isUp: () => isUp,
    set(now) {
      if (now === isUp) return
      isUp = now
      for (const tell of listeners) tell()
      if (isUp) for (const tell of returns) tell()
    },
    subscribe: (listener) => added(listeners, listener),
    onReturn: (callback) => added(returns, callback),
  }
}

export const ConnectionContext: Context<Connection> = createContext(createConnection())

export const useConnection = (): Connection => useContext(ConnectionContext)

export function useIsUp(): boolean {
  const { subscribe, isUp } = useConnection()
  return useSyncExternalStore(subscribe, isUp, () => true)
}

function added(set: Set<() => void>, callback: () => void): () => void {
  set.add(callback)
  return () => set.delete(callback)
}
