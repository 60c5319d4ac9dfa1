import { afterAll, beforeAll, describe, it } from 'vitest'
import { redisStore } from '../../../src/redis.ts'
import type { Store } from '../../../src/store/store.ts'
import { describeStore } from '../../../src/testing.ts'
import type { ConnectedClient } from '../../support/redis-clients.ts'
import { clientLibraries } from '../../support/redis-clients.ts'
import type { RedisServer } from '../../support/redis-server.ts'
import { startRedisServer } from '../../support/redis-server.ts'

// `REDIS_URL` names another server, for example of Valkey. Only entries under this prefix are touched there.
const ownUrl = process.env['REDIS_URL']
const prefix = `cachetta-contract-${crypto.randomUUID()}:`

let server: RedisServer | undefined
let url: string
beforeAll(async () => {
  server = ownUrl === undefined ? await startRedisServer() : undefined
  url = ownUrl ?? String(server?.url)
})
afterAll(() => server?.stop())

for (const [library, connect] of Object.entries(clientLibraries)) {
  const connected = new WeakMap<Store, ConnectedClient>()
  const create = async () => {
    const each = await connect(url)
    const store = redisStore({ client: each.client, prefix })
    connected.set(store, each)
    return store
  }
  const abandoned = new WeakSet<Store>()
  const abandon = (store: Store) => {
    abandoned.add(store)
    connected.get(store)?.close()
  }
  describeStore(
    `redisStore with ${library}`,
    {
      create,
      reopen: create,
      damage: async (store, address) => {
        const { client } = connected.get(store) ?? {}
        const set = (client as unknown as { set(key: string, value: string): Promise<unknown> }).set
        await set.call(client, store.locate?.(address) ?? '', '{"cachetta":1,"damaged":true}')
      },
      cut: async (store) => {
        const { client } = connected.get(store) ?? {}
        const { call, sendCommand } = client as unknown as Partial<
          Record<string, (...args: unknown[]) => Promise<unknown>>
        >
        const kill = ['CLIENT', 'KILL', 'TYPE', 'pubsub']
        await (call?.apply(client, kill) ?? sendCommand?.call(client, kill))
      },
      ...(library.endsWith('6') && { abandon }), // the wait for the end of a lease takes five seconds
      cleanup(store) {
        if (!abandoned.has(store)) connected.get(store)?.close()
      },
    },
    { describe, it },
  )
}
