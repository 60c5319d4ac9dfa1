import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { lookup, peek, readCache, writeCache } from '../../../src/index.ts'
import type { InfiniteOptions } from '../../../src/react.ts'
import { useCachettaInfinite } from '../../../src/react.ts'
import { isStrict, render } from '../../support/render.tsx'
import type { ManualFetcher } from '../support/manual-fetcher.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { createGetKey, showList } from '../support/show-list.tsx'
import { createTestApp } from '../support/test-app.tsx'

/** Mounts a list of two pages, and answers both requests. */
async function showTwoPages(options: InfiniteOptions<unknown> = {}) {
  const app = createTestApp()
  const server = createManualFetcher()
  const list = await showList(app, createGetKey('list'), server, { initialSize: 2, ...options })
  if (options.parallel) {
    await server.answer('p0', 0)
    await server.answer('p1', 1)
  } else {
    await server.answer('p0')
    await server.answer('p1')
  }
  return { app, server, list }
}

const requestedKeys = (server: ManualFetcher) => server.requests.map(({ args: [key] }) => key)

describe('useCachettaInfinite (53)', () => {
  it('keeps each page as an ordinary entry', async () => {
    const { app, list } = await showTwoPages()
    expect(list.result.data).toEqual(['p0', 'p1'])
    expect(list.result).toMatchObject({ isLoading: false, isValidating: false, size: 2, source: 'network' })
    expect(await readCache(app.cache, 'list', 1)).toBe('p1')
  })

  it('calls the key function with the previous page, and ends at the first page without a key', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const getKey = (index: number, previousPage: unknown) =>
      index === 0 ? 'start' : ((previousPage as { next: string | null }).next ?? null)
    const list = await showList(app, getKey, server, { initialSize: 5 })
    await server.answer({ next: 'two' })
    await server.answer({ next: null })
    expect(requestedKeys(server)).toEqual(['start', 'two'])
    expect(list.result.data).toEqual([{ next: 'two' }, { next: null }])
    expect(list.result.isValidating).toBe(false)
  })

  it('shows each page when it arrives', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const list = await showList(app, createGetKey('list'), server, { initialSize: 2 })
    expect(list.result).toMatchObject({ data: undefined, isLoading: true, isValidating: true })
    await server.answer('p0')
    expect(list.result).toMatchObject({ data: ['p0'], isLoading: false, isValidating: true })
  })

  it('fetches only the missing pages when it grows', async () => {
    const { server, list } = await showTwoPages()
    await settle(() => list.result.setSize((size) => size + 1))
    expect(requestedKeys(server).slice(2)).toEqual([['list', 2]])
    await server.answer('p2')
    expect(list.result).toMatchObject({ data: ['p0', 'p1', 'p2'], size: 3, isValidating: false })
  })

  it('shows fewer pages when it shrinks, and shows them again without a fetch', async () => {
    const { server, list } = await showTwoPages()
    await settle(() => list.result.setSize(1))
    expect(list.result.data).toEqual(['p0'])
    await settle(() => list.result.setSize(2))
    expect(list.result.data).toEqual(['p0', 'p1'])
    expect(server.requests).toHaveLength(2)
  })

  it('revalidates the first page on focus', async () => {
    const { app, server } = await showTwoPages()
    await app.advance('10s')
    await app.browser.focus()
    await server.answer('p0 new')
    expect(requestedKeys(server).slice(2)).toEqual([['list', 0]])
  })

  it('revalidates all pages with `revalidateAll`', async () => {
    const { app, server, list } = await showTwoPages({ revalidateAll: true })
    await app.advance('10s')
    await app.browser.focus()
    await server.answer('p0 new')
    await server.answer('p1 new')
    expect(list.result.data).toEqual(['p0 new', 'p1 new'])
  })

  it('revalidates no page with `revalidateFirstPage: false`', async () => {
    const { app, server } = await showTwoPages({ revalidateFirstPage: false })
    await app.advance('10s')
    await app.browser.focus()
    expect(server.requests).toHaveLength(2)
  })

  it('fetches every page again on `mutate()`, and only the pages that a `revalidate` function chooses', async () => {
    const { server, list } = await showTwoPages()
    await settle(() => void list.result.mutate())
    await server.answer('p0 new')
    await server.answer('p1 new')
    expect(list.result.data).toEqual(['p0 new', 'p1 new'])
    await settle(
      () =>
        void list.result.mutate((pages) => pages ?? [], {
          revalidate: (_, key) => (key as unknown[])[1] === 1,
        }),
    )
    expect(requestedKeys(server).slice(4)).toEqual([['list', 1]])
  })

  it('changes the entry of each page when the list is mutated', async () => {
    const { app, server, list } = await showTwoPages()
    await settle(() => list.result.mutate(['a', 'b'], false))
    expect(list.result.data).toEqual(['a', 'b'])
    expect(peek(app.cache, ['list', 1])).toBe('b')
    expect(server.requests).toHaveLength(2)
  })

  it('shows an optimistic list, and rolls back every page', async () => {
    const { list } = await showTwoPages()
    let fail = (_: Error) => {}
    const change = new Promise<unknown[]>((_, reject) => {
      fail = reject
    })
    const outcome = vi.fn()
    await settle(() => {
      list.result.mutate(change, { optimisticData: ['x', 'y'], revalidate: false }).catch(outcome)
    })
    expect(list.result.data).toEqual(['x', 'y'])
    await settle(() => fail(new Error('no')))
    expect(list.result.data).toEqual(['p0', 'p1'])
    expect(outcome).toHaveBeenCalledOnce()
  })

  it('shows a page that was changed as an entry', async () => {
    const { app, list } = await showTwoPages()
    await settle(() => writeCache(app.cache, 'changed', 'list', 1))
    expect(list.result.data).toEqual(['p0', 'changed'])
  })

  it('has its initial size after a change of the key, or keeps its size with `persistSize`', async () => {
    for (const persistSize of [false, true]) {
      const app = createTestApp()
      const server = createManualFetcher()
      const list = await showList(app, createGetKey('one'), server, { persistSize })
      await server.answer('p0')
      await settle(() => list.result.setSize(2))
      await server.answer('p1')
      await list.setGetKey(createGetKey('two'))
      expect(list.result.size).toBe(persistSize ? 2 : 1)
      await list.unmount()
    }
  })

  it('fetches all pages at once with `parallel`', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const list = await showList(app, createGetKey('list'), server, { initialSize: 3, parallel: true })
    expect(requestedKeys(server)).toEqual([
      ['list', 0],
      ['list', 1],
      ['list', 2],
    ])
    await server.answer('p2', 2)
    await server.answer('p0', 0)
    await server.answer('p1', 1)
    expect(list.result.data).toEqual(['p0', 'p1', 'p2'])
  })

  it('keeps its pages and shows the error when one fails', async () => {
    const { server, list } = await showTwoPages()
    await settle(() => list.result.setSize(3))
    await server.fail(new Error('down'))
    expect(list.result.data).toEqual(['p0', 'p1'])
    expect(list.result.error).toEqual(new Error('down'))
    expect(list.result.isValidating).toBe(false)
  })

  it('shows its pages at once when it mounts again', async () => {
    const { app, server, list } = await showTwoPages()
    await list.unmount()
    await app.advance('10s')
    const again = await showList(app, createGetKey('list'), server, { initialSize: 2 })
    expect(again.result.data).toEqual(['p0', 'p1'])
    expect(requestedKeys(server).slice(2)).toEqual([['list', 0]])
  })

  it('renders once for each page that arrives', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const renders: unknown[] = []
    function List(): ReactNode {
      const { data, isValidating } = useCachettaInfinite(createGetKey('list') as never, server.fetcher as never, {
        initialSize: 2,
      })
      renders.push([data, isValidating])
      return null
    }
    render(
      <app.Provider>
        <List />
      </app.Provider>,
    )
    await settle()
    await server.answer('p0')
    await server.answer('p1')
    expect(isStrict ? renders.filter((_, index) => index % 2 === 1) : renders).toEqual([
      [undefined, true],
      [['p0'], true],
      [['p0', 'p1'], false],
    ])
  })

  it('is not validating if all pages are fresh', async () => {
    const { app, server, list } = await showTwoPages({ duration: '1h' })
    await list.unmount()
    const validating: boolean[] = []
    function List(): ReactNode {
      const options = { initialSize: 2, duration: '1h' } as const
      validating.push(useCachettaInfinite(createGetKey('list') as never, server.fetcher as never, options).isValidating)
      return null
    }
    render(
      <app.Provider>
        <List />
      </app.Provider>,
    )
    await settle()
    expect(new Set(validating)).toEqual(new Set([false]))
  })

  it('stores no late answer of a page after `invalidateAll()` (6)', async () => {
    const { app, server, list } = await showTwoPages()
    await settle(() => list.result.setSize(3))
    await list.unmount()
    await settle(() => app.cache.invalidateAll())
    await server.answer('late')
    expect(await lookup(app.cache, 'list', 2)).toEqual({ hit: false })
  })
})
