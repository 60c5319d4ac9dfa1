import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { lookup, peek, readCache, writeCache } from '../../src/index.ts'
import type { InfiniteOptions, InfiniteResult } from '../../src/react.ts'
import { useCachettaInfinite } from '../../src/react.ts'
import { isStrict, render } from '../support/render.tsx'
import type { FetcherByHand, World } from './support.tsx'
import { fetcherByHand, newWorld, settle } from './support.tsx'

type GetKey = (index: number, before: unknown) => unknown

interface List {
  readonly result: InfiniteResult<unknown>
  rerender(getKey: GetKey): Promise<void>
  unmount(): Promise<void>
}

const byNumber = (name: string) => (index: number) => [name, index]

/** Mounts a list whose component reads all fields while it renders. */
async function list(
  { Provider }: World,
  getKey: GetKey,
  { fetcher }: Pick<FetcherByHand, 'fetcher'>,
  options: InfiniteOptions<unknown> = {},
): Promise<List> {
  let result: InfiniteResult<unknown> | undefined
  function Shows({ keyOf }: { keyOf: GetKey }): ReactNode {
    result = useCachettaInfinite(keyOf as never, fetcher as never, options) as InfiniteResult<unknown>
    const { data, error, isLoading, isValidating, size } = result
    return <p>{JSON.stringify([data, String(error), isLoading, isValidating, size])}</p>
  }
  const element = (keyOf: GetKey) => (
    <Provider>
      <Shows keyOf={keyOf} />
    </Provider>
  )
  const rendered = render(element(getKey))
  await settle()
  return {
    get result() {
      return result as InfiniteResult<unknown> // there since the first render
    },
    rerender: (keyOf) => settle(() => rendered.rerender(element(keyOf))),
    unmount: () => settle(() => rendered.unmount()),
  }
}

/** Mounts a list of two pages, and answers both requests. */
async function twoPages(options: InfiniteOptions<unknown> = {}) {
  const world = newWorld()
  const server = fetcherByHand()
  const shown = await list(world, byNumber('list'), server, { initialSize: 2, ...options })
  if (options.parallel) {
    await server.answer('p0', 0)
    await server.answer('p1', 1)
  } else {
    await server.answer('p0')
    await server.answer('p1')
  }
  return { world, server, shown }
}

const keysOf = (server: FetcherByHand) => server.requests.map(({ args: [key] }) => key)

describe('useCachettaInfinite (53)', () => {
  it('keeps each page as an ordinary entry', async () => {
    const { world, shown } = await twoPages()
    expect(shown.result.data).toEqual(['p0', 'p1'])
    expect(shown.result).toMatchObject({ isLoading: false, isValidating: false, size: 2, source: 'network' })
    expect(await readCache(world.cache, 'list', 1)).toBe('p1')
  })

  it('calls the key function with the previous page, and ends at the first page without a key', async () => {
    const world = newWorld()
    const server = fetcherByHand()
    const getKey = (index: number, before: unknown) =>
      index === 0 ? 'start' : ((before as { next: string | null }).next ?? null)
    const shown = await list(world, getKey, server, { initialSize: 5 })
    await server.answer({ next: 'two' })
    await server.answer({ next: null })
    expect(keysOf(server)).toEqual(['start', 'two'])
    expect(shown.result.data).toEqual([{ next: 'two' }, { next: null }])
    expect(shown.result.isValidating).toBe(false)
  })

  it('shows each page when it arrives', async () => {
    const world = newWorld()
    const server = fetcherByHand()
    const shown = await list(world, byNumber('list'), server, { initialSize: 2 })
    expect(shown.result).toMatchObject({ data: undefined, isLoading: true, isValidating: true })
    await server.answer('p0')
    expect(shown.result).toMatchObject({ data: ['p0'], isLoading: false, isValidating: true })
  })

  it('fetches only the missing pages when it grows', async () => {
    const { server, shown } = await twoPages()
    await settle(() => shown.result.setSize((size) => size + 1))
    expect(keysOf(server).slice(2)).toEqual([['list', 2]])
    await server.answer('p2')
    expect(shown.result).toMatchObject({ data: ['p0', 'p1', 'p2'], size: 3, isValidating: false })
  })

  it('shows fewer pages when it shrinks, and shows them again without a fetch', async () => {
    const { server, shown } = await twoPages()
    await settle(() => shown.result.setSize(1))
    expect(shown.result.data).toEqual(['p0'])
    await settle(() => shown.result.setSize(2))
    expect(shown.result.data).toEqual(['p0', 'p1'])
    expect(server.requests).toHaveLength(2)
  })

  it('revalidates the first page on focus', async () => {
    const { world, server } = await twoPages()
    await world.pass('10s')
    await world.host.focus()
    await server.answer('p0 new')
    expect(keysOf(server).slice(2)).toEqual([['list', 0]])
  })

  it('revalidates all pages with `revalidateAll`', async () => {
    const { world, server, shown } = await twoPages({ revalidateAll: true })
    await world.pass('10s')
    await world.host.focus()
    await server.answer('p0 new')
    await server.answer('p1 new')
    expect(shown.result.data).toEqual(['p0 new', 'p1 new'])
  })

  it('revalidates no page with `revalidateFirstPage: false`', async () => {
    const { world, server } = await twoPages({ revalidateFirstPage: false })
    await world.pass('10s')
    await world.host.focus()
    expect(server.requests).toHaveLength(2)
  })

  it('fetches every page again on `mutate()`, and only the pages that a `revalidate` function chooses', async () => {
    const { server, shown } = await twoPages()
    await settle(() => void shown.result.mutate())
    await server.answer('p0 new')
    await server.answer('p1 new')
    expect(shown.result.data).toEqual(['p0 new', 'p1 new'])
    await settle(
      () =>
        void shown.result.mutate((pages) => pages ?? [], {
          revalidate: (_, key) => (key as unknown[])[1] === 1,
        }),
    )
    expect(keysOf(server).slice(4)).toEqual([['list', 1]])
  })

  it('changes the entry of each page when the list is mutated', async () => {
    const { world, server, shown } = await twoPages()
    await settle(() => shown.result.mutate(['a', 'b'], false))
    expect(shown.result.data).toEqual(['a', 'b'])
    expect(peek(world.cache, ['list', 1])).toBe('b')
    expect(server.requests).toHaveLength(2)
  })

  it('shows an optimistic list, and rolls back every page', async () => {
    const { shown } = await twoPages()
    let fail = (_: Error) => {}
    const change = new Promise<unknown[]>((_, reject) => {
      fail = reject
    })
    const outcome = vi.fn()
    await settle(() => {
      shown.result.mutate(change, { optimisticData: ['x', 'y'], revalidate: false }).catch(outcome)
    })
    expect(shown.result.data).toEqual(['x', 'y'])
    await settle(() => fail(new Error('no')))
    expect(shown.result.data).toEqual(['p0', 'p1'])
    expect(outcome).toHaveBeenCalledOnce()
  })

  it('shows a page that was changed as an entry', async () => {
    const { world, shown } = await twoPages()
    await settle(() => writeCache(world.cache, 'mine', 'list', 1))
    expect(shown.result.data).toEqual(['p0', 'mine'])
  })

  it('has its initial size after a change of the key, or keeps its size with `persistSize`', async () => {
    for (const persistSize of [false, true]) {
      const world = newWorld()
      const server = fetcherByHand()
      const shown = await list(world, byNumber('one'), server, { persistSize })
      await server.answer('p0')
      await settle(() => shown.result.setSize(2))
      await server.answer('p1')
      await shown.rerender(byNumber('two'))
      expect(shown.result.size).toBe(persistSize ? 2 : 1)
      await shown.unmount()
    }
  })

  it('fetches all pages at once with `parallel`', async () => {
    const world = newWorld()
    const server = fetcherByHand()
    const shown = await list(world, byNumber('list'), server, { initialSize: 3, parallel: true })
    expect(keysOf(server)).toEqual([
      ['list', 0],
      ['list', 1],
      ['list', 2],
    ])
    await server.answer('p2', 2)
    await server.answer('p0', 0)
    await server.answer('p1', 1)
    expect(shown.result.data).toEqual(['p0', 'p1', 'p2'])
  })

  it('keeps its pages and shows the error when one fails', async () => {
    const { server, shown } = await twoPages()
    await settle(() => shown.result.setSize(3))
    await server.fail(new Error('down'))
    expect(shown.result.data).toEqual(['p0', 'p1'])
    expect(shown.result.error).toEqual(new Error('down'))
    expect(shown.result.isValidating).toBe(false)
  })

  it('shows its pages at once when it mounts again', async () => {
    const { world, server, shown } = await twoPages()
    await shown.unmount()
    await world.pass('10s')
    const again = await list(world, byNumber('list'), server, { initialSize: 2 })
    expect(again.result.data).toEqual(['p0', 'p1'])
    expect(keysOf(server).slice(2)).toEqual([['list', 0]])
  })

  it('renders once for each page that arrives', async () => {
    const world = newWorld()
    const server = fetcherByHand()
    const renders: unknown[] = []
    function Shows(): ReactNode {
      const { data, isValidating } = useCachettaInfinite(byNumber('list') as never, server.fetcher as never, {
        initialSize: 2,
      })
      renders.push([data, isValidating])
      return null
    }
    render(
      <world.Provider>
        <Shows />
      </world.Provider>,
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
    const { world, server, shown } = await twoPages({ duration: '1h' })
    await shown.unmount()
    const seen: boolean[] = []
    function Shows(): ReactNode {
      const options = { initialSize: 2, duration: '1h' } as const
      seen.push(useCachettaInfinite(byNumber('list') as never, server.fetcher as never, options).isValidating)
      return null
    }
    render(
      <world.Provider>
        <Shows />
      </world.Provider>,
    )
    await settle()
    expect(new Set(seen)).toEqual(new Set([false]))
  })

  it('stores no late answer of a page after `invalidateAll()` (6)', async () => {
    const { world, server, shown } = await twoPages()
    await settle(() => shown.result.setSize(3))
    await shown.unmount()
    await settle(() => world.cache.invalidateAll())
    await server.answer('late')
    expect(await lookup(world.cache, 'list', 2)).toEqual({ hit: false })
  })
})
