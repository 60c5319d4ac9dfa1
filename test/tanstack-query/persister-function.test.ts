import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Query, QueryObserverOptions } from '@tanstack/query-core'
import { InfiniteQueryObserver, onlineManager, QueryClient, QueryObserver } from '@tanstack/query-core'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { CachettaOptions, Store } from '../../src/index.ts'
import { Cachetta, fileStore, lookup, memoryStore, mutate, writeCache } from '../../src/index.ts'
import { cachettaPersister } from '../../src/tanstack-query.ts'
import { createTestCache } from '../../src/testing.ts'
import { createDeferred, createDeferredFunction } from '../support/deferred.ts'
import { recordLogLines } from '../support/log-lines.ts'
import { listKeys, nextTask, openTab } from './query-client.ts'

const directory = mkdtempSync(join(tmpdir(), 'cachetta-tanstack-'))
afterAll(() => rm(directory, { recursive: true, force: true }))

const lines = recordLogLines()

let paths = 0
const nextPath = (): string => join(directory, `${paths++}.json`)
const queryKey = ['todos', { page: 1 }] as const
const minute = 60_000

/** Shows a query as a component does, until the end of the test. */
function show(client: QueryClient, options: QueryObserverOptions): QueryObserver {
  const observer = new QueryObserver(client, options)
  onTestFinished(observer.subscribe(() => {}))
  return observer
}

describe.each<[string, () => Store]>([
  ['memory', memoryStore],
  ['files', fileStore],
])('a query over %s', (_name, createStore) => {
  const createCache = () => new Cachetta({ path: nextPath(), store: createStore() })

  test('is restored after a reload, with its time, and not fetched while it is fresh', async () => {
    const cache = createCache()
    const first = openTab(cache, {}, { staleTime: minute })
    const value = { at: new Date(0), tags: new Map([['a', new Set([1n])]]) }
    await first.client.fetchQuery({ queryKey, queryFn: () => value })
    await vi.waitFor(async () => expect(await cache.exists(...queryKey)).toBe(true))
    const { dataUpdatedAt } = first.client.getQueryState(queryKey) ?? {}

    const second = openTab(cache, {}, { staleTime: minute })
    const queryFn = vi.fn(() => 'fetched')
    const observer = show(second.client, { queryKey, queryFn })
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual(value))
    await nextTask()
    expect(queryFn).not.toHaveBeenCalled()
    expect(observer.getCurrentResult().isFetching).toBe(false)
    expect(Math.abs((second.client.getQueryState(queryKey)?.dataUpdatedAt ?? 0) - (dataUpdatedAt ?? 0))).toBeLessThan(
      50,
    )
  })
})

const createCache = (options: Partial<CachettaOptions> = {}) =>
  new Cachetta({ path: 'queries', store: memoryStore(), ...options })

test('stale data shows while it is fetched once', async () => {
  const cache = createCache()
  await writeCache(cache, 'old', ...queryKey)
  const { client } = openTab(cache)
  const answer = createDeferred<string>()
  const queryFn = vi.fn(() => answer.promise)
  const observer = show(client, { queryKey, queryFn })
  await vi.waitFor(() => expect(queryFn).toHaveBeenCalledOnce())
  expect(observer.getCurrentResult()).toMatchObject({ data: 'old', isFetching: true })
  answer.resolve('new')
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('new'))
  await vi.waitFor(async () => expect(await lookup(cache, ...queryKey)).toMatchObject({ value: 'new' }))
})

test('a fetch and setQueryData set the data once each', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const condition = () => Boolean(vi.setSystemTime(Date.now() + 5)) // the entry is younger than the data of the client
  const cache = createCache({ condition })
  const { client } = openTab(cache)
  const set: unknown[] = []
  const onEvent = ({ action, query }: { action?: { type: string }; query: Query }) =>
    action?.type === 'success' && set.push(query.state.data)
  onTestFinished(client.getQueryCache().subscribe((event) => void onEvent(event as Parameters<typeof onEvent>[0])))
  const observer = show(client, { queryKey, queryFn: async () => 'fetched' })
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('fetched'))
  await client.refetchQueries({ queryKey })
  client.setQueryData(queryKey, 'edited')
  await nextTask()
  expect(set).toEqual(['fetched', 'fetched', 'edited'])
})

test('data older than the duration of the cache is fetched, whatever the staleTime', async () => {
  const cache = createCache({ duration: '1h' })
  const { client, persister } = openTab(cache)
  persister.subscribe(client)
  client.setQueryData(queryKey, 'fresh', { updatedAt: Date.now() - 10 * minute })
  client.setQueryData(['old'], 'old', { updatedAt: Date.now() - 61 * minute })
  await nextTask()
  const reloaded = openTab(cache, {}, { staleTime: Number.POSITIVE_INFINITY })
  const queryFn = vi.fn(async ({ queryKey: [name] }: { queryKey: readonly unknown[] }) => `${name} again`)
  const fresh = show(reloaded.client, { queryKey, queryFn })
  const old = show(reloaded.client, { queryKey: ['old'], queryFn })
  await vi.waitFor(() => expect(old.getCurrentResult().data).toBe('old again'))
  expect(fresh.getCurrentResult().data).toBe('fresh')
  expect(queryFn).toHaveBeenCalledOnce()
})

test.each([
  [{ maxAge: '1h' }, 'fetched'],
  [{ maxAge: '3h' }, 'stored'],
] as const)('maxAge: %o', async (options, expected) => {
  const cache = createCache()
  const earlier = openTab(cache)
  earlier.persister.subscribe(earlier.client)
  earlier.client.setQueryData(queryKey, 'stored', { updatedAt: Date.now() - 120 * minute })
  await nextTask()
  const { client } = openTab(cache, { ...options, refetchOnRestore: false })
  expect(await client.fetchQuery({ queryKey, queryFn: () => 'fetched' })).toBe(expected)
})

test.each([
  ['always', 1],
  [true, 0],
  [false, 0],
] as const)('refetchOnRestore: %s fetches fresh data %d times', async (refetchOnRestore, calls) => {
  const cache = createCache()
  await writeCache(cache, 'old', ...queryKey)
  const { client } = openTab(cache, { refetchOnRestore }, { staleTime: minute })
  const queryFn = vi.fn(async () => 'new')
  const observer = show(client, { queryKey, queryFn })
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBeDefined())
  await nextTask()
  expect(queryFn).toHaveBeenCalledTimes(calls)
})

test('stored data shows without a network', async () => {
  const cache = createCache()
  await writeCache(cache, 'old', ...queryKey)
  const { client } = openTab(cache)
  onlineManager.setOnline(false)
  const observer = show(client, {
    queryKey,
    queryFn: () => Promise.reject(new TypeError('fetch failed')),
    retry: 3,
    retryDelay: 1,
  })
  await vi.waitFor(() => expect(observer.getCurrentResult()).toMatchObject({ data: 'old', fetchStatus: 'paused' }))
})

test('an error is not stored, and the old data stays', async () => {
  const cache = createCache()
  await writeCache(cache, 'old', ...queryKey)
  const { client } = openTab(cache)
  const observer = show(client, { queryKey, queryFn: () => Promise.reject(new Error('500')) })
  await vi.waitFor(() => expect(observer.getCurrentResult().isError).toBe(true))
  expect(await lookup(cache, ...queryKey)).toMatchObject({ value: 'old' })
  const failing = show(client, { queryKey: ['none'], queryFn: () => Promise.reject(new Error('404')) })
  await vi.waitFor(() => expect(failing.getCurrentResult().isError).toBe(true))
  expect(await cache.exists('none')).toBe(false)
})

test('a value that cannot be stored is logged once, and the query works', async () => {
  const cache = createCache()
  const { client } = openTab(cache)
  const fn = () => {}
  expect(await client.fetchQuery({ queryKey, queryFn: () => ({ fn }) })).toEqual({ fn })
  await nextTask()
  expect(await cache.exists(...queryKey)).toBe(false)
  expect(lines).toEqual([expect.stringContaining('is not stored')])
})

test('a result does not wait until the store has it', async () => {
  const { sync: _sync, ...memory } = memoryStore()
  // The clock of this cache stands still, so no wait of the engine ends.
  const { cache } = createTestCache({ store: { ...memory, set: () => new Promise<never>(() => {}) } })
  expect(await openTab(cache).client.fetchQuery({ queryKey, queryFn: () => 'fetched' })).toBe('fetched')
})

test.each([
  ['fails', () => Promise.reject(new Error('EIO'))],
  ['hangs', () => new Promise<never>(() => {})],
])('the query works if the store %s', async (_name, call) => {
  const store: Store = { ...memoryStore(), get: call, set: call }
  const { lock: _lock, share: _share, sync: _sync, ...broken } = store
  const { client } = openTab(createCache({ store: broken }))
  expect(await client.fetchQuery({ queryKey, queryFn: () => 'fetched' })).toBe('fetched')
  expect(await client.fetchQuery({ queryKey, queryFn: () => 'again' })).toBe('again')
})

test('invalidated data is fetched after a reload, however fresh it is', async () => {
  const cache = createCache({ duration: '1h' })
  const { client } = openTab(cache, {}, { staleTime: minute })
  await client.fetchQuery({ queryKey, queryFn: () => 'old' })
  await client.invalidateQueries({ queryKey: ['todos'] })
  await nextTask()
  expect(await lookup(cache, ...queryKey)).toMatchObject({ value: 'old', stale: true })

  const reloaded = openTab(cache, {}, { staleTime: minute })
  const answer = createDeferred<string>()
  const observer = show(reloaded.client, { queryKey, queryFn: () => answer.promise })
  await vi.waitFor(() => expect(observer.getCurrentResult()).toMatchObject({ data: 'old', isFetching: true }))
  answer.resolve('new')
  await vi.waitFor(async () => expect(await lookup(cache, ...queryKey)).toMatchObject({ value: 'new', stale: false }))
})

test('an invalidation during a fetch drops its result', async () => {
  const cache = createCache()
  const { client } = openTab(cache)
  const { calls, fn } = createDeferredFunction<[], string>()
  const observer = show(client, { queryKey, queryFn: () => fn() })
  await vi.waitFor(() => expect(calls).toHaveLength(1))
  calls[0]?.resolve('first')
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('first'))
  void client.refetchQueries({ queryKey })
  await vi.waitFor(() => expect(calls).toHaveLength(2))
  void client.invalidateQueries({ queryKey })
  await vi.waitFor(() => expect(calls).toHaveLength(3))
  calls[2]?.resolve('after')
  await vi.waitFor(async () => expect(await lookup(cache, ...queryKey)).toMatchObject({ value: 'after' }))
  calls[1]?.resolve('before')
  await nextTask()
  expect(await lookup(cache, ...queryKey)).toMatchObject({ value: 'after' })
  expect(observer.getCurrentResult().data).toBe('after')
})

test('a query that is reset is not restored from the store', async () => {
  const cache = createCache()
  const { client } = openTab(cache, {}, { staleTime: minute })
  const answers = ['first', 'second']
  const observer = show(client, { queryKey, queryFn: async () => answers.shift() })
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('first'))
  await vi.waitFor(async () => expect(await cache.exists(...queryKey)).toBe(true))
  await client.resetQueries({ queryKey })
  expect(observer.getCurrentResult().data).toBe('second')
})

test('setQueryData is stored, with its time', async () => {
  const cache = createCache()
  const { client } = openTab(cache)
  await client.fetchQuery({ queryKey, queryFn: () => 'fetched' })
  const updatedAt = Date.now() - minute
  client.setQueryData(['edited'], 'edited', { updatedAt })
  client.setQueryData(queryKey, 'edited')
  await nextTask()
  expect(await lookup(cache, ...queryKey)).toMatchObject({ value: 'edited' })
  const found = await lookup(cache, 'edited')
  expect(found.hit && found.age).toBeGreaterThanOrEqual(minute)
})

test('mutate, writeCache and an invalidation of the cache reach the query', async () => {
  const cache = createCache()
  const { client } = openTab(cache, {}, { staleTime: minute })
  const queryFn = vi.fn(async () => 'fetched')
  const observer = show(client, { queryKey, queryFn })
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('fetched'))
  await vi.waitFor(async () => expect(await cache.exists(...queryKey)).toBe(true))
  await new Promise((resolve) => setTimeout(resolve, 2)) // a later millisecond
  await writeCache(cache, 'written', ...queryKey)
  expect(observer.getCurrentResult().data).toBe('written')
  expect(queryFn).toHaveBeenCalledOnce()
  await mutate(cache, queryKey)
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('fetched'))
  expect(queryFn).toHaveBeenCalledTimes(2)
})

test('invalidateAll of the cache resets the queries: nothing of a user who has left shows', async () => {
  const cache = createCache()
  const { client } = openTab(cache, {}, { staleTime: minute })
  const answer = createDeferred<string>()
  const answers = [Promise.resolve('secret'), answer.promise]
  const observer = show(client, { queryKey, queryFn: () => answers.shift() })
  client.setQueryData(['hidden'], 'secret')
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('secret'))
  await vi.waitFor(async () => expect(await cache.exists(...queryKey)).toBe(true))
  await cache.invalidateAll()
  expect(observer.getCurrentResult()).toMatchObject({ data: undefined, isFetching: true })
  expect(client.getQueryData(['hidden'])).toBeUndefined()
  answer.resolve('public')
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('public'))
})

test('an infinite query is restored with all pages', async () => {
  const cache = createCache()
  const options = {
    queryKey: ['list'],
    queryFn: async ({ pageParam }: { pageParam: number }) => [pageParam],
    initialPageParam: 1,
    getNextPageParam: (_last: unknown, pages: readonly unknown[]) => pages.length + 1,
    staleTime: minute,
  }
  const first = new InfiniteQueryObserver(openTab(cache).client, options)
  onTestFinished(first.subscribe(() => {}))
  await vi.waitFor(() => expect(first.getCurrentResult().isSuccess).toBe(true))
  await first.fetchNextPage()
  await nextTask()
  const second = new InfiniteQueryObserver(openTab(cache).client, options)
  onTestFinished(second.subscribe(() => {}))
  await vi.waitFor(() => expect(second.getCurrentResult().data?.pages).toEqual([[1], [2]]))
})

test('two clients fetch a query that neither has once', async () => {
  const cache = createCache()
  const queryFn = vi.fn(async () => 'fetched')
  const tabs = [openTab(cache), openTab(cache)]
  const results = await Promise.all(tabs.map(({ client }) => client.fetchQuery({ queryKey, queryFn })))
  expect(results).toEqual(['fetched', 'fetched'])
  expect(queryFn).toHaveBeenCalledOnce()
})

test('a client with a hash function of its own is restored', async () => {
  const cache = createCache()
  const queryKeyHashFn = (key: readonly unknown[]) => key.map(String).join(' ')
  const queries = { queryKeyHashFn, staleTime: minute }
  const queryFn = vi.fn(async () => 'fetched')
  await openTab(cache, {}, queries).client.fetchQuery({ queryKey: ['user', 1n], queryFn })
  await nextTask()
  const { client, persister } = openTab(cache, {}, queries)
  await persister.restoreQueries(client, { queryKey: ['user', 1n] })
  expect(client.getQueryData(['user', 1n])).toBe('fetched')
  expect(await openTab(cache, {}, queries).client.fetchQuery({ queryKey: ['user', 1n], queryFn })).toBe('fetched')
  expect(queryFn).toHaveBeenCalledOnce()
})

test('keys that TanStack Query takes for one are one entry', async () => {
  const cache = createCache()
  const { client } = openTab(cache)
  await client.fetchQuery({ queryKey: ['a', { to: undefined, at: new Date(0) }], queryFn: () => 'fetched' })
  await nextTask()
  const other = openTab(cache, { refetchOnRestore: false }).client
  const same = { queryKey: ['a', { at: '1970-01-01T00:00:00.000Z' }], queryFn: () => 'other' }
  expect(await other.fetchQuery(same)).toBe('fetched')
})

test('restoreQueries and removeQueries take filters', async () => {
  const cache = createCache()
  const { client, persister: earlier } = openTab(cache)
  earlier.subscribe(client)
  for (const key of [['a'], ['a', { b: 1, c: 2 }], ['d']]) client.setQueryData(key, 'stored')
  await nextTask()
  client.clear()
  const { client: other, persister } = openTab(cache)
  other.setQueryData(['d'], 'newer')
  await persister.restoreQueries(other, { queryKey: ['a', { b: 1 }] })
  expect(other.getQueryCache().getAll()).toHaveLength(2)
  await persister.restoreQueries(other)
  expect([['a'], ['a', { b: 1, c: 2 }], ['d']].map((key) => other.getQueryData(key))).toEqual([
    'stored',
    'stored',
    'newer',
  ])
  other.clear()
  await persister.removeQueries({ queryKey: ['a'], exact: true })
  expect(await Promise.all([cache.exists('a'), cache.exists('a', { b: 1, c: 2 }), cache.exists('d')])).toEqual([
    false,
    true,
    true,
  ])
  await persister.removeQueries()
  expect(await listKeys(cache)).toEqual([])
})

test('filters decide which queries are persisted', async () => {
  const cache = createCache()
  const { client } = openTab(cache, { filters: { queryKey: ['a'], predicate: ({ queryKey: key }) => key[1] !== 'no' } })
  for (const key of [['a'], ['a', 'no'], ['b']]) await client.fetchQuery({ queryKey: key, queryFn: () => 1 })
  await nextTask()
  expect(await listKeys(cache)).toEqual(['"a"'])
})

test('a server persists nothing, unless it is told to', async () => {
  const cache = createCache()
  await writeCache(cache, 'of another user', ...queryKey)
  const persister = cachettaPersister(cache)
  const client = new QueryClient({ defaultOptions: { queries: { persister } } })
  onTestFinished(persister.subscribe(client))
  expect(await client.fetchQuery({ queryKey, queryFn: () => 'own' })).toBe('own')
  await nextTask()
  expect(await lookup(cache, ...queryKey)).toMatchObject({ value: 'of another user' })
  expect(await persister.restoreClient()).toBeUndefined()
  await persister.restoreQueries(client)
  await persister.removeQueries()
  await persister.removeClient()
  expect(await cache.exists(...queryKey)).toBe(true)
})

test('wrong arguments are named', () => {
  const cache = createCache()
  // @ts-expect-error: not a cache
  expect(() => cachettaPersister({})).toThrow('accepted is a Cachetta')
  expect(() => cachettaPersister(new Cachetta({ path: () => 'a' }))).toThrow('a cache with a path function was given')
  expect(() => cachettaPersister(new Cachetta({ path: 'a', key: () => 'a' }))).toThrow(
    'a cache with the option key was given',
  )
  // @ts-expect-error: no such option
  expect(() => cachettaPersister(cache, { buster: 'v1' })).toThrow(
    'buster: no option of cachettaPersister has this name',
  )
  // @ts-expect-error: no duration
  expect(() => cachettaPersister(cache, { maxAge: 'soon' })).toThrow('maxAge: "soon" was given')
  // @ts-expect-error: no such value
  expect(() => cachettaPersister(cache, { refetchOnRestore: 'never' })).toThrow('refetchOnRestore: "never" was given')
  // @ts-expect-error: no such filter
  expect(() => cachettaPersister(cache, { filters: { type: 'active' } })).toThrow(
    'type: no option of filters has this name',
  )
})
