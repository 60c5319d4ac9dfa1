import type { Connection, Scannable, Subscriber } from './connection.ts'
import { SCAN_COUNT } from './connection.ts'

/** A `Redis` or `Cluster` of the package `ioredis`, releases 5 and 6: the members that the store uses. */
export interface IoRedisClient {
  /** `'ready'` while there is a connection. */
  readonly status: string
  /** Reads a text. */
  get(key: string): Promise<string | null>
  /** Runs a script. */
  eval(script: string, numberOfKeys: number, ...keysAndArguments: (string | number)[]): Promise<unknown>
  /** Deletes keys. */
  unlink(...keys: string[]): Promise<unknown>
  /** Creates a client like this one, for messages. */
  duplicate(): IoRedisSubscriber
  /** Listens to `end`. */
  on(event: 'end', listener: () => void): unknown
}

interface IoRedisSubscriber {
  subscribe(...channels: string[]): Promise<unknown>
  unsubscribe(...channels: string[]): Promise<unknown>
  on(event: 'message', listener: (channel: string, message: string) => void): unknown
  on(event: 'ready' | 'error', listener: () => void): unknown
  disconnect(): void
}

interface ScanningClient {
  scan(cursor: string, ...options: (string | number)[]): Promise<[cursor: string, keys: string[]]>
}

export function connectIoRedis(client: IoRedisClient): Connection {
  return {
    isCluster: 'nodes' in client,
    isReady: () => client.status === 'ready',
    get: (key) => client.get(key),
    runScript: (script, keys, args) => client.eval(script, keys.length, ...keys, ...args),
    unlink: (keys) => client.unlink(...keys),
    masters: async () => listMasters(client).map(toScannable),
    openSubscriber: () => openSubscriber(client.duplicate()),
    onClose: (listener) => void client.on('end', listener),
  }
}

function listMasters(client: IoRedisClient): readonly ScanningClient[] {
  const { nodes } = client as { nodes?(role: 'master'): readonly ScanningClient[] } // only a cluster has it
  return nodes ? nodes.call(client, 'master') : [client as unknown as ScanningClient] // its many overloads fit no type
}

function toScannable(client: ScanningClient): Scannable {
  return {
    async scan(from, pattern) {
      const [cursor, keys] = await client.scan(from, 'MATCH', pattern, 'COUNT', SCAN_COUNT)
      return { cursor, keys }
    },
  }
}

function openSubscriber(client: IoRedisSubscriber & { readonly stream?: { unref?(): void } }): Subscriber {
  const listeners = new Map<string, (message: string) => void>()
  client.on('error', () => {}) // the client connects again; without a listener each error is printed
  client.on('message', (channel, message) => listeners.get(channel)?.(message))
  client.on('ready', () => client.stream?.unref?.())
  let hasConnected = false
  return {
    subscribe(channel, listener) {
      listeners.set(channel, listener)
      return client.subscribe(channel)
    },
    unsubscribe(channel) {
      listeners.delete(channel)
      return client.unsubscribe(channel)
    },
    onReconnect(listener) {
      client.on('ready', () => {
        if (hasConnected) listener()
        hasConnected = true
      })
    },
    close: () => client.disconnect(),
  }
}
