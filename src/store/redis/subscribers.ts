// All stores over one client share one connection for messages. It opens when the first of them needs it, and closes with the client.

import type { Connection, Subscriber } from './connection.ts'

type OnMessage = (message: string) => void

/** Messages for several listeners of one channel. */
export interface SharedSubscriber {
  /** Resolves when the listener gets the messages of the channel. */
  subscribe(channel: string, listener: OnMessage): Promise<unknown>
  unsubscribe(channel: string, listener: OnMessage): void
  /** Calls the listener each time the connection is there again. */
  onReconnect(listener: () => void): void
}

/** Who listens to a channel. */
interface Channel {
  readonly listeners: Set<OnMessage>
  readonly subscribed: Promise<unknown>
}

const subscribers = new WeakMap<object, SharedSubscriber>()

/** Returns a function that opens the connection for messages of a client, or returns the one that is open. */
export function shareSubscriber(client: object, connection: Connection): () => SharedSubscriber {
  return () => {
    const known = subscribers.get(client)
    if (known) return known
    const subscriber = connection.openSubscriber()
    const shared = createShared(subscriber)
    subscribers.set(client, shared)
    connection.onClose(() => {
      subscribers.delete(client)
      subscriber.close()
    })
    return shared
  }
}

function createShared(subscriber: Subscriber): SharedSubscriber {
  const channels = new Map<string, Channel>()
  const onReconnect = new Set<() => void>()
  subscriber.onReconnect(() => {
    for (const listener of onReconnect) listener()
  })

  const join = (name: string): Channel => {
    const listeners = new Set<OnMessage>()
    const subscribed = subscriber.subscribe(name, (message) => {
      for (const listener of listeners) listener(message)
    })
    const channel = { listeners, subscribed }
    channels.set(name, channel)
    subscribed.catch(() => channels.get(name) === channel && channels.delete(name))
    return channel
  }

  return {
    subscribe(name, listener) {
      const channel = channels.get(name) ?? join(name)
      channel.listeners.add(listener)
      return channel.subscribed
    },
    unsubscribe(name, listener) {
      const channel = channels.get(name)
      if (!channel?.listeners.delete(listener) || channel.listeners.size > 0) return
      channels.delete(name)
      subscriber.unsubscribe(name).catch(() => {})
    },
    onReconnect: (listener) => void onReconnect.add(listener),
  }
}
