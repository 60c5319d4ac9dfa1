import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Cachetta, setLogger } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import type { ConnectedClient } from '../../support/redis-clients.ts'
import { clientLibraries } from '../../support/redis-clients.ts'
import type { RedisServer } from '../../support/redis-server.ts'
import { startRedisServer } from '../../support/redis-server.ts'

let server: RedisServer
let lines: string[]
beforeAll(async () => {
  server = await startRedisServer()
})
afterAll(() => server.stop())
beforeEach(() => {
  lines = []
  const write = (line: string) => void lines.push(line)
  setLogger({ debug: () => {}, info: write, warn: write, error: write })
})
afterEach(() => setLogger(console))

/** Sends a command of an administrator. */
async function command(...args: string[]): Promise<unknown> {
  const client = createClient({ url: server.url })
  await client.connect()
  try {
    return await client.sendCommand(args)
  } finally {
    client.destroy()
  }
}

describe.each(Object.entries(clientLibraries))('with %s', (_, connect) => {
  let connected: ConnectedClient
  let computations: number
  let getNumber: (id: number) => Promise<string>
  beforeEach(async () => {
    await command('FLUSHALL')
    connected = await connect(server.url)
    computations = 0
    const store = redisStore({ client: connected.client, timeout: 200 })
    const cache = new Cachetta({ path: 'numbers', store, duration: '1h' })
    getNumber = cache(async (id: number) => {
      computations += 1
      return `number ${id}`
    })
    expect(await getNumber(1)).toBe('number 1')
  })
  afterEach(() => connected.close())

  const outages = {
    killed: { begin: () => server.kill(), end: () => server.restart() },
    stopped: { begin: async () => server.pause(), end: async () => server.resume() },
  }
  it.each(Object.entries(outages))('computes while the server is %s, and recovers by itself', async (__, outage) => {
    await outage.begin()
    for (let call = 1; call <= 20; call += 1) expect(await getNumber(1)).toBe('number 1')
    expect(computations).toBe(21)
    expect(lines.length).toBeLessThanOrEqual(3) // one for each kind of call: read, lock, write
    await outage.end()
    await expect
      .poll(async () => {
        const known = computations
        await getNumber(1)
        return computations - known
      })
      .toBe(0)
  })

  it('recovers although calls follow each other without a pause', async () => {
    await server.kill()
    await getNumber(1)
    await server.restart()
    const startedAt = performance.now()
    let known: number
    do {
      known = computations
      await getNumber(1)
    } while (computations > known && performance.now() - startedAt < 10_000)
    expect(computations).toBe(known)
  })

  it('takes no answer for missing that comes while this thread is busy', async () => {
    const calling = getNumber(1)
    await new Promise((resolve) => setImmediate(resolve)) // the command is sent
    const startedAt = performance.now()
    while (performance.now() - startedAt < 300); // longer than the timeout of the store
    await calling
    expect(computations).toBe(1)
    expect(lines).toEqual([])
  })

  it('computes while the server has no memory left, and reads what it has', async () => {
    await command('CONFIG', 'SET', 'maxmemory', '1')
    try {
      expect(await getNumber(2)).toBe('number 2')
      expect(await getNumber(1)).toBe('number 1')
      expect(computations).toBe(2)
      expect(lines.join()).toMatch(/OOM/)
    } finally {
      await command('CONFIG', 'SET', 'maxmemory', '0')
    }
    expect(await getNumber(2)).toBe('number 2')
    expect(await getNumber(2)).toBe('number 2')
    expect(computations).toBe(3)
  })

  it('computes while the server is a read-only replica', async () => {
    await command('REPLICAOF', '127.0.0.1', '1')
    try {
      expect(await getNumber(2)).toBe('number 2')
      expect(computations).toBe(2)
      expect(lines.join()).toMatch(/READONLY/)
    } finally {
      await command('REPLICAOF', 'NO', 'ONE')
    }
  })

  it('replaces a key of a foreign type', async () => {
    await command('DEL', 'cachetta:{["numbers","3"]}', 'cachetta:{["numbers","3"]}:runs')
    await command('LPUSH', 'cachetta:{["numbers","3"]}', 'foreign')
    expect(await getNumber(3)).toBe('number 3')
    expect(await getNumber(3)).toBe('number 3')
    expect(computations).toBe(2)
    expect(lines).toHaveLength(1)
  })

  it('computes again after the server was emptied', async () => {
    await command('FLUSHALL')
    expect(await getNumber(1)).toBe('number 1')
    expect(await getNumber(1)).toBe('number 1')
    expect(computations).toBe(2)
  })
})
