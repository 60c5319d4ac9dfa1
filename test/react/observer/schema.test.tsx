import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { Store } from '../../../src/index.ts'
import { memoryStore, readCache, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const lines = recordLogLines()

const user = z.object({ id: z.number(), name: z.string(), role: z.string().default('user') })
const duration = '1h'

/** An older version of the application has stored this value. */
async function storeOld(value: unknown): Promise<Store> {
  const store = memoryStore()
  await writeCache(createTestCache({ store }).cache, value, 'a')
  return store
}

it('a stored value that does not match is never shown, and is fetched', async () => {
  const app = createTestApp({ store: await storeOld({ fullName: 'Ada' }) })
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { schema: user, duration } })
  expect(page.latest).toMatchObject({ data: undefined, isLoading: true })
  await server.answer({ id: 1, name: 'Ada', role: 'admin' })

  expect(page.latest).toMatchObject({ data: { id: 1, name: 'Ada', role: 'admin' }, isLoading: false })
  expect(page.renders.map(({ data }) => data)).not.toContainEqual({ fullName: 'Ada' })
  expect(await readCache(app.cache, 'a')).toMatchObject({ name: 'Ada' })
  expect(lines).toEqual([])
})

it('a stored value that matches is shown as the schema returns it, without a fetch', async () => {
  const app = createTestApp({ store: await storeOld({ id: 1, name: 'Ada' }) })
  const fetcher = vi.fn()
  const page = await showEntry(app, { key: 'a', fetcher, options: { schema: user, duration } })
  expect(page.latest).toMatchObject({ data: { id: 1, name: 'Ada', role: 'user' }, isValidating: false })
  expect(fetcher).not.toHaveBeenCalled()
})

it.each([
  ['of the cache', { schema: user }, {}, {}],
  ['of the provider', {}, { schema: user }, {}],
  ['that is created in each render', {}, {}, { schema: (value: unknown) => user.parse(value) }],
])('a schema %s applies', async (_what, cacheOptions, providerOptions, options) => {
  const app = createTestApp({ store: await storeOld({ fullName: 'Ada' }), ...cacheOptions }, providerOptions)
  const fetcher = async () => ({ id: 1, name: 'Ada' })
  const page = await showEntry(app, { key: 'a', fetcher, options: { duration, ...options } })
  expect(page.latest.data).toEqual({ id: 1, name: 'Ada', role: 'user' })
})

it('data from memory shows in the first render', async () => {
  const app = createTestApp({ store: await storeOld({ id: 1, name: 'Ada' }) })
  const options = { duration }
  const first = await showEntry(app, { key: 'a', options: { ...options, schema: user } })
  await first.unmount()
  const page = await showEntry(app, {
    key: 'a',
    options: { ...options, schema: (value: unknown) => user.parse(value) },
  })
  expect(page.renders[0]).toMatchObject({ data: { id: 1, name: 'Ada', role: 'user' } })
})

it('data that a hook without the schema read from the store is not shown', async () => {
  const app = createTestApp({ store: await storeOld({ fullName: 'Ada' }) })
  const without = await showEntry(app, { key: 'a', options: { duration } })
  expect(without.latest.data).toEqual({ fullName: 'Ada' })
  const fetcher = vi.fn(async () => ({ id: 1, name: 'Ada' }))
  const page = await showEntry(app, { key: 'a', fetcher, options: { duration, schema: user } })

  expect(page.renders.map(({ data }) => data)).not.toContainEqual({ fullName: 'Ada' })
  expect(page.latest.data).toEqual({ id: 1, name: 'Ada', role: 'user' })
  expect(without.latest.data).toEqual({ id: 1, name: 'Ada', role: 'user' })
})

it('fetched data that does not match is shown and not stored', async () => {
  const app = createTestApp()
  const page = await showEntry(app, { key: 'a', fetcher: async () => ({ id: 2 }), options: { schema: user } })
  expect(page.latest.data).toEqual({ id: 2 })
  expect(await app.cache.exists('a')).toBe(false)
  expect(lines).toEqual([expect.stringContaining('the schema of test "a" threw; the value is not stored')])
})

it('a cached function in the key brings its spans: a function decides how long data is fresh', async () => {
  const app = createTestApp()
  const getToken = app.cache(async (life: number) => ({ life }), { duration: (token) => token.life })
  const page = await showEntry(app, { key: [getToken, 3_600_000], reads: ['data', 'isStale'] })
  expect(page.latest).toEqual({ data: { life: 3_600_000 }, isStale: false })
  await app.advance('59m')
  const fetched = await showEntry(app, { key: [getToken, 3_600_000], reads: ['data', 'isStale', 'isValidating'] })
  expect(fetched.renders[0]).toEqual({ data: { life: 3_600_000 }, isStale: false, isValidating: false })
})
