import type { Connection, Scannable, Subscriber } from './connection.ts'
import { SCAN_COUNT } from './connection.ts'

/** A client, cluster or sentinel of the package `redis`, releases 5 and 6: the members that the store uses. */
export interface NodeRedisClient {
  /** True between `connect` and `close`. */
  readonly isOpen: boolean
  /** True while there is a connection. */
  readonly isReady?: boolean
  /** Reads a text. */
  get(key: string): Promise<unknown>
  /** Only this library has the command under this name. */
  evalSha(sha1: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown>
  /** Runs a script. */
  eval(script: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown>
  /** Deletes keys. */
  unlink(keys: string[]): Promise<unknown>
  /** Creates a client like this one, for messages. Absent in the sentinel of release 5, which has a connection for them itself. */
  duplicate?(): NodeRedisSubscriber
  /** Listens to `end`. */
  on(event: string, listener: () => void): unknown
}

interface NodeRedisSubscriber {
  connect(): Promise<unknown>
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  on(event: string, listener: () => void): unknown
  destroy(): unknown
}

interface ScanningClient {
  scan(cursor: string, options: object): Promise<{ readonly cursor: unknown; readonly keys: readonly unknown[] }>
}

interface Cluster {
  readonly masters: readonly unknown[]
  nodeClient(node: unknown): ScanningClient | Promise<ScanningClient>
}

export function connectNodeRedis(client: NodeRedisClient): Connection {
  const toText = (reply: unknown) => (reply === null || reply === undefined ? null : String(reply))
  return {
    isCluster: 'masters' in client,
    isReady: () => client.isReady ?? client.isOpen,
    get: async (key) => toText(await client.get(key)),
    runScript: (script, keys, args) => client.eval(script, { keys: [...keys], arguments: args.map(String) }),
    unlink: (keys) => client.unlink([...keys]),
    masters: () => listMasters(client as NodeRedisClient & Partial<Cluster> & Partial<ScanningClient>),
    openSubscriber: () => openSubscriber(client.duplicate?.() ?? toSubscriber(client)),
    onClose: (listener) => void client.on('end', listener),
  }
}

async function listMasters(client: NodeRedisClient & Partial<Cluster> & Partial<ScanningClient>): Promise<Scannable[]> {
  const { masters } = client
  if (!masters) return [toScannable(client as unknown as ScanningClient)] // all clients but that of a cluster can scan
  const clients = await Promise.all(masters.map((node) => client.nodeClient?.(node)))
  return clients.flatMap((each) => (each ? [toScannable(each)] : []))
}

function toScannable(client: ScanningClient): Scannable {
  return {
    async scan(from, pattern) {
      const { cursor, keys } = await client.scan(from, { MATCH: pattern, COUNT: SCAN_COUNT })
      return { cursor: String(cursor), keys: keys.map(String) }
    },
  }
}

/** The sentinel of release 5 is its own subscriber. It is connected already, and the application closes it. */
function toSubscriber(client: NodeRedisClient & Partial<NodeRedisSubscriber>): NodeRedisSubscriber {
  return {
    connect: async () => {},
    subscribe: async (channel, listener) => client.subscribe?.(channel, listener),
    unsubscribe: async (channel) => client.unsubscribe?.(channel),
    on: (event, listener) => client.on(event === 'ready' ? 'topology-change' : event, listener),
    destroy() {},
  }
}

function openSubscriber(client: NodeRedisSubscriber & { unref?(): void }): Subscriber {
  let isClosed = false
  client.on('error', () => {}) // the client connects again; without a listener the process would end
  const connecting = client.connect().then(() => client.unref?.())
  connecting.catch(() => {})
  return {
    subscribe: (channel, listener) =>
      connecting.then(() => client.subscribe(channel, (message) => listener(String(message)))),
    unsubscribe: (channel) => connecting.then(() => client.unsubscribe(channel)),
    onReconnect: (listener) => void connecting.then(() => client.on('ready', listener)).catch(() => {}),
    close() {
      if (isClosed) return
      isClosed = true
      try {
        client.destroy()
      } catch {
        // It has no connection.
      }
    },
  }
}
