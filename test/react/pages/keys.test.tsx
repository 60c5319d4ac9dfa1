import { describe, expect, it, vi } from 'vitest'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { requestedKeys, showList } from '../support/show-list.tsx'
import { createTestApp } from '../support/test-app.tsx'

/** Counts the calls of a key function, and loads a list of this many pages. */
async function countCalls(pages: number): Promise<number> {
  const getKey = vi.fn((index: number) => ['list', index])
  const server = createManualFetcher()
  const list = await showList(createTestApp(), getKey, server, { initialSize: pages })
  for (let index = 0; index < pages; index += 1) await server.answer(`p${index}`)
  expect(list.result.data).toHaveLength(pages)
  await list.unmount()
  return getKey.mock.calls.length
}

describe('the key function of a list', () => {
  it('is called little more than once for each page of each render', async () => {
    const pages = 40
    expect(await countCalls(pages)).toBeLessThan(2 * pages * pages)
  })

  it('that changes for later pages only: these are fetched, and shown', async () => {
    const server = createManualFetcher()
    const list = await showList(createTestApp(), (index) => ['list', index], server, {
      initialSize: 2,
      dedupingInterval: 0,
    })
    await server.answer('p0')
    await server.answer('p1')
    await list.setGetKey((index) => (index === 0 ? ['list', 0] : ['list', index, 'newest first']))
    expect(requestedKeys(server, 2)).toEqual([['list', 1, 'newest first']])
    await server.answer('new p1')
    expect(list.result.data).toEqual(['p0', 'new p1'])
    await list.setGetKey((index) => ['list', index])
    expect(list.result.data).toEqual(['p0', 'p1'])
  })

  it('that ends the list earlier shows fewer pages', async () => {
    const server = createManualFetcher()
    const list = await showList(createTestApp(), (index) => ['list', index], server, { initialSize: 2 })
    await server.answer('p0')
    await server.answer('p1')
    await list.setGetKey((index) => index < 1 && ['list', index])
    expect(list.result.data).toEqual(['p0'])
    expect(server.requests).toHaveLength(2)
  })
})

describe('`mutate` with pages before the first page is there', () => {
  it.each([{ revalidate: false }, { revalidate: true }, { revalidate: false, optimisticData: ['o0', 'o1', 'o2'] }])(
    'keeps all of them, with %j',
    async (options) => {
      const app = createTestApp()
      const server = createManualFetcher()
      const list = await showList(app, (index) => ['list', index], server, { revalidateAll: true })
      await settle(() => void list.result.mutate(['x0', 'x1'], options))
      expect(list.result.data).toEqual(['x0', 'x1'])
      expect(list.result.size).toBe(2)
      await server.answer('late', 0)
      expect(list.result.data).toEqual(['x0', 'x1'])
    },
  )

  it('keeps all of them on a slow store', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    let open: () => void = () => {}
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    const { sync: _, ...store } = app.store
    const slow = createTestApp({ store: { ...store, get: async (...args) => opened.then(() => store.get(...args)) } })
    const list = await showList(slow, (index) => ['list', index], server)
    await settle(() => void list.result.mutate(['x0', 'x1'], false))
    expect(list.result.data).toEqual(['x0', 'x1'])
    await settle(open)
    expect(list.result.data).toEqual(['x0', 'x1'])
    expect(list.result.size).toBe(2)
  })

  it('keeps all of them for a list without a mounted first page, after the change has taken its time', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const list = await showList(app, (index) => ['list', index], server)
    await settle(() => void list.result.mutate(Promise.resolve(['x0', 'x1', 'x2']), false))
    expect(list.result.data).toEqual(['x0', 'x1', 'x2'])
    await server.answer('late', 0)
    expect(list.result.data).toEqual(['x0', 'x1', 'x2'])
  })
})
