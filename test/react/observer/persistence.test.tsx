import { expect, it, vi } from 'vitest'
import type { Store, SyncStore } from '../../../src/index.ts'
import { memoryStore, readCache, writeCache } from '../../../src/index.ts'
import { recordEvents } from '../../support/event-log.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const lines = recordLogLines()
const events = recordEvents()

/** Reads an entry from the store as another page does. */
const readStored = (store: Store, ...key: unknown[]) =>
  readCache(createTestApp({ store, duration: '7d' }).cache, ...key)

/** Creates an application whose store has an entry of this age. */
async function createAppWithEntry(value: unknown, age: string, key: unknown = 'a') {
  const { cache, store, clock } = createTestApp()
  await writeCache(cache, value, key)
  const app = createTestApp({ store })
  app.clock.set(clock.now())
  await app.advance(age)
  return app
}

it('shows fresh data from the store without a fetch (46)', async () => {
  const app = await createAppWithEntry('stored', '59s')
  const fetcher = vi.fn(async () => 'new')
  const page = await showEntry(app, { key: 'a', fetcher, options: { duration: '1m' } })

  expect(page.latest).toMatchObject({ data: 'stored', isValidating: false })
  expect(fetcher).not.toHaveBeenCalled()
})

it('shows stale data from the store, then fetches (46)', async () => {
  const app = await createAppWithEntry('stored', '1m')
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { duration: '1m' } })
  expect(page.latest).toMatchObject({ data: 'stored', isLoading: false, isValidating: true })
  await server.answer('new')

  expect(page.latest).toMatchObject({ data: 'new', isValidating: false })
  expect(await readStored(app.store, 'a')).toBe('new')
})

it('neither shows nor keeps data from the store that is too old (46)', async () => {
  const app = await createAppWithEntry('stored', '1h')
  const server = createManualFetcher()
  const options = { duration: '1m', staleDuration: '59m' }
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })

  expect(page.latest).toMatchObject({ data: undefined, isLoading: true })
  expect(page.renders.map(({ data }) => data)).not.toContain('stored')
  expect(await readStored(app.store, 'a')).toBeNull()
})

it('shows data for a week and always revalidates it if neither hook nor cache sets durations (46)', async () => {
  const server = createManualFetcher()
  const young = await createAppWithEntry('stored', '6d23h')
  expect((await showEntry(young, { key: 'a', fetcher: server.fetcher })).latest.data).toBe('stored')
  const old = await createAppWithEntry('stored', '7d')
  expect((await showEntry(old, { key: 'a', fetcher: server.fetcher })).latest.data).toBeUndefined()
  expect(server.requests).toHaveLength(2)
})

it('uses the durations of the cache if the hook sets none (46)', async () => {
  const { store, cache, clock } = createTestApp()
  await writeCache(cache, 'stored', 'a')
  const fetcher = vi.fn(async () => 'new')
  const app = createTestApp({ store, duration: '1h', staleDuration: '1h' })
  app.clock.set(clock.now())
  await app.advance('59m')
  const page = await showEntry(app, { key: 'a', fetcher })
  expect(page.latest).toMatchObject({ data: 'stored', isValidating: false })
  await page.unmount()
  await app.advance('61m')

  expect((await showEntry(app, { key: 'a', fetcher })).renders[0]?.data).toBeUndefined()
})

it('treats an entry of another version as missing (47)', async () => {
  const { store, cache } = createTestApp({ version: 1 })
  await writeCache(cache, 'old shape', 'a')
  for (const version of [2, undefined]) {
    const page = await showEntry(createTestApp({ store }), {
      key: 'a',
      fetcher: async () => 'new',
      options: { version },
    })
    expect(page.renders.map(({ data }) => data)).not.toContain('old shape')
    expect(page.latest.data).toBe('new')
    await page.unmount()
  }
})

it('drops the old version as soon as the hook sets another one (47)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { version: 1 } })
  await server.answer('old shape')
  const before = page.renders.length
  await page.setProps({ options: { version: 2 } })
  expect(page.renders[before]).toMatchObject({ data: undefined, isLoading: true })
  await server.answer('new shape')

  expect(page.latest.data).toBe('new shape')
})

it('treats an entry that cannot be read as missing, and logs one line (47)', async () => {
  const store = createFailingStore('get')
  const page = await showEntry(createTestApp({ store }), { key: 'a', fetcher: async () => 'new' })

  expect(page.latest).toEqual({ data: 'new', error: undefined, isLoading: false, isValidating: false })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('the memory store cannot read test')
})

it('stores no pending value and no error (48)', async () => {
  const app = createTestApp()
  const set = vi.spyOn(app.store, 'set')
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } })
  expect(set).not.toHaveBeenCalled()
  await server.fail(new Error('down'))
  const never = new Promise<string>(() => {})
  await settle(() => page.result.mutate(never, { optimisticData: 'perhaps', revalidate: false }))
  expect(page.latest.data).toBe('perhaps')

  expect(set).not.toHaveBeenCalled()
})

it('shows data that contains a function, and does not store it (48)', async () => {
  const value = () => 1
  const app = createTestApp()
  const page = await showEntry(app, { key: 'a', fetcher: async () => ({ value }) })
  expect(page.latest.data).toEqual({ value })
  await settle(() => page.result.mutate({ value, more: 1 }, false))
  expect(page.latest.data).toEqual({ value, more: 1 })

  expect(await readStored(app.store, 'a')).toBeNull()
  expect(lines.filter((line) => line.includes('is not stored'))).toHaveLength(1)
})

it('keeps a good entry if a fetch fails or ends during a pause (49)', async () => {
  let isPaused = false
  const app = await createAppWithEntry('good', '1m')
  const server = createManualFetcher()
  const options = { isPaused: () => isPaused, dedupingInterval: 0, shouldRetryOnError: false }
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  await server.fail(new Error('down'))
  expect(await readStored(app.store, 'a')).toBe('good')
  await settle(() => page.result.mutate())
  isPaused = true
  await server.answer('bad')

  expect(page.latest.data).toBe('good')
  expect(await readStored(app.store, 'a')).toBe('good')
})

it('stores the data of a fetch, a mutation and an optimistic mutation in the same way (50)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const options = { tags: ['users'], version: 3 }
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  const entry = async () => {
    for await (const { tags, version } of app.store.list('')) return { tags, version }
    return undefined
  }
  await server.answer(1)
  expect(await entry()).toEqual({ tags: ['users'], version: 3 })
  await settle(() => app.cache.invalidateAll())
  await settle(() => page.result.mutate(2, false))
  expect(await entry()).toEqual({ tags: ['users'], version: 3 })
  await settle(() => page.result.mutate(Promise.resolve(3), { optimisticData: 2.5, revalidate: false }))
  expect(await readStored(app.store, 'a')).toBeNull() // of version 3
  expect(await readCache(createTestApp({ store: app.store, version: 3 }).cache, 'a')).toBe(3)
})

it('does not store data with `persist: false`, and shares it with all hooks that show it (50)', async () => {
  const app = createTestApp()
  const set = vi.spyOn(app.store, 'set')
  const get = vi.spyOn(app.store, 'get')
  const props = { key: 'a', fetcher: async () => 1, options: { persist: false } }
  const page = await showEntry(app, props)
  await settle(() => page.result.mutate(2, false))
  expect((await showEntry(app, props)).renders[0]?.data).toBe(2)

  expect(set).not.toHaveBeenCalled()
  expect(get).not.toHaveBeenCalled()
})

it('reports errors of the store in the log and in events, and keeps working (51)', async () => {
  const app = createTestApp({ store: createFailingStore('set', 'delete', 'lock') })
  const page = await showEntry(app, { key: 'a', fetcher: async () => 1 })
  expect(page.latest).toEqual({ data: 1, error: undefined, isLoading: false, isValidating: false })
  await settle(() => page.result.mutate(2, false))
  expect(page.latest.data).toBe(2)
  await settle(() => page.result.mutate(undefined, false))

  expect(page.latest.data).toBeUndefined()
  expect(events).toContain('trouble')
  expect(lines).toHaveLength(1)
})

it('leaves nothing in memory and in the store after `invalidateAll()` (52)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await server.answer('secret')
  await settle(() => page.result.mutate())
  await page.unmount()
  await settle(() => app.cache.invalidateAll())
  await server.answer('secret')

  expect((await showEntry(app, { key: 'a' })).latest.data).toBeUndefined()
  expect(await readStored(app.store, 'a')).toBeNull()
})

it('shows no stored data of a cache with `read: false`, and stores what it fetches', async () => {
  const { cache, store } = createTestApp()
  await writeCache(cache, 'stored', 'a')
  const app = createTestApp({ store, read: false, duration: '1h' })
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  expect(page.latest).toMatchObject({ data: undefined, isLoading: true })
  await server.answer('new')
  const other = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  expect(other.latest).toMatchObject({ data: 'new', isValidating: false })
  await page.unmount()
  await other.unmount()
  await app.advance('1m')
  const later = await showEntry(app, { key: 'a', fetcher: server.fetcher })

  expect(later.latest).toMatchObject({ data: undefined, isLoading: true })
  expect(await readStored(store, 'a')).toBe('new')
})

/** A memory store in which some operations always fail. */
function createFailingStore(...operations: ('get' | 'set' | 'delete' | 'lock')[]): Store {
  const fail = () => {
    throw new Error('broken')
  }
  const store = memoryStore()
  const sync = { ...store.sync, ...Object.fromEntries(operations.map((operation) => [operation, fail])) } as SyncStore
  return { ...store, ...Object.fromEntries(operations.map((operation) => [operation, async () => fail()])), sync }
}
