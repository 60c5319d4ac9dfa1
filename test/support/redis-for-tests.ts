import { createClient } from 'redis'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { RedisServer } from './redis-server.ts'
import { startRedisServer } from './redis-server.ts'
import type { TcpProxy } from './tcp-proxy.ts'
import { startTcpProxy } from './tcp-proxy.ts'

/** Starts a server for the tests of a file, with a client of its administrator. It is empty at the beginning of each test. */
export function serveRedis(): { server: RedisServer; client: ReturnType<typeof createClient> } {
  const used = {} as ReturnType<typeof serveRedis> // complete before the first test
  beforeAll(async () => {
    used.server = await startRedisServer()
    used.client = createClient({ url: used.server.url })
    await used.client.connect()
  })
  beforeEach(() => used.client.flushAll())
  afterAll(async () => {
    used.client.destroy()
    await used.server.stop()
  })
  return used
}

/** Starts a server for the tests of a file, and a proxy in front of it. */
export function serveRedisBehindProxy(): { server: RedisServer; proxy: TcpProxy } {
  const used = {} as ReturnType<typeof serveRedisBehindProxy> // complete before the first test
  beforeAll(async () => {
    used.server = await startRedisServer()
    used.proxy = await startTcpProxy(used.server.port)
  })
  afterAll(async () => {
    await used.proxy.stop()
    await used.server.stop()
  })
  return used
}
