import { describe, expect, it } from 'vitest'
import { Cachetta } from '../../../src/index.ts'
import type { ManualFetcher } from '../support/manual-fetcher.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import type { GetPageKey, ListTestOptions, MountedList } from '../support/show-list.tsx'
import { requestedKeys, showList } from '../support/show-list.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

interface Page {
  readonly at: number
  readonly before: number | null
  readonly after: number | null
}

/** A server with the pages 0 to 9. Each names the pages beside it. */
const toPage = (at: number): Page => ({ at, before: at > 0 ? at - 1 : null, after: at < 9 ? at + 1 : null })

/** The list starts in the middle. A page before another one has a key of another form, as with `?before=` and `?after=`. */
const getKey: GetPageKey = (index, previous) => {
  if (index === 0) return ['log', 'around', 5]
  const { after } = previous as Page
  return after === null ? null : ['log', 'after', after]
}
const options: ListTestOptions = {
  getPreviousKey: (_index, next) => {
    const { before } = next as Page
    return before === null ? null : ['log', 'before', before]
  },
}

const pagesOf = ({ result }: MountedList): number[] => (result.data as Page[]).map(({ at }) => at)
const atOf = (key: unknown): number => (key as unknown[]).at(-1) as number

/** Answers the last request with the page that it asks for. */
async function answer(server: ManualFetcher): Promise<void> {
  await server.answer(toPage(atOf(requestedKeys(server).at(-1))))
}

async function showLog(more: ListTestOptions = {}, app: TestApp = createTestApp()) {
  const server = createManualFetcher()
  const list = await showList(app, getKey, server, { ...options, ...more })
  const fetchMore = async (direction: 'fetchNext' | 'fetchPrevious') => {
    await settle(() => void list.result[direction]())
    await answer(server)
  }
  await answer(server)
  return { app, server, list, fetchMore }
}

describe('a list with `getPreviousKey`', () => {
  it('grows in both directions, and knows where it ends', async () => {
    const { list, server, fetchMore } = await showLog()
    expect(list.result).toMatchObject({ hasNext: true, hasPrevious: true })
    for (const direction of ['fetchPrevious', 'fetchNext', 'fetchPrevious'] as const) await fetchMore(direction)
    expect(pagesOf(list)).toEqual([3, 4, 5, 6])
    expect(list.result.size).toBe(4)
    expect(requestedKeys(server)).toEqual([
      ['log', 'around', 5],
      ['log', 'before', 4],
      ['log', 'after', 6],
      ['log', 'before', 3],
    ])
    for (let count = 0; count < 3; count += 1) await fetchMore('fetchPrevious')
    expect(pagesOf(list)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(list.result).toMatchObject({ hasNext: true, hasPrevious: false })
    await settle(() => list.result.fetchPrevious())
    expect(server.requests).toHaveLength(7)
  })

  it('keeps its pages on the screen while one before them is fetched, and if that fails', async () => {
    const { list, server } = await showLog()
    await settle(() => void list.result.fetchPrevious())
    expect(list.result).toMatchObject({ data: [toPage(5)], isValidating: true, isLoading: false })
    await server.fail(new Error('down'))
    expect(list.result).toMatchObject({ data: [toPage(5)], error: new Error('down'), isValidating: false })
    await settle(() => void list.result.fetchPrevious())
    await answer(server)
    expect(pagesOf(list)).toEqual([4, 5])
    expect(list.result.size).toBe(2)
  })

  it('fetches a page once, however often it is asked for', async () => {
    const { list, server } = await showLog()
    await settle(() => {
      for (let count = 0; count < 3; count += 1) void list.result.fetchNext()
    })
    await answer(server)
    expect(pagesOf(list)).toEqual([5, 6])
    expect(server.requests).toHaveLength(2)
  })

  it('resolves with the pages', async () => {
    const { list, server } = await showLog()
    let pages: unknown
    await settle(() => void list.result.fetchNext().then((result) => (pages = result)))
    await answer(server)
    expect(pages).toEqual([toPage(5), toPage(6)])
  })

  it('shows the same pages when it comes back, and after a reload', async () => {
    const { app, list, fetchMore } = await showLog()
    await fetchMore('fetchPrevious')
    await fetchMore('fetchNext')
    await list.unmount()
    const again = await showList(app, getKey, createManualFetcher(), options)
    expect((again.renders[0] as Page[]).map(({ at }) => at)).toEqual([4, 5, 6])
    const later = await showList(createTestApp({ store: app.store }), getKey, createManualFetcher(), options)
    expect(pagesOf(later)).toEqual([4, 5, 6])
  })

  it('revalidates its first page, or all from the first on', async () => {
    for (const revalidateAll of [false, true]) {
      const { app, list, server, fetchMore } = await showLog({ revalidateAll })
      await fetchMore('fetchPrevious')
      await app.advance('10s')
      await app.browser.focus()
      expect(requestedKeys(server, 2)[0]).toEqual(revalidateAll ? ['log', 'around', 5] : ['log', 'before', 4])
      await list.unmount()
    }
  })

  it('gets null in place of a page with `parallel`', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const pages = new Set<unknown>()
    const list = await showList(app, (index, page) => [pages.add(page) && 'log', index], server, {
      parallel: true,
      getPreviousKey: (index, page) => index > -3 && [pages.add(page) && 'log', index],
    })
    await server.answer('p0')
    await settle(() => void list.result.fetchPrevious())
    await server.answer('p-1')
    expect(list.result).toMatchObject({ data: ['p-1', 'p0'], hasPrevious: true })
    expect([...pages]).toEqual([null])
  })
})

describe('a list with `maxPages`', () => {
  it('drops a page at the other end once the new one has arrived', async () => {
    const { list, server, fetchMore } = await showLog({ maxPages: 2 })
    await fetchMore('fetchNext')
    await settle(() => void list.result.fetchNext())
    expect(pagesOf(list)).toEqual([5, 6])
    await answer(server)
    expect(pagesOf(list)).toEqual([6, 7])
    expect(list.result).toMatchObject({ size: 2, hasNext: true, hasPrevious: true, isValidating: false })
    expect(list.renders.every((pages) => pages === undefined || (pages as unknown[]).length <= 2)).toBe(true)
    await fetchMore('fetchPrevious')
    expect(pagesOf(list)).toEqual([5, 6])
  })

  it('goes from one end to the other and back', async () => {
    const { list, fetchMore } = await showLog({ maxPages: 3 })
    for (let count = 0; count < 4; count += 1) await fetchMore('fetchNext')
    expect(pagesOf(list)).toEqual([7, 8, 9])
    expect(list.result.hasNext).toBe(false)
    for (let count = 0; count < 7; count += 1) await fetchMore('fetchPrevious')
    expect(pagesOf(list)).toEqual([0, 1, 2])
    expect(list.result).toMatchObject({ hasPrevious: false, size: 3 })
  })

  it('fetches again only the pages in its window, on `mutate()`', async () => {
    const { list, server, fetchMore } = await showLog({ maxPages: 2 })
    for (let count = 0; count < 3; count += 1) await fetchMore('fetchNext')
    await settle(() => void list.result.mutate())
    await answer(server)
    await answer(server)
    expect(requestedKeys(server, 4).map(atOf)).toEqual([7, 8])
    expect(list.result.isValidating).toBe(false)
  })

  it('comes back with the same window, also after a reload, without the pages that have left it', async () => {
    const { app, list, fetchMore } = await showLog({ maxPages: 2, duration: '1h' })
    for (let count = 0; count < 3; count += 1) await fetchMore('fetchNext')
    await list.unmount()
    await settle(() => app.cache.invalidate('log', 'around', 5))
    const server = createManualFetcher()
    const again = await showList(app, getKey, server, { ...options, maxPages: 2, duration: '1h' })
    expect(pagesOf(again)).toEqual([7, 8])
    const later = await showList(createTestApp({ store: app.store }), getKey, server, {
      ...options,
      maxPages: 2,
      duration: '1h',
    })
    expect(pagesOf(later)).toEqual([7, 8])
    expect(server.requests).toHaveLength(0)
  })

  it('keeps its window over a cached function in its keys, which cannot be stored', async () => {
    const app = createTestApp()
    const getPage = app.cache.at('pages')(async (at: number) => toPage(at))
    const show = (test: TestApp, fn: unknown) =>
      showList(test, (index) => [fn, index], { fetcher: null as never }, { maxPages: 2, duration: '1h' })
    const list = await show(app, getPage)
    for (let count = 0; count < 3; count += 1) await settle(() => list.result.fetchNext())
    expect(pagesOf(list)).toEqual([2, 3])
    const later = createTestApp({ store: app.store })
    const getPageLater = later.cache.at('pages')(async (at: number) => toPage(at))
    expect(pagesOf(await show(later, getPageLater))).toEqual([2, 3])
    expect(getPage.cache).toBeInstanceOf(Cachetta)
  })

  it('limits `setSize` and `initialSize`', async () => {
    const { list } = await showLog({ maxPages: 1, initialSize: 3 })
    expect(list.result.size).toBe(1)
    await settle(() => list.result.setSize(5))
    expect(list.result.size).toBe(1)
  })
})
