import type { Context } from 'react'
import { createContext, useContext } from 'react'
import type { Connection } from './connection.ts'
import { createConnection } from './connection.ts'

// The stream of events from the server. Its state also tells whether the server is online.

/** What the server sends: `history` and `live` are lists of activity events, `analyses` is the list of running analyses. */
export type EventName = 'history' | 'live' | 'analyses'

export interface ServerEvents {
  /** Calls `listener` with the data of each event of this name. The stream is open while there is a listener. */
  listen(name: EventName, listener: (data: unknown) => void): () => void
}

const REOPEN_MS = 1_000

interface Listener {
  readonly name: EventName
  readonly listener: (data: unknown) => void
}

export function createServerEvents(connection: Connection): ServerEvents {
  const listeners = new Set<Listener>()
  let close: (() => void) | null = null
  const send = (name: EventName, data: unknown) => {
    for (const each of listeners) if (each.name === name) each.listener(data)
  }
  return {
    listen(name, listener) {
      const added = { name, listener }
      listeners.add(added)
      close ??= openStream(connection, send)
      return () => {
        listeners.delete(added)
        if (listeners.size > 0) return
        close?.()
        close = null
      }
    },
  }
}

export const ServerEventsContext: Context<ServerEvents> = createContext(createServerEvents(createConnection()))

export const useServerEvents = (): ServerEvents => useContext(ServerEventsContext)

/**
 * Opens the stream, and keeps it open. An EventSource opens itself again after a network error, but not after an answer with an
 * error status, which a proxy sends while its server restarts. It also stays open when the browser is set offline by hand.
 */
function openStream(connection: Connection, send: (name: EventName, data: unknown) => void): () => void {
  let stream: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const close = () => {
    clearTimeout(timer)
    stream?.close()
  }
  const open = () => {
    close()
    const opened = new EventSource('/api/activity')
    stream = opened
    opened.onopen = () => connection.setOnline(true)
    opened.onerror = () => {
      connection.setOnline(false)
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS)
    }
    for (const name of ['history', 'live', 'analyses'] as const) {
      opened.addEventListener(name, ({ data }: MessageEvent<string>) => send(name, JSON.parse(data)))
    }
  }
  const onOffline = () => {
    close()
    connection.setOnline(false)
  }
  open()
  addEventListener('offline', onOffline)
  addEventListener('online', open)
  return () => {
    close()
    removeEventListener('offline', onOffline)
    removeEventListener('online', open)
  }
}
