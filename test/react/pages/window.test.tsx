import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { mutate, peek } from '../../../src/index.ts'
import type { InfiniteResult } from '../../../src/react.ts'
import { useCachettaInfinite } from '../../../src/react.ts'
import { createDeferred } from '../../support/deferred.ts'
import { render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { createGetKey, requestedKeys, showList, showPages } from '../support/show-list.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

const getKey = createGetKey('list')

/** Another tab, or the page after a reload: another engine over the same store, 10 s later. */
function openPage({ store }: TestApp): TestApp {
  const app = createTestApp({ store })
  app.clock.advance('10s')
  return app
}

async function growTo(size: number, { list, server }: Awaited<ReturnType<typeof showPages>>): Promise<void> {
  for (let index = list.result.size; index < size; index += 1) {
    await settle(() => void list.result.setSize(index + 1))
    await server.answer(`p${index}`)
  }
}

describe('the size of a list (53)', () => {
  it('outlives the component: a remount shows all pages in its first render, and fetches only the first again', async () => {
    const shown = await showPages(1)
    await growTo(4, shown)
    await shown.list.unmount()
    await shown.app.advance('10s')
    const again = await showList(shown.app, getKey, shown.server)
    expect(again.renders[0]).toEqual(['p0', 'p1', 'p2', 'p3'])
    expect(again.result.size).toBe(4)
    expect(requestedKeys(shown.server, 4)).toEqual([['list', 0]])
  })

  it('is shared by all hooks of one key, also by those that were mounted before', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const results: InfiniteResult<unknown>[] = []
    function List({ at }: { at: number }): ReactNode {
      const result = useCachettaInfinite(getKey as never, server.fetcher as never) as InfiniteResult<unknown>
      results[at] = result
      return <p>{`${result.size} ${String(result.data)}`}</p>
    }
    const rendered = render(
      <app.Provider>
        <List at={0} />
        <List at={1} />
      </app.Provider>,
    )
    await settle()
    await server.answer('p0')
    await settle(() => void results[0]?.setSize(2))
    await server.answer('p1')
    expect(rendered.container.textContent).toBe('2 p0,p12 p0,p1')
    await settle(() => void results[1]?.setSize((size) => size + 1))
    await server.answer('p2')
    expect(rendered.container.textContent).toBe('3 p0,p1,p23 p0,p1,p2')
    expect(server.requests).toHaveLength(3)
  })

  it('keeps the longer list of the store if a reloaded list grows before the store has answered', async () => {
    const shown = await showPages(1)
    await growTo(4, shown)
    const { promise: reading, resolve } = createDeferred<void>()
    const { sync: _, ...stored } = shown.app.store
    const store: Store = { ...stored, get: (...args) => reading.then(() => stored.get(...args)) }
    const app = openPage({ ...shown.app, store })
    await settle(() => void mutate(app.cache, ['list', 0], 'p0', false)) // for example from the server's page
    const list = await showList(app, getKey, shown.server)
    expect(list.result.data).toEqual(['p0'])
    await settle(() => void list.result.setSize((size) => size + 1))
    await settle(() => void list.result.fetchNext())
    await settle(() => resolve())
    expect([list.result.size, list.result.data]).toEqual([4, ['p0', 'p1', 'p2', 'p3']])
  })

  it('is reached by the hooks that remain if the one that set it unmounts before the pages have arrived', async () => {
    const { app, list: first, server } = await showPages(1)
    const second = await showList(app, getKey, server)
    await settle(() => void first.result.setSize(3))
    await first.unmount()
    await server.answer('p1')
    await server.answer('p2')
    expect(second.result.data).toEqual(['p0', 'p1', 'p2'])
  })

  it('returns with the pages after a reload, and they show before anything is fetched', async () => {
    const shown = await showPages(1)
    await growTo(3, shown)
    await settle()
    const server = createManualFetcher()
    const list = await showList(openPage(shown.app), getKey, server)
    expect(list.result).toMatchObject({ data: ['p0', 'p1', 'p2'], size: 3, source: 'store' })
    expect(requestedKeys(server)).toEqual([['list', 0]])
    await server.fail(new Error('offline'))
    expect(list.result.data).toEqual(['p0', 'p1', 'p2'])
  })

  it('returns after a reload whose page the server rendered with fewer pages', async () => {
    const shown = await showPages(1)
    await growTo(3, shown)
    const later = openPage(shown.app)
    const server = createManualFetcher()
    await settle(() => mutate(later.cache, ['list', 0], 'from the server', false)) // memory has page 0, and only that
    const list = await showList(later, getKey, server, { duration: '1h' })
    expect(list.result.data).toEqual(['from the server', 'p1', 'p2'])
    expect(server.requests).toHaveLength(0)
  })

  it('does not return after a reload with `persist: false`', async () => {
    const shown = await showPages(1, { persist: false })
    await growTo(3, shown)
    const server = createManualFetcher()
    const list = await showList(openPage(shown.app), getKey, server, { persist: false })
    expect(list.result.size).toBe(1)
    expect(requestedKeys(server)).toEqual([['list', 0]])
  })

  it.each([
    ['invalidateAll()', (app: TestApp) => app.cache.invalidateAll()],
    ['invalidate() of its first page', (app: TestApp) => app.cache.invalidate('list', 0)],
    ['mutate() of its first page to nothing', (app: TestApp) => mutate(app.cache, ['list', 0], undefined, false)],
    ['invalidateTags()', (app: TestApp) => app.cache.invalidateTags('lists')],
  ])('is forgotten by %s while nothing shows the list, here and after a reload', async (_, forget) => {
    for (const isReload of [false, true]) {
      const shown = await showPages(1, { tags: ['lists'] })
      await growTo(3, shown)
      await shown.list.unmount()
      await settle(() => forget(shown.app))
      const server = createManualFetcher()
      const app = isReload ? openPage(shown.app) : shown.app
      const list = await showList(app, getKey, server, { tags: ['lists'] })
      expect(list.result.size).toBe(1)
      await server.answer('new')
      expect(list.result).toMatchObject({ data: ['new'], size: 1, isValidating: false })
      await list.unmount()
    }
  })

  it('is forgotten by `invalidateAll()` while a list is shown, which then fetches its initial pages only', async () => {
    const shown = await showPages(1)
    await growTo(3, shown)
    await settle(() => shown.app.cache.invalidateAll())
    expect(shown.list.result.size).toBe(1)
    await shown.server.answer('new')
    expect(shown.list.result.data).toEqual(['new'])
    expect(requestedKeys(shown.server, 3)).toEqual([['list', 0]])
  })

  it('is forgotten by a logout in another tab', async () => {
    const shown = await showPages(1)
    await growTo(3, shown)
    const tab = openPage(shown.app)
    await settle(() => tab.cache.invalidateAll())
    expect(shown.list.result.size).toBe(1)
  })

  it('stays while the first page of a shown list is invalidated: only that page is fetched again', async () => {
    const shown = await showPages(1)
    await growTo(3, shown)
    await settle(() => shown.app.cache.invalidate('list', 0))
    await shown.server.answer('new')
    expect(shown.list.result.data).toEqual(['new', 'p1', 'p2'])
    expect(requestedKeys(shown.server, 3)).toEqual([['list', 0]])
  })

  it('belongs to the tab: another tab changes neither a list that is shown nor one that comes back', async () => {
    const shown = await showPages(1)
    await growTo(3, shown)
    const other = openPage(shown.app)
    const otherList = await showList(other, getKey, shown.server, { duration: '1h' })
    expect(otherList.result.size).toBe(3)
    await settle(() => void otherList.result.setSize(1))
    expect(shown.list.result).toMatchObject({ data: ['p0', 'p1', 'p2'], size: 3 })
    await shown.list.unmount()
    await settle(() => void otherList.result.setSize(2))
    const again = await showList(shown.app, getKey, shown.server)
    expect(again.renders[0]).toEqual(['p0', 'p1', 'p2'])
  })

  it('of a tab that set none is not changed by another tab, either', async () => {
    const shown = await showPages(1)
    const other = openPage(shown.app)
    const otherList = await showList(other, getKey, shown.server, { duration: '1h' })
    await settle(() => void otherList.result.setSize(2))
    await shown.server.answer('p1')
    expect(shown.list.result.size).toBe(1)
    await shown.list.unmount()
    const again = await showList(shown.app, getKey, shown.server)
    expect(again.result.size).toBe(1)
  })

  it('is `initialSize` for a list whose size nobody has set, also on a later mount', async () => {
    const shown = await showPages(1)
    await shown.list.unmount()
    const again = await showList(shown.app, getKey, shown.server, { initialSize: 2 })
    expect(again.result.size).toBe(2)
  })

  it('is one per list: after a change of the key it is that of the new list', async () => {
    const shown = await showPages(1)
    await growTo(2, shown)
    await shown.list.setGetKey(createGetKey('other'))
    expect(shown.list.result.size).toBe(1)
    await shown.list.setGetKey(getKey)
    expect(shown.list.result).toMatchObject({ data: ['p0', 'p1'], size: 2 })
  })

  it('goes with the version of the entries', async () => {
    const shown = await showPages(1, { version: 1 })
    await growTo(2, shown)
    await shown.list.unmount()
    const again = await showList(shown.app, getKey, shown.server, { version: 2 })
    expect(again.result.size).toBe(1)
  })

  it('is seen by no filter of `mutate`, and by no key', async () => {
    const shown = await showPages(1)
    await growTo(2, shown)
    const keys = new Set<string>()
    await settle(() => mutate(shown.app.cache, (key: unknown) => !keys.add(JSON.stringify(key))))
    expect([...keys]).toEqual(['["list",0]', '["list",1]'])
    expect(peek(shown.app.cache, 'pages of "list",0')).toBeUndefined()
  })

  it('refuses what is no number of pages', async () => {
    const { list } = await showPages(1)
    for (const size of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(list.result.setSize(size)).rejects.toThrow('a whole number from 0')
    }
    expect(list.result.size).toBe(1)
  })
})

describe('a list without a key', () => {
  it('has its initial size, and `setSize` and the others do nothing', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const list = await showList(app, () => null, server, { initialSize: 2 })
    expect(list.result).toMatchObject({
      data: undefined,
      size: 2,
      isLoading: false,
      hasNext: false,
      hasPrevious: false,
    })
    await settle(async () => {
      expect(await list.result.setSize(5)).toBeUndefined()
      expect(await list.result.fetchNext()).toBeUndefined()
      expect(await list.result.fetchPrevious()).toBeUndefined()
    })
    expect(list.result.size).toBe(2)
    await list.setGetKey(getKey)
    expect(list.result.size).toBe(2)
    expect(requestedKeys(server)).toEqual([['list', 0]])
  })
})

describe('a list that grows', () => {
  it('fetches the pages that come on the screen and are stale, and not those that it shows already', async () => {
    const shown = await showPages(1)
    await growTo(3, shown)
    await settle(() => void shown.list.result.setSize(1))
    await shown.app.advance('10s')
    await settle(() => void shown.list.result.setSize(3))
    expect(shown.list.result).toMatchObject({ data: ['p0', 'p1', 'p2'], isValidating: true })
    await shown.server.answer('p1 new')
    await shown.server.answer('p2 new')
    expect(shown.list.result).toMatchObject({ data: ['p0', 'p1 new', 'p2 new'], isValidating: false })
    expect(requestedKeys(shown.server, 3)).toEqual([
      ['list', 1],
      ['list', 2],
    ])
  })

  it('does not fetch pages that are fresh', async () => {
    const shown = await showPages(1, { duration: '1h' })
    await growTo(3, shown)
    await settle(() => void shown.list.result.setSize(1))
    await shown.app.advance('10s')
    await settle(() => void shown.list.result.setSize(3))
    expect(shown.list.result.data).toEqual(['p0', 'p1', 'p2'])
    expect(shown.server.requests).toHaveLength(3)
  })

  it('shows the pages of the store first', async () => {
    const shown = await showPages(1)
    await growTo(3, shown)
    await settle(() => void shown.list.result.setSize(1))
    const server = createManualFetcher()
    const list = await showList(openPage(shown.app), getKey, server, { revalidateOnMount: false })
    expect(list.result.data).toEqual(['p0'])
    await shown.app.advance('10s')
    await settle(() => void list.result.setSize(3))
    expect(list.result.data).toEqual(['p0', 'p1', 'p2'])
    expect(requestedKeys(server)).toEqual([['list', 1]])
  })

  it('lets a load that runs go on to its end', async () => {
    const { list, server } = await showPages(2)
    await settle(() => void list.result.mutate())
    await settle(() => void list.result.setSize(3))
    await server.answer('p0 new', 2)
    expect(requestedKeys(server, 2)).toEqual([
      ['list', 0],
      ['list', 2],
      ['list', 1],
    ])
    await server.answer('p1 new', 4)
    await server.answer('p2', 3)
    expect(list.result).toMatchObject({ data: ['p0 new', 'p1 new', 'p2'], isValidating: false })
  })
})

describe('a list with `parallel`', () => {
  it('calls the key function with null in every call, whatever memory holds', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const previous = new Set<unknown>()
    const getEachKey = (index: number, page: unknown) => {
      previous.add(page)
      return ['list', index, page === null]
    }
    const list = await showList(app, getEachKey, server, { initialSize: 2, parallel: true })
    await server.answer('p0', 0)
    await server.answer('p1', 1)
    await settle(() => void list.result.setSize(3))
    await server.answer('p2', 2)
    await settle(() => list.result.mutate((pages) => pages ?? [], false))
    await list.unmount()
    await showList(app, getEachKey, server, { initialSize: 2, parallel: true })
    expect([...previous]).toEqual([null])
  })
})
