import { expect, it } from 'vitest'
import { Cachetta, memoryStore, preload, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'

const none = { hits: 0, stale: 0, misses: 0, computations: 0, entries: 0, bytes: 0 }

it('counts reads, computations, entries and bytes, for the path of the cache and below it', async () => {
  const { cache, clock } = createTestCache({ duration: '1m', staleDuration: '1h', lruSize: 5 })
  const users = cache.at('users')
  const getUser = users(async (id: number) => id)
  await getUser(1)
  await getUser(1)
  await getUser(2)
  clock.advance('2m')
  await getUser(1)
  await flushPromises()
  const { size } = await getUser.info(1)
  const counts = { hits: 1, stale: 1, misses: 2, computations: 3, entries: 2 }
  expect(await getUser.cache.stats()).toEqual({ ...counts, bytes: 2 * size })
  await preload(cache, 'page', () => 'fetched')
  expect(await cache.stats()).toMatchObject({ ...counts, computations: 4, entries: 3 })
  expect(await cache.at('other').stats()).toEqual(none)
})

it('counts for the cache what its scopes read', async () => {
  const { cache } = createTestCache()
  const scope = cache.scope()
  await scope(async () => 'value')()
  expect(await scope.stats()).toMatchObject({ misses: 1, computations: 1 })
  expect(await cache.stats()).toMatchObject({ misses: 1, computations: 1, entries: 1 })
})

it('knows no entries where a path function names them, and bounds the paths that it counts apart', async () => {
  const store = memoryStore()
  const cache = new Cachetta({ path: (id: number) => `entry ${id}`, store })
  const cached = cache(async (id: number) => id)
  for (let id = 0; id < 1_200; id += 1) await cached(id)
  await writeCache(cache, 1, 1)
  expect(await cache.stats()).toEqual({
    hits: 0,
    stale: 0,
    misses: 1_200,
    computations: 1_200,
    entries: null,
    bytes: null,
  })
})
