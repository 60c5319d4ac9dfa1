import type { QueryClient, QueryPersister } from '@tanstack/query-core'
import { QueryObserver } from '@tanstack/query-core'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { CachettaOptions, Change, Store } from '../../src/index.ts'
import { Cachetta, memoryStore } from '../../src/index.ts'
import { nextTask, openTab } from './query-client.ts'

const queryKey: readonly unknown[] = ['todos', 1]

type Release = Pick<CachettaOptions, 'schema' | 'version'>

/** Two caches over one medium, each with an engine of its own, like the caches of two tabs: each hears of the other's changes. */
function createTabCaches(...releases: readonly Release[]): readonly [Cachetta, Cachetta] {
  const { lock: _lock, share: _share, sync: _sync, endComputations: _end, ...medium } = memoryStore()
  const listeners = new Map<Store, (change: Change) => void>()
  const createStore = (): Store => {
    const report = (change: Change) => {
      for (const [other, listener] of listeners) if (other !== store) setTimeout(() => listener(change))
    }
    const store: Store = {
      ...medium,
      async set(address, ...rest) {
        await medium.set(address, ...rest)
        report({ type: 'set', address })
      },
      async delete(address) {
        await medium.delete(address)
        report({ type: 'delete', address })
      },
      async deleteAll(base) {
        await medium.deleteAll?.(base)
        report({ type: 'invalidate', base })
      },
      subscribe(listener) {
        listeners.set(store, listener)
        return () => listeners.delete(store)
      },
    }
    return store
  }
  const createCache = (release?: Release) =>
    new Cachetta({ path: 'queries', store: createStore(), duration: '1h', ...release })
  return [createCache(releases[0]), createCache(releases[1])]
}

/** Shows the query as a component does, until the end of the test. */
function show(client: QueryClient, queryFn: () => unknown): QueryObserver {
  const observer = new QueryObserver(client, { queryKey, queryFn, staleTime: 60_000 })
  onTestFinished(observer.subscribe(() => {}))
  return observer
}

test('what one tab sets, invalidates and deletes reaches the other', async () => {
  const [ownCache, otherCache] = createTabCaches()
  const own = openTab(ownCache).client
  const other = openTab(otherCache).client
  const answers = ['fetched', 'fetched again']
  const queryFn = vi.fn(async () => answers.shift())
  const observer = show(own, queryFn)
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('fetched'))
  const otherFn = vi.fn(async () => 'of the other tab')
  expect(await other.fetchQuery({ queryKey, queryFn: otherFn, staleTime: 60_000 })).toBe('fetched')
  expect(otherFn).not.toHaveBeenCalled()

  const updatedAt = Date.now() + 1
  other.setQueryData(queryKey, { at: new Date(0) }, { updatedAt })
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual({ at: new Date(0) }))
  expect(own.getQueryState(queryKey)?.dataUpdatedAt).toBeLessThanOrEqual(updatedAt)

  void other.invalidateQueries({ queryKey, refetchType: 'none' })
  await vi.waitFor(() => expect(own.getQueryState(queryKey)?.isInvalidated).toBe(true))
  expect(queryFn).toHaveBeenCalledOnce()

  await otherCache.invalidateAll()
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('fetched again'))
})

test('a query that another tab deletes is reset', async () => {
  const [ownCache, otherCache] = createTabCaches()
  const { client } = openTab(ownCache)
  await client.fetchQuery({ queryKey, queryFn: () => 'fetched' })
  await nextTask()
  await otherCache.invalidate(...queryKey)
  await vi.waitFor(() => expect(client.getQueryState(queryKey)?.status).toBe('pending'))
})

test('subscribe does the same for queries without the persister, until it is ended', async () => {
  const [ownCache, otherCache] = createTabCaches()
  const persister: QueryPersister = (queryFn, context) => queryFn(context)
  const withoutPersister = { persister }
  const own = openTab(ownCache, {}, withoutPersister)
  const other = openTab(otherCache, {}, withoutPersister)
  const stop = own.persister.subscribe(own.client)
  other.persister.subscribe(other.client)
  own.client.setQueryData(queryKey, 0, { updatedAt: Date.now() - 2_000 })
  other.client.setQueryData(queryKey, 1, { updatedAt: Date.now() - 1_000 })
  await vi.waitFor(() => expect(own.client.getQueryData(queryKey)).toBe(1))
  stop()
  other.client.setQueryData(queryKey, 2)
  await nextTask()
  await nextTask()
  expect(own.client.getQueryData(queryKey)).toBe(1)
})

const accept = (own: string): Release => ({
  schema: (value) => {
    if (value !== own) throw new TypeError(`not ${own}`)
    return value
  },
})

test.each([
  ['version', { version: 1 }, { version: 2 }],
  ['schema', accept('old'), accept('new')],
])('tabs of two releases, which differ in the %s, fetch once each', async (_title, old, next) => {
  const [ownCache, otherCache] = createTabCaches(old, next)
  const ownFn = vi.fn(async () => 'old')
  const otherFn = vi.fn(async () => 'new')
  const own = show(openTab(ownCache).client, ownFn)
  await vi.waitFor(() => expect(own.getCurrentResult().data).toBe('old'))
  const other = show(openTab(otherCache).client, otherFn)
  await vi.waitFor(() => expect(other.getCurrentResult().data).toBe('new'))
  for (let task = 0; task < 20; task += 1) await nextTask()
  expect([own.getCurrentResult().data, other.getCurrentResult().data]).toEqual(['old', 'new'])
  expect([ownFn.mock.calls.length, otherFn.mock.calls.length]).toEqual([1, 1])
})
