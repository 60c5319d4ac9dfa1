import { describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../../src/index.ts'
import type { InfiniteOptions, Options } from '../../../src/react.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import type { ListTestOptions } from '../support/show-list.tsx'
import { createGetKey, requestedKeys, showList, showPages } from '../support/show-list.tsx'
import { createTestApp } from '../support/test-app.tsx'

const first = ['list', 0]
const second = ['list', 1]

/** Shows two pages, and waits until they are stale. */
async function showStalePages(options: ListTestOptions = {}) {
  const shown = await showPages(2, options)
  await shown.app.advance('1m')
  return { ...shown, refetched: () => requestedKeys(shown.server, 2) }
}

/** One test for each option that only a list has. The type makes sure that none is missing. */
const tests: { readonly [Name in Exclude<keyof Required<InfiniteOptions>, keyof Options>]: () => Promise<void> } = {
  async getPreviousKey() {
    const getPreviousKey = vi.fn((index: number) => index === -1 && ['list', -1])
    const { list, server } = await showPages(1, { getPreviousKey })
    expect(getPreviousKey).toHaveBeenLastCalledWith(-1, 'p0')
    expect(list.result.hasPrevious).toBe(true)
    await settle(() => list.result.fetchPrevious())
    await server.answer('before')
    expect(list.result).toMatchObject({ data: ['before', 'p0'], hasPrevious: false })
  },
  async initialSize() {
    const { list } = await showPages(2, { initialSize: 2 })
    expect(list.result).toMatchObject({ data: ['p0', 'p1'], size: 2 })
  },
  async maxPages() {
    const { list, server } = await showPages(2, { initialSize: 5, maxPages: 2 })
    expect(list.result.size).toBe(2)
    await settle(() => list.result.setSize(5))
    expect(list.result.size).toBe(2)
    await settle(() => list.result.fetchNext())
    await server.answer('p2')
    expect(list.result).toMatchObject({ data: ['p1', 'p2'], size: 2 })
  },
  async parallel() {
    const getKey = vi.fn(createGetKey('list'))
    const server = createManualFetcher()
    await showList(createTestApp(), getKey, server, { parallel: true, initialSize: 2 })
    expect(requestedKeys(server)).toEqual([first, second])
    expect(new Set(getKey.mock.calls.map(([, before]) => before))).toEqual(new Set([null]))
  },
  async persistSize() {
    const { list } = await showPages(2, { initialSize: 1, persistSize: true })
    expect(list.result.size).toBe(1)
    await settle(() => list.result.setSize(3))
    await list.setGetKey(createGetKey('other'))
    expect(list.result.size).toBe(3)
  },
  async revalidateAll() {
    const { app, refetched } = await showStalePages({ revalidateAll: true, parallel: true })
    await app.browser.focus()
    expect(refetched()).toEqual([first, second])
  },
  async revalidateFirstPage() {
    const { app, refetched } = await showStalePages({ revalidateFirstPage: false, refreshInterval: '5m' })
    await app.browser.focus()
    await app.browser.reconnect()
    await app.advance('5m')
    expect(refetched()).toEqual([])
  },
}

describe('an option that only a list has does what the table says', () => {
  it.each(Object.entries(tests))('%s', (_name, test) => test())
})

describe('an option of useCachetta means all pages of a list', () => {
  const all: ListTestOptions = { revalidateAll: true, parallel: true, duration: '1m' }

  it.each(['focus', 'reconnect'] as const)('a %s revalidates a stale page behind a fresh one', async (event) => {
    const { app, list, refetched } = await showStalePages(all)
    await settle(() => list.result.mutate(['own', 'p1'], false))
    await app.browser[event]()
    expect(refetched()).toEqual([second])
  })

  it.each(['focus', 'reconnect'] as const)(
    'a %s leaves a list without `revalidateAll` whose first page is fresh',
    async (event) => {
      const { app, list, refetched } = await showStalePages({ duration: '1m' })
      await settle(() => list.result.mutate(['own', 'p1'], false))
      await app.browser[event]()
      expect(refetched()).toEqual([])
    },
  )

  it('a focus fetches a page that failed', async () => {
    const { app, list, server } = await showPages(1, { duration: '1h', shouldRetryOnError: false })
    await settle(() => list.result.setSize(2))
    await server.fail(new Error('no'))
    await app.advance('1m')
    await app.browser.focus()
    expect(requestedKeys(server, 2)).toEqual([second])
  })

  it('a focus fetches a page with data that failed, also without `revalidateAll`', async () => {
    const { app, list, server } = await showPages(2, { duration: '1h', shouldRetryOnError: false })
    await settle(() => list.result.mutate(['p0', 'p1'], { revalidate: (page: unknown) => page === 'p1' } as never))
    await server.fail(new Error('no'))
    expect(list.result).toMatchObject({ data: ['p0', 'p1'], error: new Error('no') })
    await app.advance('1m')
    await app.browser.focus()
    expect(requestedKeys(server, 3)).toEqual([second])
  })

  it('`refreshInterval` fetches the first page, also a fresh one', async () => {
    const { app, server } = await showPages(2, { refreshInterval: '10s', duration: '1h' })
    await app.advance('10s')
    expect(requestedKeys(server, 2)).toEqual([first])
  })

  it('`refreshInterval` with `revalidateAll` fetches all pages', async () => {
    const { app, server } = await showPages(2, { ...all, refreshInterval: '10s' })
    await app.advance('10s')
    expect(requestedKeys(server, 2)).toEqual([first, second])
  })

  it('a poll fetches the pages that the server gave, and those that the application set', async () => {
    const { app, list, server } = await showPages(2, { ...all, refreshInterval: '10s', dedupingInterval: '1h' })
    await app.advance('9s')
    await settle(() => list.result.mutate(['p0', 'own'], false))
    await app.advance('1s')
    expect(requestedKeys(server, 2)).toEqual([first, second])
  })

  it('`revalidateOnMount: true` fetches every page, `false` none', async () => {
    const { app, list, server } = await showPages(2, { ...all })
    await list.unmount()
    await app.advance('30s')
    const options = { ...all, initialSize: 2, revalidateAll: false }
    const quiet = await showList(app, createGetKey('list'), server, { ...options, revalidateOnMount: false })
    await quiet.unmount()
    expect(requestedKeys(server, 2)).toEqual([])
    await showList(app, createGetKey('list'), server, { ...options, revalidateOnMount: true })
    expect(requestedKeys(server, 2)).toEqual([first, second])
  })

  it('`onSuccess` gets all pages and the key of the first page, once for each load', async () => {
    const onSuccess = vi.fn()
    await showPages(2, { onSuccess })
    expect(onSuccess.mock.calls).toEqual([[['p0', 'p1'], first]])
  })

  it('`onError` and `onDiscarded` are called once for each load', async () => {
    const [onDiscarded, onError] = [vi.fn(), vi.fn()]
    const server = createManualFetcher()
    const options = { parallel: true, initialSize: 2, onDiscarded, onError, shouldRetryOnError: false }
    const list = await showList(createTestApp(), createGetKey('list'), server, options)
    await server.fail(new Error('no'), 0)
    await server.fail(new Error('no'), 1)
    expect(onError.mock.calls).toEqual([[new Error('no'), first]])
    await settle(() => list.result.mutate())
    await settle(() => list.result.mutate(['a', 'b'], false))
    await server.answer('late', 2)
    await server.answer('late', 3)
    expect(onDiscarded.mock.calls).toEqual([[first]])
    expect(list.result.data).toEqual(['a', 'b'])
  })

  it('`select`, `compare`, `fallbackData` and `refreshInterval` mean the list of pages', async () => {
    const compare = vi.fn((before: unknown, after: unknown) => before === after)
    const refreshInterval = vi.fn(() => 0)
    const options = { compare, refreshInterval, fallbackData: ['placeholder'] }
    const { list } = await showPages(2, { ...options, select: (pages: unknown[]) => pages.toReversed() })
    expect(list.result.data).toEqual(['p1', 'p0'])
    expect(compare).toHaveBeenCalledWith(['p0'], ['p1', 'p0'])
    expect(refreshInterval.mock.calls).toContainEqual([['placeholder']])
    expect(refreshInterval).toHaveBeenLastCalledWith(['p0', 'p1'])
  })

  it('`condition` and `schema` get a single page', async () => {
    const store = memoryStore()
    const condition = vi.fn(() => true)
    await showPages(2, { condition }, createTestApp({ store }))
    expect(condition.mock.calls.flat()).toEqual(['p0', 'p1'])
    const schema = (page: unknown) => `parsed ${page}`
    const app = createTestApp({ store })
    const list = await showList(app, createGetKey('list'), createManualFetcher(), { schema, initialSize: 2 })
    expect(list.result.data).toEqual(['parsed p0', 'parsed p1'])
  })
})

it('`entries()` and `prune()` count the pages of a list, and not its size', async () => {
  const { app, list, server } = await showPages(1)
  await settle(() => list.result.setSize(2))
  await server.answer('p1')
  const keys = []
  for await (const { key } of app.cache.entries()) keys.push(key)
  expect(keys.toSorted()).toEqual(['"list",0', '"list",1'])
  await list.unmount()
  app.clock.advance('30d')
  expect(await app.cache.prune()).toBe(2)
})
