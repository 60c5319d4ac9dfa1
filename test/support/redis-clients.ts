import { Redis as IoRedis6 } from 'ioredis'
import { Redis as IoRedis5 } from 'ioredis-5'
import { createClient as createClient6 } from 'redis'
import { createClient as createClient5 } from 'redis-5'
import type { RedisClient } from '../../src/redis.ts'

/** A client that is connected, and the function that closes it. */
export interface ConnectedClient {
  readonly client: RedisClient
  close(): void
}

/** Connects one client of each library and release. */
export const clientLibraries: Readonly<Record<string, (url: string) => Promise<ConnectedClient>>> = {
  'redis 6': async (url) => {
    const client = createClient6({ url })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.destroy() }
  },
  'redis 5': async (url) => {
    const client = createClient5({ url })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.destroy() }
  },
  'ioredis 6': async (url) => connectIoRedis(new IoRedis6(url)),
  'ioredis 5': async (url) => connectIoRedis(new IoRedis5(url)),
}

function connectIoRedis(client: IoRedis5 | IoRedis6): ConnectedClient {
  client.on('error', () => {})
  return { client, close: () => client.disconnect() }
}
