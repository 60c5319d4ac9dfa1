// The few commands that the store needs, the same for both client libraries. node-redis.ts and ioredis.ts fit them to their clients.

/** A command that Redis answers. It rejects with the error of the server, or of the connection. */
export interface Connection {
  /** True if the keys are spread over several nodes. A script can then only touch keys with the same hash tag. */
  readonly isCluster: boolean
  /** False while the client has no connection: it would keep a command until it has one again. */
  isReady(): boolean
  get(key: string): Promise<string | null>
  /** Runs a script on the node of `keys`. */
  runScript(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>
  /** Deletes keys of one node. */
  unlink(keys: readonly string[]): Promise<unknown>
  /** The nodes that have the keys: one, or the masters of a cluster. */
  masters(): Promise<readonly Scannable[]>
  /** Opens a connection of its own for messages. */
  openSubscriber(): Subscriber
  /** Calls the listener when the client was closed. */
  onClose(listener: () => void): void
}

/** A node whose keys can be listed. */
export interface Scannable {
  /** Returns some of the keys that match a pattern, and where to go on; `'0'` at the end. */
  scan(cursor: string, pattern: string): Promise<{ readonly cursor: string; readonly keys: readonly string[] }>
}

/** A connection that receives messages. It connects again by itself, and then listens to its channels again. */
export interface Subscriber {
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  /** Calls the listener each time the connection is there again. */
  onReconnect(listener: () => void): void
  close(): void
}

/** How many keys a server looks at for one answer of `scan`. */
export const SCAN_COUNT = 1_000
