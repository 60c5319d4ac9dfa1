import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Cachetta } from '../../src/index.ts'
import type { Arguments, FullConfiguration } from '../../src/swr.ts'
import { mutate, useSWRConfig } from '../../src/swr.ts'
import type { SWRInfiniteConfiguration, SWRInfiniteResponse } from '../../src/swr-infinite.ts'
import useSWRInfinite, { unstable_serialize } from '../../src/swr-infinite.ts'
import { createManualFetcher } from '../react/support/manual-fetcher.ts'
import { text } from '../react/support/render-app.tsx'
import { settle } from '../react/support/settle.ts'
import { render } from '../support/render.tsx'
import { showApp } from './support/show.tsx'

/** A server that counts how often it was asked for each page. */
function createBook() {
  const counts: number[] = []
  return vi.fn(async ([, index]: readonly [string, number]) => {
    counts[index] = (counts[index] ?? 0) + 1
    return `p${index}v${counts[index]}`
  })
}

type Book = ReturnType<typeof createBook>

const keyOf = (index: number) => ['book', index] as const

/** Mounts a list. `current()` is the result of its last render. */
async function showList(fetcher: Book, options: SWRInfiniteConfiguration<string> = {}) {
  let list: SWRInfiniteResponse<string> | undefined
  let config: FullConfiguration | undefined
  function List(): ReactNode {
    config = useSWRConfig()
    list = useSWRInfinite<string>(keyOf, fetcher, options)
    return <p>{`${list.data?.join(' ') ?? 'loading'} of ${list.size}`}</p>
  }
  const app = await showApp(<List />, { dedupingInterval: 0 })
  return {
    ...app,
    current: () => list as SWRInfiniteResponse<string>, // it has been rendered
    mutateAny: (key: Arguments | ((key?: Arguments) => boolean), ...change: [data?: unknown, options?: boolean]) =>
      settle(() => config?.mutate(key as Arguments, ...change)), // a filter is another overload
  }
}

describe('useSWRInfinite', () => {
  it('Parameters: `initialSize` pages appear at once, when all have arrived', async () => {
    const server = createManualFetcher()
    const List = () => <p>{useSWRInfinite(keyOf, server.fetcher, { initialSize: 2 }).data?.join(' ') ?? 'loading'}</p>
    await showApp(<List />)
    await server.answer('one')
    expect(text()).toBe('loading')
    await server.answer('two')
    expect(text()).toBe('one two')
  })

  it('Return Values: `setSize` fetches the first page again and the missing ones, and resolves with the pages', async () => {
    const book = createBook()
    const { current } = await showList(book)
    expect(text()).toBe('p0v1 of 1')
    await settle(() => current().setSize((size) => size + 1))
    expect(text()).toBe('p0v2 p1v1 of 2')
    await settle(() => current().setSize(1))
    expect(current().size).toBe(1)
    expect(current().data).toHaveLength(1)
  })

  it('Parameters: `revalidateFirstPage: false` fetches only the missing pages', async () => {
    const { current } = await showList(createBook(), { revalidateFirstPage: false })
    await settle(() => current().setSize(3))
    expect(text()).toBe('p0v1 p1v1 p2v1 of 3')
  })

  it('Parameters: `revalidateAll` fetches all pages', async () => {
    const { current } = await showList(createBook(), { initialSize: 2, revalidateAll: true })
    await settle(() => current().setSize(3))
    expect(text()).toBe('p0v2 p1v2 p2v1 of 3')
  })

  it('persist: `false` keeps the list and its pages out of the store, and `setSize` fetches what is missing', async () => {
    const fetcher = createBook()
    const list = await showList(fetcher, { persist: false, revalidateFirstPage: false })
    await settle(() => list.current().setSize(2))
    expect(text()).toBe('p0v1 p1v1 of 2')
    const stored: string[] = []
    for await (const { key } of new Cachetta({ path: 'swr' }).entries()) stored.push(key)
    expect(stored).toEqual([])
  })

  it('Return Values: `mutate()` fetches all pages', async () => {
    const { current } = await showList(createBook(), { initialSize: 2 })
    await settle(() => current().mutate())
    expect(text()).toBe('p0v2 p1v2 of 2')
  })

  it('Return Values: `mutate(data)` sets the list, and fetches the pages that it changed', async () => {
    const { current } = await showList(createBook(), { initialSize: 2, revalidateFirstPage: false })
    await settle(() => current().mutate(['p0v1', 'set'], false))
    expect(text()).toBe('p0v1 set of 2')
    await settle(() => current().mutate(['p0v1', 'set again']))
    expect(text()).toBe('p0v1 p1v2 of 2')
  })

  it('Revalidate Specific Pages: a function decides by the page and its key', async () => {
    const { current } = await showList(createBook(), { initialSize: 3 })
    const revalidate = vi.fn((_page: string, key: unknown) => (key as readonly unknown[])[1] === 1)
    await settle(() => current().mutate((pages) => pages, { revalidate }))
    expect(text()).toBe('p0v1 p1v2 p2v1 of 3')
    expect(revalidate).toHaveBeenCalledWith('p0v1', ['book', 0])
  })

  it('Global Mutate with useSWRInfinite: reaches the list by its text', async () => {
    const { cache, mutateAny } = await showList(createBook(), { initialSize: 2 })
    expect(cache.get(unstable_serialize(keyOf))?.data).toEqual(['p0v1', 'p1v1'])
    await mutateAny(unstable_serialize(keyOf))
    expect(text()).toBe('p0v2 p1v1 of 2')
    await mutateAny(unstable_serialize(keyOf), ['set'], false)
    expect(text()).toBe('set of 2')
  })

  it('Example 2: the key of a page gets the page before; a falsy key ends the list', async () => {
    const fetcher = vi.fn(async (key: string) => ({ cursor: Number(key) + 1 }))
    const getKey = (_index: number, previous: { cursor: number } | null) =>
      previous && previous.cursor > 2 ? null : `${previous?.cursor ?? 0}`
    const List = () => <p>{JSON.stringify(useSWRInfinite(getKey, fetcher, { initialSize: 9 }).data)}</p>
    await showApp(<List />)
    expect(text()).toBe('[{"cursor":1},{"cursor":2},{"cursor":3}]')
  })

  it('Parallel Fetching Mode: asks for all pages at once, and the key gets `null`', async () => {
    const server = createManualFetcher()
    const getKey = vi.fn((index: number, _previous: unknown) => `${index}`)
    const List = () => <p>{useSWRInfinite(getKey, server.fetcher, { initialSize: 3, parallel: true }).data?.join()}</p>
    await showApp(<List />)
    expect(server.requests.map(({ args }) => args[0])).toEqual(['0', '1', '2'])
    for (const index of [2, 0, 1]) await server.answer(`page ${index}`, index)
    expect(text()).toBe('page 0,page 1,page 2')
    expect(getKey.mock.calls.every(([, previous]) => previous === null)).toBe(true)
  })

  it('Parameters: another key begins with `initialSize` pages, with `persistSize` as many as before', async () => {
    let lists: SWRInfiniteResponse<string>[] = []
    function List({ name }: { name: string }): ReactNode {
      const getKey = (index: number) => `${name}${index}`
      const fetcher = async (key: string) => key
      lists = [
        useSWRInfinite(getKey, fetcher),
        useSWRInfinite((index) => `+${getKey(index)}`, fetcher, { persistSize: true }),
      ]
      return <p>{lists.map(({ data }) => data?.join()).join(' ')}</p>
    }
    const { show } = await showApp(<List name="a" />)
    await settle(() => lists.map(({ setSize }) => setSize(2)))
    expect(text()).toBe('a0,a1 +a0,+a1')
    await show(<List name="b" />)
    await settle()
    expect(text()).toBe('b0 +b0,+b1')
  })

  it('Return Values: without a key nothing is fetched, and `setSize` and `mutate` do nothing', async () => {
    const book = createBook()
    let list: SWRInfiniteResponse | undefined
    function List(): ReactNode {
      list = useSWRInfinite(() => null, book as never)
      return <p>{String(list.isLoading)}</p>
    }
    render(<List />)
    await settle(() => Promise.all([list?.setSize(2), list?.mutate()]))
    expect(text()).toBe('false')
    expect(book).not.toHaveBeenCalled()
  })

  it('Advanced Features: filters of `mutate` see the pages, not the list', async () => {
    const { mutateAny } = await showList(createBook(), { initialSize: 2 })
    const seen: unknown[] = []
    await mutateAny((key) => seen.push(key) < 0)
    expect(seen).toEqual([
      ['book', 0],
      ['book', 1],
    ])
    expect(await mutate(() => false)).toEqual([])
  })
})
