import { cpSync, existsSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Cachetta, readCache, readCacheSync, writeCache, writeCacheSync } from '../../../../src/index.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { temporaryDirectory } from '../support/processes.ts'

const year = 365 * 86_400_000
const realNow = Date.now()
const clocks = {
  'ten years behind': realNow - 10 * year,
  'an hour behind': realNow - 3_600_000,
  'three seconds behind': realNow - 3_000,
  'three seconds ahead': realNow + 3_000,
  'an hour ahead': realNow + 3_600_000,
  'ten years ahead': realNow + 10 * year,
  'in 1900': Date.UTC(1900, 0),
  'in 1970': 0,
  'in 2500': Date.UTC(2500, 0),
  'in 9999': Date.UTC(9999, 0),
}

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => vi.useRealTimers())

describe.each(Object.entries(clocks))('under a clock that is %s', (_, now) => {
  const createCache = () => new Cachetta({ path: join(temporaryDirectory(), 'c', 'e.json'), duration: '1s' })

  it('an entry is fresh, and expires by that clock', async () => {
    vi.setSystemTime(now)
    const cache = createCache()
    await writeCache(cache, 1, 'a')
    writeCacheSync(cache, 2, 'b')
    expect([await readCache(cache, 'a'), readCacheSync(cache, 'b')]).toEqual([1, 2])
    expect(await cache.info('a')).toMatchObject({ age: 0, expired: false, expiresIn: 1_000 })
    for await (const entry of cache.entries()) expect(entry).toMatchObject({ age: 0, expired: false })
    expect(await cache.prune()).toBe(0)
    vi.setSystemTime(now + 999)
    expect([await readCache(cache, 'a'), await cache.age('a')]).toEqual([1, 999])
    vi.setSystemTime(now + 1_000)
    expect([await readCache(cache, 'a'), readCacheSync(cache, 'b')]).toEqual([null, null])
    expect(await cache.prune()).toBe(2)
  })

  it('touch ages an entry, and a copy does not become fresh', async () => {
    vi.setSystemTime(now)
    const cache = createCache()
    await writeCache(cache, 1)
    const directory = join(cache.pathFor(), '..')
    cpSync(directory, `${directory}-copy`, { recursive: true })
    utimesSync(cache.pathFor(), (now - 5_000) / 1_000, (now - 5_000) / 1_000)
    expect(await readCache(cache)).toBeNull()
    vi.setSystemTime(now + 2_000)
    expect(await readCache(cache.copy({ path: join(`${directory}-copy`, 'e.json') }))).toBeNull()
  })

  it('an entry has its own age again when the clock is right again', async () => {
    vi.setSystemTime(now)
    const cache = createCache()
    await writeCache(cache, 1)
    vi.setSystemTime(realNow)
    expect(await readCache(cache)).toBe(now === realNow + 3_000 ? 1 : null)
    await writeCache(cache, 2)
    expect(await readCache(cache)).toBe(2)
  })
})

it('the modification time of a file is the instant when its entry was stored', async () => {
  const cache = new Cachetta({ path: join(temporaryDirectory(), 'e.json') })
  vi.setSystemTime(Date.UTC(2020, 0, 2, 3, 4, 5, 678))
  await writeCache(cache, 1)
  expect(Math.floor(statSync(cache.pathFor()).mtimeMs)).toBe(Date.now())
})

it('the least recently used entry goes first, and before it those of a clock that was set back', async () => {
  const cache = new Cachetta({ path: join(temporaryDirectory(), 'e.json'), store: fileStore({ maxEntries: 4 }) })
  const kept = async () => {
    const keys: string[] = []
    for (const key of ['future', 'a', 'b', 'c', 'd']) if (existsSync(cache.pathFor(key))) keys.push(key)
    return keys
  }
  vi.setSystemTime(Date.UTC(2020, 0, 1) + year)
  await writeCache(cache, 0, 'future')
  for (const [index, key] of ['a', 'b', 'c'].entries()) {
    vi.setSystemTime(Date.UTC(2020, 0, 1) + 5_000 * index)
    await writeCache(cache, 1, key)
  }
  vi.setSystemTime(Date.UTC(2020, 0, 1) + 60_000)
  expect(await readCache(cache, 'a')).toBe(1)
  await writeCache(cache, 1, 'd')
  expect(await kept()).toEqual(['a', 'b', 'c', 'd'])
  vi.setSystemTime(Date.UTC(2020, 0, 1) + 90_000)
  await writeCache(cache, 1, 'e')
  expect(await kept()).toEqual(['a', 'c', 'd'])
})
