import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Cachetta, InvalidOptionError, lookup, writeCache } from '../../../src/index.ts'
import type { RedisStoreOptions } from '../../../src/redis.ts'
import { redisStore } from '../../../src/redis.ts'
import { clientLibraries } from '../../support/redis-clients.ts'
import type { RedisServer } from '../../support/redis-server.ts'
import { startRedisServer } from '../../support/redis-server.ts'

type Command = (...args: string[]) => Promise<unknown>

let server: RedisServer
let client: RedisStoreOptions['client']
let command: Command
let close: () => void
beforeAll(async () => {
  server = await startRedisServer()
  const connected = await clientLibraries['redis 6']?.(server.url)
  if (!connected) throw new Error('the library is in the list')
  client = connected.client
  close = connected.close
  command = (...args) => (client as unknown as { sendCommand(args: string[]): Promise<unknown> }).sendCommand(args)
})
afterAll(async () => {
  close()
  await server.stop()
})
beforeEach(() => command('FLUSHALL'))

const createCache = (options: Partial<RedisStoreOptions> = {}, more: object = {}) =>
  new Cachetta({ path: 'users', store: redisStore({ client, ...options }), duration: '1h', ...more })

describe('an entry', () => {
  it('is one readable text under one key, until no cache can use it', async () => {
    await writeCache(createCache({}, { staleDuration: '1m', staleIfError: '2m' }), { id: 1 }, 1)
    const text = String(await command('GET', 'cachetta:{["users","1"]}'))
    expect(JSON.parse(text)).toMatchObject({ cachetta: 2, key: '1', value: { id: 1 } })
    const left = Number(await command('PTTL', 'cachetta:{["users","1"]}'))
    expect(left).toBeGreaterThan(3_700_000)
    expect(left).toBeLessThanOrEqual(3_720_000)
  })

  it('stays if its duration is infinite', async () => {
    await writeCache(createCache({}, { duration: Number.POSITIVE_INFINITY }), 1)
    expect(await command('PTTL', 'cachetta:{["users",""]}')).toBe(-1)
  })

  it('is compressed above a size, and found by a store that compresses nothing', async () => {
    const value = 'long '.repeat(1_000)
    await writeCache(createCache({ compressAbove: 1_000 }), value, 1)
    expect(Number(await command('STRLEN', 'cachetta:{["users","1"]}'))).toBeLessThan(500)
    expect(await lookup(createCache(), 1)).toMatchObject({ hit: true, value })
    await writeCache(createCache({ compressAbove: 1_000 }), 'short', 1)
    expect(String(await command('GET', 'cachetta:{["users","1"]}'))).toContain('"short"')
  })

  it('counts as missing if its compressed text is damaged', async () => {
    await command('SET', 'cachetta:{["users","1"]}', 'gzip:AAAA')
    expect(await lookup(createCache(), 1)).toEqual({ hit: false })
  })

  it('of another prefix is another entry', async () => {
    await writeCache(createCache({ prefix: 'one:' }), 1)
    expect(await lookup(createCache({ prefix: 'two:' }))).toEqual({ hit: false })
    await createCache({ prefix: 'two:' }).invalidateAll()
    expect(await lookup(createCache({ prefix: 'one:' }))).toMatchObject({ hit: true })
  })

  it('under a path with characters of patterns is deleted alone', async () => {
    const names = ['a*', 'ab', 'a[b]', 'a?c', 'abc', 'a\\']
    const caches = names.map((path) => createCache({}, { path }))
    for (const cache of caches) await writeCache(cache, 1, 1)
    await caches[0]?.invalidateAll()
    const found = await Promise.all(caches.map((cache) => cache.exists(1)))
    expect(found).toEqual([false, true, true, true, true, true])
  })
})

describe('the set of a tag', () => {
  it('forgets entries that have expired', async () => {
    const cache = createCache({}, { tags: ['t'] })
    await writeCache(cache.copy({ duration: 20 }), 1, 'short')
    await expect.poll(() => command('EXISTS', 'cachetta:{["users","\\"short\\""]}')).toBe(0)
    await writeCache(cache, 1, 'long')
    expect(await command('ZRANGE', 'cachetta:{#"t"}', '0', '-1')).toEqual(['["users","\\"long\\""]'])
  })

  it('is gone when its last entry has expired', async () => {
    await writeCache(createCache({}, { tags: ['t'], duration: 20 }), 1)
    await expect.poll(() => command('EXISTS', 'cachetta:{#"t"}')).toBe(0)
  })
})

describe('many stores over one client', () => {
  it('share one connection for messages, and each hears of changes', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    const caches = Array.from({ length: 15 }, () => createCache({}, { lruSize: 10 }))
    await writeCache(createCache(), 'old')
    for (const cache of caches) expect(await lookup(cache)).toMatchObject({ value: 'old' })
    const subscribed = async () => (await command('PUBSUB', 'NUMSUB', 'cachetta:changes')) as [string, number]
    await expect.poll(subscribed).toEqual(['cachetta:changes', 1])
    await writeCache(createCache(), 'new')
    for (const cache of caches) await expect.poll(() => lookup(cache)).toMatchObject({ value: 'new' })
    process.off('warning', note)
    expect(warnings).toEqual([])
  })
})

describe('an option', () => {
  it.each([
    [{ client: undefined }, 'client: undefined was given; accepted is a client of the package "redis" or "ioredis"'],
    [{ timeout: 0 }, 'timeout: 0 was given; accepted is a number of milliseconds'],
    [{ compressAbove: '1kB' }, 'compressAbove: "1kB" was given; accepted is a number of bytes, or Infinity'],
    [{ prefix: 1 }, 'prefix: 1 was given; accepted is a string'],
    [{ ttl: 1 }, 'ttl: no option of redisStore has this name; the options are client, prefix, timeout, compressAbove'],
  ])('%j is refused', (options, message) => {
    expect(() => redisStore({ client, ...options } as RedisStoreOptions)).toThrow(new InvalidOptionError(message))
  })
})
