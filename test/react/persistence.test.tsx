import { expect, it, vi } from 'vitest'
import type { Store } from '../../src/index.ts'
import { memoryStore, readCache, writeCache } from '../../src/index.ts'
import { eventLog } from '../support/event-log.ts'
import { logLines } from '../support/log-lines.ts'
import { fetcherByHand, newWorld, settle, show } from './support.tsx'

const lines = logLines()
const events = eventLog()

/** Reads a store as another page would. */
const kept = (store: Store, ...key: unknown[]) => readCache(newWorld({ store, duration: '7d' }).cache, ...key)

/** A store that holds an entry of this age. */
async function holding(value: unknown, age: string, key: unknown = 'a') {
  const { cache, store, clock } = newWorld()
  await writeCache(cache, value, key)
  const world = newWorld({ store })
  world.clock.set(clock.now())
  await world.pass(age)
  return world
}

it('shows fresh data from the store without a fetch (46)', async () => {
  const world = await holding('kept', '59s')
  const fetcher = vi.fn(async () => 'new')
  const page = await show(world, { key: 'a', fetcher, options: { duration: '1m' } })

  expect(page.now).toMatchObject({ data: 'kept', isValidating: false })
  expect(fetcher).not.toHaveBeenCalled()
})

it('shows stale data from the store, then fetches (46)', async () => {
  const world = await holding('kept', '1m')
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { duration: '1m' } })
  expect(page.now).toMatchObject({ data: 'kept', isLoading: false, isValidating: true })
  await server.answer('new')

  expect(page.now).toMatchObject({ data: 'new', isValidating: false })
  expect(await kept(world.store, 'a')).toBe('new')
})

it('neither shows nor keeps data from the store that is too old (46)', async () => {
  const world = await holding('kept', '1h')
  const server = fetcherByHand()
  const options = { duration: '1m', staleDuration: '59m' }
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options })

  expect(page.now).toMatchObject({ data: undefined, isLoading: true })
  expect(page.renders.map(({ data }) => data)).not.toContain('kept')
  expect(await kept(world.store, 'a')).toBeNull()
})

it('shows data for a week and always revalidates it if neither hook nor cache sets durations (46)', async () => {
  const server = fetcherByHand()
  const young = await holding('kept', '6d23h')
  expect((await show(young, { key: 'a', fetcher: server.fetcher })).now.data).toBe('kept')
  const old = await holding('kept', '7d')
  expect((await show(old, { key: 'a', fetcher: server.fetcher })).now.data).toBeUndefined()
  expect(server.requests).toHaveLength(2)
})

it('uses the durations of the cache if the hook sets none (46)', async () => {
  const { store, cache, clock } = newWorld()
  await writeCache(cache, 'kept', 'a')
  const fetcher = vi.fn(async () => 'new')
  const world = newWorld({ store, duration: '1h', staleDuration: '1h' })
  world.clock.set(clock.now())
  await world.pass('59m')
  const page = await show(world, { key: 'a', fetcher })
  expect(page.now).toMatchObject({ data: 'kept', isValidating: false })
  await page.unmount()
  await world.pass('61m')

  expect((await show(world, { key: 'a', fetcher })).renders[0]?.data).toBeUndefined()
})

it('treats an entry of another version as missing (47)', async () => {
  const { store, cache } = newWorld({ version: 1 })
  await writeCache(cache, 'old shape', 'a')
  for (const version of [2, undefined]) {
    const page = await show(newWorld({ store }), { key: 'a', fetcher: async () => 'new', options: { version } })
    expect(page.renders.map(({ data }) => data)).not.toContain('old shape')
    expect(page.now.data).toBe('new')
    await page.unmount()
  }
})

it('drops the old version as soon as the hook sets another one (47)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { version: 1 } })
  await server.answer('old shape')
  const before = page.renders.length
  await page.change({ options: { version: 2 } })
  expect(page.renders[before]).toMatchObject({ data: undefined, isLoading: true })
  await server.answer('new shape')

  expect(page.now.data).toBe('new shape')
})

it('treats an entry that cannot be read as missing, and logs one line (47)', async () => {
  const store = failing('get')
  const page = await show(newWorld({ store }), { key: 'a', fetcher: async () => 'new' })

  expect(page.now).toEqual({ data: 'new', error: undefined, isLoading: false, isValidating: false })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('the memory store cannot read test')
})

it('stores no pending value and no error (48)', async () => {
  const world = newWorld()
  const set = vi.spyOn(world.store, 'set')
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } })
  expect(set).not.toHaveBeenCalled()
  await server.fail(new Error('down'))
  const never = new Promise<string>(() => {})
  await settle(() => page.result.mutate(never, { optimisticData: 'perhaps', revalidate: false }))
  expect(page.now.data).toBe('perhaps')

  expect(set).not.toHaveBeenCalled()
})

it('shows data that contains a function, and does not store it (48)', async () => {
  const value = () => 1
  const world = newWorld()
  const page = await show(world, { key: 'a', fetcher: async () => ({ value }) })
  expect(page.now.data).toEqual({ value })
  await settle(() => page.result.mutate({ value, more: 1 }, false))
  expect(page.now.data).toEqual({ value, more: 1 })

  expect(await kept(world.store, 'a')).toBeNull()
  expect(lines.filter((line) => line.includes('is not stored'))).toHaveLength(1)
})

it('keeps a good entry if a fetch fails or ends during a pause (49)', async () => {
  let isPaused = false
  const world = await holding('good', '1m')
  const server = fetcherByHand()
  const options = { isPaused: () => isPaused, dedupingInterval: 0, shouldRetryOnError: false }
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options })
  await server.fail(new Error('down'))
  expect(await kept(world.store, 'a')).toBe('good')
  await settle(() => page.result.mutate())
  isPaused = true
  await server.answer('bad')

  expect(page.now.data).toBe('good')
  expect(await kept(world.store, 'a')).toBe('good')
})

it('stores the data of a fetch, a mutation and an optimistic mutation in the same way (50)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const options = { tags: ['users'], version: 3 }
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options })
  const entry = async () => {
    for await (const { tags, version } of world.store.list('')) return { tags, version }
    return undefined
  }
  await server.answer(1)
  expect(await entry()).toEqual({ tags: ['users'], version: 3 })
  await settle(() => world.cache.invalidateAll())
  await settle(() => page.result.mutate(2, false))
  expect(await entry()).toEqual({ tags: ['users'], version: 3 })
  await settle(() => page.result.mutate(Promise.resolve(3), { optimisticData: 2.5, revalidate: false }))
  expect(await kept(world.store, 'a')).toBeNull() // of version 3
  expect(await readCache(newWorld({ store: world.store, version: 3 }).cache, 'a')).toBe(3)
})

it('does not store data with `persist: false`, and shares it with all hooks that show it (50)', async () => {
  const world = newWorld()
  const set = vi.spyOn(world.store, 'set')
  const get = vi.spyOn(world.store, 'get')
  const asking = { key: 'a', fetcher: async () => 1, options: { persist: false } }
  const page = await show(world, asking)
  await settle(() => page.result.mutate(2, false))
  expect((await show(world, asking)).renders[0]?.data).toBe(2)

  expect(set).not.toHaveBeenCalled()
  expect(get).not.toHaveBeenCalled()
})

it('reports errors of the store in the log and in events, and keeps working (51)', async () => {
  const world = newWorld({ store: failing('set', 'delete', 'lock') })
  const page = await show(world, { key: 'a', fetcher: async () => 1 })
  expect(page.now).toEqual({ data: 1, error: undefined, isLoading: false, isValidating: false })
  await settle(() => page.result.mutate(2, false))
  expect(page.now.data).toBe(2)
  await settle(() => page.result.mutate(undefined, false))

  expect(page.now.data).toBeUndefined()
  expect(events).toContain('trouble')
  expect(lines).toHaveLength(1)
})

it('leaves nothing in memory and in the store after `invalidateAll()` (52)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher })
  await server.answer('secret')
  await settle(() => page.result.mutate())
  await page.unmount()
  await settle(() => world.cache.invalidateAll())
  await server.answer('secret')

  expect((await show(world, { key: 'a' })).now.data).toBeUndefined()
  expect(await kept(world.store, 'a')).toBeNull()
})

/** A memory store in which some operations always fail. */
function failing(...verbs: ('get' | 'set' | 'delete' | 'lock')[]): Store {
  const fails = async () => {
    throw new Error('broken')
  }
  return { ...memoryStore(), ...Object.fromEntries(verbs.map((verb) => [verb, fails])) }
}

it('shows no stored data of a cache with `read: false`, and stores what it fetches', async () => {
  const { cache, store } = newWorld()
  await writeCache(cache, 'kept', 'a')
  const world = newWorld({ store, read: false, duration: '1h' })
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher })
  expect(page.now).toMatchObject({ data: undefined, isLoading: true })
  await server.answer('new')
  const other = await show(world, { key: 'a', fetcher: server.fetcher })
  expect(other.now).toMatchObject({ data: 'new', isValidating: false })
  await page.unmount()
  await other.unmount()
  await world.pass('1m')
  const later = await show(world, { key: 'a', fetcher: server.fetcher })

  expect(later.now).toMatchObject({ data: undefined, isLoading: true })
  expect(await kept(store, 'a')).toBe('new')
})
