import { describe, expect, it, vi } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { memoryStore, mutate } from '../../../src/index.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { showPages } from '../support/show-list.tsx'
import { createTestApp } from '../support/test-app.tsx'

const polling = { refreshInterval: 5_000 }

describe('a superseded request that never ends', () => {
  it.each<[store: string, createStore: () => Store]>([
    ['with', memoryStore],
    ['without', () => ({ ...memoryStore(), sync: undefined }) as unknown as Store],
  ])('gives up its lock: polls go on, over a store %s synchronous methods', async (_store, createStore) => {
    const app = createTestApp({ store: createStore() })
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: polling })
    await server.answer('first')
    await app.advance('5s') // the poll that never ends
    expect(server.requests).toHaveLength(2)
    await settle(() => mutate(app.cache, 'a', 'set', { revalidate: false }))
    for (let poll = 3; poll <= 5; poll += 1) {
      await app.advance('5s')
      expect(server.requests).toHaveLength(poll)
      await server.answer(poll)
      expect(page.latest).toMatchObject({ data: poll, isValidating: false })
    }
  })

  it('does not keep `mutate()` waiting', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
    await server.answer('first')
    const settled = vi.fn()
    await settle(() => void page.result.mutate().then(settled)) // its request never ends
    await settle(() => mutate(app.cache, 'a', 'set', { revalidate: false }))
    expect(settled).toHaveBeenCalledTimes(1)
  })

  it('does not end `onLoadingSlow`: the next load is told, too', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const onLoadingSlow = vi.fn()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { onLoadingSlow } })
    await app.advance('3s')
    expect(onLoadingSlow).toHaveBeenCalledTimes(1)
    await settle(() => void page.result.mutate())
    await server.answer('data')
    await settle(() => void app.cache.invalidate('a'))
    await app.advance('4s')
    expect(onLoadingSlow).toHaveBeenCalledTimes(2)
  })

  it('does not keep a list from polling and growing', async () => {
    const { app, list, server } = await showPages(2, polling)
    await app.advance('5s') // the poll of page 0 never ends
    expect(server.requests).toHaveLength(3)
    await settle(() => mutate(app.cache, ['list', 0], 'set', { revalidate: false }))
    await app.advance('5s')
    await server.answer('polled')
    expect(list.result.data).toEqual(['polled', 'p1'])
    await settle(() => void list.result.setSize(3))
    await server.answer('p2')
    expect(list.result.data).toEqual(['polled', 'p1', 'p2'])
    await settle(() => void list.result.fetchNext())
    await server.answer('p3')
    expect(list.result.data).toEqual(['polled', 'p1', 'p2', 'p3'])
  })
})
