import { Cluster as IoCluster6 } from 'ioredis'
import { Cluster as IoCluster5 } from 'ioredis-5'
import { createCluster as createCluster6 } from 'redis'
import { createCluster as createCluster5 } from 'redis-5'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { redisStore } from '../../../src/redis.ts'
import type { Store } from '../../../src/store/store.ts'
import { describeStore } from '../../../src/testing.ts'
import type { ConnectedClient } from '../../support/redis-clients.ts'
import type { RedisCluster } from '../../support/redis-cluster.ts'
import { startRedisCluster } from '../../support/redis-cluster.ts'

let cluster: RedisCluster
beforeAll(async () => {
  cluster = await startRedisCluster()
})
afterAll(() => cluster.stop())

const rootNodes = () => cluster.nodes.map(({ host, port }) => ({ url: `redis://${host}:${port}` }))

/** Connects one client of each library and release to the cluster. */
const clusterLibraries: Readonly<Record<string, () => Promise<ConnectedClient>>> = {
  'redis 6': async () => {
    const client = createCluster6({ rootNodes: rootNodes() })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.destroy() }
  },
  'redis 5': async () => {
    const client = createCluster5({ rootNodes: rootNodes() })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.destroy() }
  },
  'ioredis 6': async () => {
    const client = new IoCluster6([...cluster.nodes])
    return { client, close: () => client.disconnect() }
  },
  'ioredis 5': async () => {
    const client = new IoCluster5([...cluster.nodes])
    return { client, close: () => client.disconnect() }
  },
}

for (const [library, connect] of Object.entries(clusterLibraries)) {
  const connected = new WeakMap<Store, ConnectedClient>()
  const create = async () => {
    const each = await connect()
    const store = redisStore({ client: each.client, timeout: 5_000 })
    connected.set(store, each)
    return store
  }
  describeStore(
    `redisStore over a cluster with ${library}`,
    { create, reopen: create, cleanup: (store) => connected.get(store)?.close() },
    { describe, it },
  )
}
