import { afterAll, beforeAll, describe } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import type { ConnectedClient } from '../../support/redis-clients.ts'
import { clientLibraries } from '../../support/redis-clients.ts'
import type { RedisServer } from '../../support/redis-server.ts'
import { startRedisServer } from '../../support/redis-server.ts'
import { describeDriver } from './driver-contract.ts'

let server: RedisServer
let connected: ConnectedClient | undefined
let store: Store
beforeAll(async () => {
  server = await startRedisServer()
  connected = await clientLibraries['ioredis 6']?.(server.url)
  if (connected === undefined) throw new Error('there is no client')
  store = redisStore({ client: connected.client })
})
afterAll(async () => {
  connected?.close()
  await server.stop()
})

describe('unstorageDriver over Redis', () => {
  describeDriver(() => store, 'items')
})
