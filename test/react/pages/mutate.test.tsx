import { describe, expect, it, vi } from 'vitest'
import { lookup, peek } from '../../../src/index.ts'
import { createDeferredFunction } from '../../support/deferred.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { createGetKey, requestedKeys, showList, showPages } from '../support/show-list.tsx'
import { createTestApp } from '../support/test-app.tsx'

type Pages = unknown[]

/** A request of the application that the test answers, for example to add an item. */
function createCall() {
  const { fn, calls } = createDeferredFunction<[], unknown>()
  const promise = fn()
  const [call] = calls
  return { promise, resolve: (value: unknown) => call?.resolve(value), reject: (error: unknown) => call?.reject(error) }
}

/** Mounts a list of pages with two items each, which name the next page, and ends behind its third page. */
async function showItems(size = 2) {
  const app = createTestApp()
  const server = createManualFetcher()
  const getKey = (index: number) => (index < 3 ? ['items', index] : null)
  const list = await showList(app, getKey, server, { initialSize: size })
  for (let index = 0; index < size; index += 1) await server.answer([`${index}a`, `${index}b`])
  return { app, server, list, items: () => (list.result.data as string[][]).flat() }
}

const insert = (pages: Pages | undefined): Pages =>
  (pages as string[][]).map((page, index) => (index === 0 ? ['new', ...page] : page))
const remove =
  (item: string) =>
  (pages: Pages | undefined): Pages =>
    (pages as string[][]).map((page) => page.filter((each) => each !== item))

describe('mutate of a list', () => {
  it('inserts an item into a page, and removes one, by a function of the pages', async () => {
    const { app, items, list, server } = await showItems()
    await settle(() => list.result.mutate(insert, false))
    expect(items()).toEqual(['new', '0a', '0b', '1a', '1b'])
    await settle(() => list.result.mutate(remove('1a'), false))
    expect(items()).toEqual(['new', '0a', '0b', '1b'])
    expect((await lookup(app.cache, 'items', 1)) as unknown).toMatchObject({ hit: true, value: ['1b'] })
    expect(server.requests).toHaveLength(2)
  })

  it('writes only the pages that differ: the others stay as old as they are', async () => {
    const { app, list } = await showItems()
    await app.advance('10s')
    await settle(() => list.result.mutate(insert, false))
    expect(await app.cache.age('items', 0)).toBe(0)
    expect(await app.cache.age('items', 1)).toBe(10_000)
  })

  it.each([
    ['inserts', insert, ['new', '0a', '0b', '1a', '1b']],
    ['removes', remove('1a'), ['0a', '0b', '1b']],
  ])('%s an item optimistically, and keeps it when the server has agreed', async (_, change, expected) => {
    const { items, list, server } = await showItems()
    const call = createCall()
    await settle(
      () =>
        void list.result.mutate(call.promise, {
          optimisticData: (pages) => change(pages),
          populateCache: (_result, pages) => change(pages),
          revalidate: false,
        }),
    )
    expect(items()).toEqual(expected)
    await settle(() => call.resolve('ok'))
    expect(items()).toEqual(expected)
    expect(server.requests).toHaveLength(2)
  })

  it.each([
    ['inserted', insert],
    ['removed', remove('1a')],
    ['removed with its page', (pages: Pages | undefined) => (pages as Pages).slice(0, 1)],
    ['added with a page', (pages: Pages | undefined) => [...(pages as Pages), ['2a']]],
  ])('rolls back an item that was %s if the server refuses', async (_, change) => {
    const { items, list } = await showItems()
    const call = createCall()
    const outcome = vi.fn()
    await settle(() => {
      list.result.mutate(call.promise, { optimisticData: (pages) => change(pages), revalidate: false }).catch(outcome)
    })
    expect(items()).toEqual(
      (
        change([
          ['0a', '0b'],
          ['1a', '1b'],
        ]) as string[][]
      ).flat(),
    )
    await settle(() => call.reject(new Error('no')))
    expect(items()).toEqual(['0a', '0b', '1a', '1b'])
    expect(list.result.size).toBe(2)
    expect(outcome).toHaveBeenCalledOnce()
  })

  it('makes the list longer by the pages that it is given, now or later', async () => {
    for (const isLater of [false, true]) {
      const { app, list, server } = await showItems()
      const next = [['a'], ['b'], ['c']]
      await settle(() => list.result.mutate(isLater ? Promise.resolve(next) : next, false))
      expect(list.result).toMatchObject({ data: next, size: 3 })
      expect(peek(app.cache, ['items', 2])).toEqual(['c'])
      await list.unmount()
      expect(server.requests).toHaveLength(2)
    }
  })

  it('refuses a page that has no key, and changes nothing', async () => {
    for (const isLater of [false, true]) {
      const { items, list } = await showItems()
      const next = [['a'], ['b'], ['c'], ['d']]
      await settle(async () => {
        await expect(list.result.mutate(isLater ? Promise.resolve(next) : next, false)).rejects.toThrow(
          'page 3 of the list has no key',
        )
      })
      expect(items()).toEqual(['0a', '0b', '1a', '1b'])
      await list.unmount()
    }
  })

  it('refuses what is no list of pages', async () => {
    const { items, list } = await showItems()
    await settle(async () => {
      await expect(list.result.mutate(Promise.resolve('one item') as never)).rejects.toThrow(
        'a list takes an array of pages',
      )
    })
    expect(items()).toEqual(['0a', '0b', '1a', '1b'])
  })

  it('makes the list shorter: the other pages are forgotten, and not fetched again', async () => {
    for (const isLater of [false, true]) {
      const { app, list, server } = await showItems(3)
      const change = (pages: Pages | undefined) => (pages as Pages).slice(0, 1)
      await settle(() => void list.result.mutate(isLater ? async (pages) => change(pages) : change))
      expect(list.result).toMatchObject({ data: [['0a', '0b']], size: 1 })
      expect(await lookup(app.cache, 'items', 2)).toEqual({ hit: false })
      await server.answer(['0a'])
      expect(requestedKeys(server, 3)).toEqual([['items', 0]])
      await list.unmount()
    }
  })

  it('forgets all pages and the size if it is given nothing, or no page', async () => {
    for (const nothing of [undefined, []]) {
      const { list, server } = await showPages(1)
      await settle(() => void list.result.setSize(2))
      await server.answer('p1')
      await settle(() => void list.result.mutate(nothing))
      expect(list.result).toMatchObject({ data: undefined, size: 1, isLoading: true })
      await server.answer('new')
      expect(list.result.data).toEqual(['new'])
      expect(requestedKeys(server, 2)).toEqual([['list', 0]])
      await list.unmount()
    }
  })

  it('gives a function the committed pages, without those that are missing', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const list = await showList(app, createGetKey('list'), server, { initialSize: 2 })
    const seen: unknown[] = []
    const change = (pages: Pages | undefined) => {
      seen.push(pages)
      return pages ?? []
    }
    await settle(() => list.result.mutate(change, false))
    await settle(() => void list.result.mutate())
    await server.answer('p0')
    await settle(() => list.result.mutate(change, false))
    expect(seen).toEqual([undefined, ['p0']])
    expect(list.result.size).toBe(2)
  })

  it('gives `optimisticData` the committed pages and those that are shown', async () => {
    const { list } = await showItems(1)
    const [first, second] = [createCall(), createCall()]
    const optimisticData = vi.fn((_committed: unknown, shown: Pages | undefined) => [
      [...((shown as string[][])[0] ?? []), 'x'],
    ])
    await settle(() => void list.result.mutate(first.promise, { optimisticData, revalidate: false }))
    await settle(() => void list.result.mutate(second.promise, { optimisticData, revalidate: false }))
    expect(optimisticData.mock.calls).toEqual([
      [[['0a', '0b']], [['0a', '0b']]],
      [[['0a', '0b']], [['0a', '0b', 'x']]],
    ])
    await settle(() => {
      first.resolve([['first']])
      second.resolve([['second']])
    })
    expect(list.result.data).toEqual([['second']])
  })

  it('lets the later of two mutations win, also where the number of pages changes', async () => {
    const { list } = await showItems(1)
    const [first, second] = [createCall(), createCall()]
    await settle(() => {
      void list.result.mutate(first.promise, false)
      void list.result.mutate(second.promise, false)
    })
    await settle(() => second.resolve([['second']]))
    await settle(() => first.resolve([['first'], ['more']]))
    expect(list.result).toMatchObject({ data: [['second']], size: 1 })
  })

  it('drops what a request brings that began before it ended', async () => {
    const { app, list, server } = await showItems()
    await app.advance('10s')
    await app.browser.focus()
    await settle(() => list.result.mutate(insert, false))
    await server.answer(['late'])
    expect(list.result.data).toEqual([
      ['new', '0a', '0b'],
      ['1a', '1b'],
    ])
  })

  it('changes the pages before the first, too', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const list = await showList(app, createGetKey('log'), server, { getPreviousKey: (index) => ['log', index] })
    await server.answer(['0'])
    await settle(() => void list.result.fetchPrevious())
    await server.answer(['-1'])
    await settle(() => list.result.mutate((pages) => (pages as string[][]).map((page) => [...page, 'x']), false))
    expect(list.result.data).toEqual([
      ['-1', 'x'],
      ['0', 'x'],
    ])
    await settle(() => list.result.mutate((pages) => (pages as Pages).slice(0, 1), false))
    expect(list.result).toMatchObject({ data: [['-1', 'x']], size: 1 })
    await settle(() => list.result.mutate((pages) => [...(pages as Pages), ['0 again']], false))
    expect(list.result.data).toEqual([['-1', 'x'], ['0 again']])
  })

  it('resolves instead of rejecting with `throwOnError: false`', async () => {
    const { list } = await showItems()
    await settle(async () => {
      const options = { throwOnError: false, revalidate: false }
      expect(await list.result.mutate(Promise.reject(new Error('no')), options)).toBeUndefined()
      expect(
        await list.result.mutate(() => {
          throw new Error('no')
        }, options),
      ).toBeUndefined()
    })
  })
})
