import { expect, it } from 'vitest'
import { readCache, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'

it('prune deletes expired entries, except those that are being computed', async () => {
  const { cache, clock } = createTestCache({ duration: '1m' })
  await writeCache(cache, 'old', 1)
  await writeCache(cache, 'old', 2)
  clock.advance('2m')
  const { fn, calls } = createDeferredFunction<[number], string>()
  const computing = cache(fn)(1)
  await flushPromises()
  expect(await cache.prune()).toBe(1)
  calls[0]?.resolve('new')
  await computing
  expect([await readCache(cache, 1), await cache.exists(2)]).toEqual(['new', false])
})

it('prune judges entries by the options of the cache that it is called on', async () => {
  const { cache, clock } = createTestCache({ duration: '1h' })
  const daily = cache.at('daily').copy({ duration: '1d' })
  const getDaily = daily(async () => 'value')
  await getDaily()
  clock.advance('2h')
  expect(await daily.prune()).toBe(0)
  expect(await cache.prune()).toBe(1)
  expect(await getDaily.exists()).toBe(false)
})
