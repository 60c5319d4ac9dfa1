import keyvTestSuite, { keyvIteratorTests } from '@keyv/test-suite'
import Keyv from 'keyv'
import * as vitest from 'vitest'
import { afterAll, beforeAll, describe } from 'vitest'
import type { KeyvAdapter } from '../../../src/keyv.ts'
import { keyvAdapter } from '../../../src/keyv.ts'
import { redisStore } from '../../../src/redis.ts'
import type { ConnectedClient } from '../../support/redis-clients.ts'
import { clientLibraries } from '../../support/redis-clients.ts'
import type { RedisServer } from '../../support/redis-server.ts'
import { startRedisServer } from '../../support/redis-server.ts'

let server: RedisServer
let connected: ConnectedClient | undefined
let createAdapter: () => KeyvAdapter
beforeAll(async () => {
  server = await startRedisServer()
  connected = await clientLibraries['redis 6']?.(server.url)
  if (connected === undefined) throw new Error('there is no client')
  const store = redisStore({ client: connected.client })
  createAdapter = () => keyvAdapter(store)
})
afterAll(async () => {
  connected?.close()
  await server.stop()
})

describe('the test suite of Keyv over Redis', () => {
  keyvTestSuite(vitest, Keyv, () => createAdapter())
  keyvIteratorTests(vitest, Keyv, () => createAdapter())
})
