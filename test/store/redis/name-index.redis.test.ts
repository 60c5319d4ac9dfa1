import { describe, expect, it } from 'vitest'
import type { Address } from '../../../src/index.ts'
import { builtInTypes, Cachetta, writeCache } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import { serveRedis } from '../../support/redis-for-tests.ts'

const redis = serveRedis()

const createCache = (path: string, more: object = {}) =>
  new Cachetta({ path, store: redisStore({ client: redis.client, timeout: 10_000 }), duration: '1h', ...more })

/** Returns how often the server has run each command during `work`. */
async function countCommands(work: () => Promise<unknown>): Promise<Record<string, number>> {
  await redis.client.configResetStat()
  await work()
  const lines = (await redis.client.info('commandstats')).matchAll(/cmdstat_(\w+):calls=(\d+)/g)
  return Object.fromEntries([...lines].map(([, command, calls]) => [String(command), Number(calls)]))
}

// When a store begins to listen for changes, what was read before is read once more. So counts of reads are polled.

const listKeys = async (cache: Cachetta) => {
  const keys: string[] = []
  for await (const { key } of cache.entries()) keys.push(key)
  return keys.sort()
}

describe('a call', () => {
  it('with a miss reads, takes the lock, and writes: three trips, and the message for the others goes with the write', async () => {
    const compute = createCache('numbers')((id: number) => id)
    let id = 0
    const countMiss = () => {
      id += 1
      return countCommands(() => compute(id))
    }
    await expect.poll(countMiss).toMatchObject({ get: 1 })
    expect(await countMiss()).toMatchObject({ get: 1, eval: 2 })
  })

  it('tells others of many changes in two messages: that of the first change goes with its write', async () => {
    const store = redisStore({ client: redis.client })
    const countMessages = async () => Number(await redis.client.get('cachetta:changes'))
    const address = (id: number): Address => ({ path: 'many', key: String(id), exact: false })
    const write = (id: number) =>
      store.set(address(id), { key: String(id), value: id, storedAt: 1, tags: [] }, builtInTypes)
    const before = await countMessages()
    await Promise.all([1, 2, 3, 4, 5].map(write))
    await store.flush?.()
    expect(await countMessages()).toBe(before + 2)
    await write(6)
    expect(await countMessages()).toBe(before + 3)
  })

  it('with a hit reads', async () => {
    const compute = createCache('numbers')((id: number) => id)
    await compute(1)
    await expect.poll(() => countCommands(() => compute(1))).toMatchObject({ get: 1 })
    expect(await countCommands(() => compute(1))).not.toHaveProperty('eval')
  })

  it('reads again under the lock if there is an old entry', async () => {
    const compute = createCache('numbers', { duration: 0, staleIfError: '1h' })((id: number) => id)
    await compute(1)
    await expect.poll(async () => (await countCommands(() => compute(1)))['get']).toBe(2)
  })
})

describe('the index of names', () => {
  it('lets a listing and invalidateAll look at no other key', async () => {
    const cache = createCache('mine')
    await Promise.all(Array.from({ length: 490 }, (_, id) => writeCache(cache, id, id)))
    await writeCache(createCache('others'), 1)
    expect((await listKeys(cache)).length).toBe(490)
    const commands = await countCommands(async () => {
      expect((await listKeys(cache)).length).toBe(490)
      await cache.invalidateAll()
    })
    expect(commands['scan']).toBeUndefined()
    expect(commands['unlink']).toBe(490) // within one script
    expect(commands['eval']).toBeLessThan(520) // one for the header of each entry
    expect(await redis.client.zRange('cachetta:index', 0, -1)).toEqual(['!complete', '["others",""]'])
  })

  it('is built again after the server has evicted it', async () => {
    const cache = createCache('mine')
    await writeCache(cache, 1, 'before')
    expect(await listKeys(cache)).toEqual(['"before"'])
    await redis.client.del('cachetta:index')
    await writeCache(cache, 1, 'after')
    expect(await listKeys(cache)).toEqual(['"after"', '"before"'])
    await redis.client.del('cachetta:index')
    await cache.invalidateAll()
    expect(await listKeys(cache)).toEqual([])
  })

  it('does not count if it was evicted while it was built', async () => {
    await writeCache(createCache('mine'), 1, 1)
    const evicting = new Proxy(redis.client, {
      get(target, name) {
        if (name === 'scan') {
          return async (...args: Parameters<typeof redis.client.scan>) => {
            const found = await target.scan(...args)
            await target.del('cachetta:index')
            return found
          }
        }
        const member: unknown = Reflect.get(target, name, target)
        return typeof member === 'function' ? member.bind(target) : member
      },
    })
    const cache = new Cachetta({ path: 'mine', store: redisStore({ client: evicting }), duration: '1h' })
    expect(await listKeys(cache)).toEqual(['1'])
    expect(await redis.client.zScore('cachetta:index', '!complete')).toBeNull()
    await cache.invalidateAll()
    expect(await listKeys(cache)).toEqual([])
  })

  it('forgets names of expired entries during later writes', async () => {
    const cache = createCache('mine', { lock: false })
    await Promise.all(Array.from({ length: 200 }, (_, id) => writeCache(cache.copy({ duration: 1 }), id, id)))
    await expect.poll(() => redis.client.exists('cachetta:{["mine","199"]}')).toBe(0)
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 100 }, (_, id) => writeCache(cache, id, 'new', id)))
    }
    expect(await redis.client.zCard('cachetta:index')).toBeLessThan(130)
  })

  it('loses the name of an entry that is deleted', async () => {
    const cache = createCache('mine')
    await writeCache(cache, 1, 1)
    await cache.invalidate(1)
    expect(await redis.client.zRange('cachetta:index', 0, -1)).toEqual([])
  })

  it('is not needed: a value of another type under its key costs nothing but speed', async () => {
    await redis.client.set('cachetta:index', 'of somebody else')
    const cache = createCache('mine')
    await writeCache(cache, 1, 1)
    expect(await listKeys(cache)).toEqual(['1'])
    await cache.invalidateAll()
    expect(await listKeys(cache)).toEqual([])
    expect(await redis.client.get('cachetta:index')).toBe('of somebody else')
  })
})

describe('a listing', () => {
  it('skips a key with a value of another type', async () => {
    const cache = createCache('mine')
    await writeCache(cache, 1, 1)
    await writeCache(cache, 1, 2)
    await redis.client.del('cachetta:{["mine","2"]}')
    await redis.client.lPush('cachetta:{["mine","2"]}', 'of somebody else')
    expect(await listKeys(cache)).toEqual(['1'])
  })

  it.each([0, Number.POSITIVE_INFINITY])('reads the header of a large entry, compressed above %s', async (above) => {
    const store = redisStore({ client: redis.client, compressAbove: above })
    const cache = new Cachetta({ path: 'large', store, duration: '1h', tags: ['t'] })
    await writeCache(
      cache,
      Array.from({ length: 50_000 }, (_, at) => `é${at}`),
      1,
    )
    const info = await cache.info(1)
    expect(info).toMatchObject({ exists: true, size: await redis.client.strLen('cachetta:{["large","1"]}') })
  })
})
