import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { fileStore, tieredStore } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import type { Store } from '../../../src/store/store.ts'
import { describeStore } from '../../../src/testing.ts'
import type { RedisServer } from '../../support/redis-server.ts'
import { startRedisServer } from '../../support/redis-server.ts'

const directory = mkdtempSync(join(tmpdir(), 'cachetta-tiers-'))
let server: RedisServer
let client: ReturnType<typeof createClient>
beforeAll(async () => {
  server = await startRedisServer()
  client = createClient({ url: server.url })
  client.setMaxListeners(0) // each store waits for its end
  await client.connect()
})
afterAll(async () => {
  client.destroy()
  await server.stop()
  rmSync(directory, { recursive: true })
})

const files = fileStore({ tagsPath: join(directory, 'tags') })
const create = (): Store => tieredStore([files, redisStore({ client })])

describeStore(
  'files over Redis',
  {
    create,
    reopen: create,
    async damage(store, address) {
      writeFileSync(files.locate?.(address) ?? '', '{"cachetta":1,')
      await client.set(store.locate?.(address) ?? '', '{"cachetta":1,"damaged":true}')
    },
    base: join(directory, 'entries'),
  },
  { describe, it },
)
