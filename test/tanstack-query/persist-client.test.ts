import { QueryClient } from '@tanstack/query-core'
import type { PersistQueryClientOptions } from '@tanstack/query-persist-client-core'
import { persistQueryClient } from '@tanstack/query-persist-client-core'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Store } from '../../src/index.ts'
import { Cachetta, lookup, memoryStore } from '../../src/index.ts'
import type { CachettaPersister } from '../../src/tanstack-query.ts'
import { cachettaPersister } from '../../src/tanstack-query.ts'
import { recordLogLines } from '../support/log-lines.ts'
import { listKeys, nextTask } from './query-client.ts'

const lines = recordLogLines()

interface Page {
  readonly client: QueryClient
  readonly persister: CachettaPersister
  readonly restored: Promise<void>
}

/** Loads a page of an application that persists its client in the cache. It is left at the end of the test. */
function loadPage(cache: Cachetta, options: Partial<PersistQueryClientOptions> = {}): Page {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const persister = cachettaPersister(cache, { enabled: true })
  const [unsubscribe, restored] = persistQueryClient({ queryClient: client, persister, ...options })
  onTestFinished(() => {
    unsubscribe()
    client.clear()
  })
  return { client, persister, restored }
}

/** A store that counts its writes. */
function createStore(): { readonly store: Store; readonly countWrites: () => number } {
  const { sync: _sync, lock: _lock, share: _share, ...memory } = memoryStore()
  const set = vi.fn(memory.set)
  return { store: { ...memory, set }, countWrites: () => set.mock.calls.length }
}

test('all successful queries are restored, with their times and rich values', async () => {
  const cache = new Cachetta({ path: 'queries', store: memoryStore() })
  const { client, restored } = loadPage(cache)
  await restored
  const value = { at: new Date(0), byId: new Map([[1, 'a']]) }
  await client.fetchQuery({ queryKey: ['a'], queryFn: () => value })
  await client.fetchQuery({ queryKey: ['fails'], queryFn: () => Promise.reject(new Error('500')) }).catch(() => {})
  client.setQueryData(['b', { page: 1 }], 'set', { updatedAt: Date.now() - 1_000 })
  await nextTask()
  expect(await listKeys(cache)).toEqual(['"a"', '"b",{"page":1}'])

  const page = loadPage(cache)
  await page.restored
  expect(page.client.getQueryData(['a'])).toEqual(value)
  expect(page.client.getQueryState(['b', { page: 1 }])).toMatchObject({
    data: 'set',
    status: 'success',
    dataUpdatedAt: client.getQueryState(['b', { page: 1 }])?.dataUpdatedAt,
  })
  expect(page.client.getQueryState(['fails'])).toBeUndefined()
})

test('an update writes one entry, however many there are', async () => {
  const { store, countWrites } = createStore()
  const cache = new Cachetta({ path: 'queries', store })
  const { client, restored } = loadPage(cache)
  await restored
  for (let id = 0; id < 100; id++) client.setQueryData(['item', id], id)
  await vi.waitFor(() => expect(countWrites()).toBe(101)) // and the entry of the client
  client.setQueryData(['item', 7], 'changed')
  await nextTask()
  expect(countWrites()).toBe(102)

  const page = loadPage(cache)
  await page.restored
  await nextTask()
  page.client.setQueryData(['item', 8], 'changed')
  await nextTask()
  expect(countWrites()).toBe(104) // again with the entry of the client, which keeps it from being evicted
})

test('a buster that has changed discards what is stored', async () => {
  const cache = new Cachetta({ path: 'queries', store: memoryStore() })
  const first = loadPage(cache, { buster: 'v1' })
  await first.restored
  first.client.setQueryData(['a'], 1)
  await nextTask()
  const same = loadPage(cache, { buster: 'v1' })
  await same.restored
  expect(same.client.getQueryData(['a'])).toBe(1)
  const next = loadPage(cache, { buster: 'v2' })
  await next.restored
  expect(next.client.getQueryData(['a'])).toBeUndefined()
  expect(await listKeys(cache)).toEqual([])
})

test('paused mutations are restored, and gone when they have ended', async () => {
  const cache = new Cachetta({ path: 'queries', store: memoryStore() })
  const { client, restored } = loadPage(cache)
  await restored
  const mutation = client.getMutationCache().build(
    client,
    { mutationKey: ['add'], networkMode: 'always' },
    {
      context: undefined,
      data: undefined,
      error: null,
      failureCount: 0,
      failureReason: null,
      isPaused: true,
      status: 'pending',
      variables: { at: new Date(0) },
      submittedAt: 1,
    },
  )
  await nextTask()
  const page = loadPage(cache)
  await page.restored
  expect(
    page.client
      .getMutationCache()
      .getAll()
      .map(({ state }) => state.variables),
  ).toEqual([{ at: new Date(0) }])
  client.getMutationCache().remove(mutation)
  await nextTask()
  const last = loadPage(cache)
  await last.restored
  expect(last.client.getMutationCache().getAll()).toEqual([])
})

test('an invalidated query is restored as invalidated', async () => {
  const cache = new Cachetta({ path: 'queries', store: memoryStore() })
  const { client, restored } = loadPage(cache)
  await restored
  client.setQueryData(['a'], 1)
  await client.invalidateQueries({ queryKey: ['a'] })
  await nextTask()
  const page = loadPage(cache)
  await page.restored
  expect(page.client.getQueryState(['a'])).toMatchObject({ data: 1, isInvalidated: true })
})

test('a query that the client has removed stays in the store, and invalidateAll removes it', async () => {
  const cache = new Cachetta({ path: 'queries', store: memoryStore() })
  const { client, restored } = loadPage(cache)
  await restored
  client.setQueryData(['a'], 1)
  await nextTask()
  client.removeQueries({ queryKey: ['a'] })
  await nextTask()
  const page = loadPage(cache)
  await page.restored
  expect(page.client.getQueryData(['a'])).toBe(1)
  await cache.invalidateAll()
  expect(await cachettaPersister(cache, { enabled: true }).restoreClient()).toBeUndefined()
})

test('what cannot be stored is logged, and costs no other query', async () => {
  const cache = new Cachetta({ path: 'queries', store: memoryStore() })
  const { client, restored } = loadPage(cache)
  await restored
  client.setQueryData(['a'], { fn() {} })
  client.setQueryData(['b'], 1)
  await nextTask()
  expect(await listKeys(cache)).toEqual(['"b"'])
  expect(lines).toEqual([expect.stringContaining('is not stored')])
})

test('a store that fails to read the buster restores nothing, and discards nothing', async () => {
  const { sync: _sync, ...memory } = memoryStore()
  let isBroken = false
  const get: Store['get'] = (address, types) =>
    isBroken && address.key.startsWith('client of') ? Promise.reject(new Error('EIO')) : memory.get(address, types)
  const cache = new Cachetta({ path: 'queries', store: { ...memory, get } })
  const { client, restored } = loadPage(cache, { buster: 'v1' })
  await restored
  client.setQueryData(['a'], 1)
  await nextTask()
  isBroken = true
  const page = loadPage(cache, { buster: 'v1' })
  await page.restored
  expect(page.client.getQueryData(['a'])).toBeUndefined()
  isBroken = false
  expect(await lookup(cache, 'a')).toMatchObject({ value: 1 })
})

test('a filter of dehydrate may let failed queries through: only their success is stored', async () => {
  const cache = new Cachetta({ path: 'queries', store: memoryStore() })
  const shouldDehydrateQuery = vi.fn(() => true)
  const { client, restored } = loadPage(cache, { dehydrateOptions: { shouldDehydrateQuery } })
  await restored
  const failing = () => Promise.reject(new Error('500'))
  await client.fetchQuery({ queryKey: ['fails'], queryFn: failing }).catch(() => {})
  await nextTask()
  expect(shouldDehydrateQuery).toHaveBeenCalled()
  expect(await listKeys(cache)).toEqual([])
})
