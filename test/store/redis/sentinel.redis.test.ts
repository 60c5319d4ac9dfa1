import { Redis as IoRedis6 } from 'ioredis'
import { Redis as IoRedis5 } from 'ioredis-5'
import { createSentinel as createSentinel6 } from 'redis'
import { createSentinel as createSentinel5 } from 'redis-5'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Cachetta, lookup } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import type { ConnectedClient } from '../../support/redis-clients.ts'
import type { RedisSentinel } from '../../support/redis-sentinel.ts'
import { startRedisSentinel } from '../../support/redis-sentinel.ts'

/** Connects one client of each library and release by way of Sentinel. */
const sentinelLibraries: Readonly<Record<string, (sentinel: RedisSentinel) => Promise<ConnectedClient>>> = {
  'redis 6': async ({ address, name }) => {
    const client = createSentinel6({ name, sentinelRootNodes: [address] })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => void client.destroy() }
  },
  'redis 5': async ({ address, name }) => {
    const client = createSentinel5({ name, sentinelRootNodes: [address] })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => void client.destroy() }
  },
  'ioredis 6': async ({ address, name }) => connectIoRedis(new IoRedis6({ sentinels: [address], name })),
  'ioredis 5': async ({ address, name }) => connectIoRedis(new IoRedis5({ sentinels: [address], name })),
}

function connectIoRedis(client: IoRedis5 | IoRedis6): ConnectedClient {
  client.on('error', () => {})
  return { client, close: () => client.disconnect() }
}

const lines = recordLogLines()

describe.each(Object.entries(sentinelLibraries))('with %s, a failover of Sentinel', (_, connect) => {
  let sentinel: RedisSentinel
  let clients: ConnectedClient[]
  beforeEach(async () => {
    sentinel = await startRedisSentinel()
    clients = await Promise.all([connect(sentinel), connect(sentinel)])
  })
  afterEach(async () => {
    for (const { close } of clients) close()
    await sentinel.stop()
  })

  //   master    |-----------✗ killed
  //   replica                  |~~300 ms~~|-is the master-------------------|
  //   calls        hit         compute  compute       hit, written, heard of
  it('costs computations until it is over, and then nothing', async () => {
    const [here, there] = clients.map(
      ({ client }) => new Cachetta({ path: 'rates', store: redisStore({ client }), duration: '1h', lruSize: 10 }),
    )
    if (!here || !there) throw new Error('there are two clients')
    const compute = here(async (id: number) => `rate ${id}`)
    expect(await compute(1)).toBe('rate 1')
    await sentinel.replicate()
    const failedOver = sentinel.failOver()
    for (let id = 2; id < 12; id += 1) expect(await compute(id)).toBe(`rate ${id}`)
    await failedOver
    await expect.poll(() => lookup(there, 1)).toMatchObject({ hit: true, value: 'rate 1' })
    let id = 100
    await expect
      .poll(async () => {
        id += 1
        await compute(id)
        return lookup(there, id)
      })
      .toMatchObject({ hit: true })
    await here.invalidate(id)
    await expect.poll(() => lookup(there, id)).toEqual({ hit: false })
    expect(lines.length).toBeLessThanOrEqual(4) // one for each kind of operation
  })
})
