import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Cachetta, lookup, writeCache } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import type { ConnectedClient } from '../../support/redis-clients.ts'
import { clientLibraries } from '../../support/redis-clients.ts'
import { serveRedisBehindProxy } from '../../support/redis-for-tests.ts'

const redis = serveRedisBehindProxy()
recordLogLines()

describe.each(Object.entries(clientLibraries))('with %s', (library, connect) => {
  let clients: ConnectedClient[]
  let here: Cachetta
  let there: Cachetta
  beforeEach(async () => {
    Object.assign(redis.proxy, { delayMs: 0, isSwallowingMessages: false })
    clients = await Promise.all([connect(`redis://127.0.0.1:${redis.proxy.port}`), connect(redis.server.url)])
    const [near, far] = clients.map(
      ({ client }) =>
        new Cachetta({
          path: `rates of ${library}`,
          store: redisStore({ client, timeout: 200 }),
          duration: '1h',
          lruSize: 10,
        }),
    )
    if (!near || !far) throw new Error('there are two clients')
    here = near
    there = far
    await writeCache(here, 'old')
    await readsSoon(here, 'old')
  })
  afterEach(async () => {
    Object.assign(redis.proxy, { delayMs: 0, isSwallowingMessages: false })
    await there.invalidateAll()
    for (const { close } of clients) close()
  })

  const readsSoon = (cache: Cachetta, value: string) =>
    expect.poll(() => lookup(cache)).toMatchObject({ hit: true, value })

  it('checks memory after its connections were cut during a change', async () => {
    redis.proxy.cut()
    await writeCache(there, 'new')
    await readsSoon(here, 'new')
  })

  it('computes while the server answers too late', async () => {
    let computations = 0
    const getRate = here(
      async (id: number) => {
        computations += 1
        return id
      },
      { duration: '2h' },
    )
    redis.proxy.delayMs = 1_000
    for (let call = 1; call <= 5; call += 1) expect(await getRate(call)).toBe(call)
    expect(computations).toBe(5)
    redis.proxy.delayMs = 0
    let id = 6
    const isStored = async () => {
      id += 1 // what the server did not take stays in memory
      await getRate(id)
      return (await lookup(there, id)).hit
    }
    await expect.poll(isStored).toBe(true)
  })

  it('checks memory after messages were swallowed, although no connection was lost', async () => {
    redis.proxy.isSwallowingMessages = true
    await writeCache(there, 'new')
    await readsSoon(here, 'new')
  })
})
