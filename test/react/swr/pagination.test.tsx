import type { ReactNode } from 'react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { mutate } from '../../../src/index.ts'
import type { InfiniteOptions, InfiniteResult } from '../../../src/react.ts'
import { useCachetta, useCachettaInfinite } from '../../../src/react.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { click, renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'

type Page = readonly string[]

/** A server whose page `n` of a list has two items; it has three pages. */
const fetchPage = async (url: string): Promise<Page> => {
  const index = Number(new URL(url, 'http://a').searchParams.get('page'))
  return index < 3 ? [`${index}a`, `${index}b`] : []
}

const getKey = (index: number, before: Page | null) =>
  before && before.length === 0 ? null : `/users?page=${index}&limit=2`

/** Mounts a list that shows its items, and returns what the hook returned last. */
async function showList(
  options: InfiniteOptions<Page> = {},
  fetcher: (url: string) => Promise<Page> = vi.fn(fetchPage),
) {
  let result = {} as InfiniteResult<Page>
  function List({ of = getKey }: { of?: typeof getKey }): ReactNode {
    result = useCachettaInfinite(of, fetcher, options)
    const { data, size, isValidating } = result
    return `${size} ${isValidating} ${data?.flat().join(' ')}`
  }
  const app = await renderApp(<List />)
  return { app, List, fetcher: fetcher as ReturnType<typeof vi.fn<typeof fetchPage>>, read: () => result }
}

describe("SWR's page: Pagination", () => {
  it('useSWR Pagination: the key contains the page, and the next page is there before it is opened', async () => {
    const fetcher = vi.fn(async (url: string) => `items of ${url}`)
    const Items = ({ index }: { index: number }) => <p>{useCachetta(`/api/data?page=${index}`, fetcher).data}</p>
    const shown: (string | null | undefined)[] = []
    function App(): ReactNode {
      const [index, setIndex] = useState(0)
      return (
        <>
          <Items index={index} />
          <div hidden>
            <Items index={index + 1} />
          </div>
          <button type="button" onClick={() => setIndex(index + 1)}>
            Next
          </button>
        </>
      )
    }
    await renderApp(<App />)
    for (let page = 0; page < 3; page += 1) {
      shown.push(document.querySelector('p')?.textContent)
      await click('Next')
    }
    expect(shown).toEqual([0, 1, 2].map((index) => `items of /api/data?page=${index}`))
    expect(new Set(fetcher.mock.calls.map(([url]) => url)).size).toBe(5)
  })

  it('Infinite Loading: a list of page components grows', async () => {
    const Items = ({ index }: { index: number }) => <>{useCachetta(`/api?page=${index}`, fetchPage).data?.join(' ')}</>
    function App(): ReactNode {
      const [count, setCount] = useState(1)
      return (
        <>
          {Array.from({ length: count }, (_, index) => (
            <Items key={getKey(index, null)} index={index} />
          ))}
          <button type="button" onClick={() => setCount(count + 1)}>
            More
          </button>
        </>
      )
    }
    await renderApp(<App />)
    await click('More')
    expect(text()).toBe('0a 0b1a 1bMore')
  })

  it('Advanced Cases: one component has the data of all pages', async () => {
    const { read } = await showList({ initialSize: 2 })
    expect(read().data?.flat()).toHaveLength(4)
  })

  it('useSWRInfinite: one hook makes several requests', async () => {
    const { fetcher } = await showList({ initialSize: 3 })
    expect(text()).toBe('3 false 0a 0b 1a 1b 2a 2b')
    expect(fetcher).toHaveBeenCalledTimes(3)
  })

  it('API: the hook returns what the plain hook returns, and the size', async () => {
    const { read } = await showList()
    expect(read()).toMatchObject({
      data: [['0a', '0b']],
      error: undefined,
      isLoading: false,
      isValidating: false,
      size: 1,
    })
    expect([typeof read().mutate, typeof read().setSize]).toEqual(['function', 'function'])
  })

  it('Parameters: `initialSize`, `revalidateAll`, `revalidateFirstPage` and `persistSize`', async () => {
    const options: [InfiniteOptions<Page>, number[]][] = [
      [{}, [0]],
      [{ revalidateAll: true }, [0, 1]],
      [{ revalidateFirstPage: false }, []],
    ]
    for (const [each, indexes] of options) {
      const { app, fetcher } = await showList({ initialSize: 2, ...each })
      fetcher.mockClear()
      await app.advance('10s')
      await app.browser.focus()
      expect(fetcher.mock.calls.map(([url]) => url)).toEqual(indexes.map((index) => getKey(index, null)))
      await app.show(<p />)
    }
    for (const persistSize of [false, true]) {
      const { app, List, read } = await showList({ persistSize })
      await settle(() => read().setSize(2))
      await app.show(<List of={(index) => `/others?page=${index}`} />)
      expect(read().size).toBe(persistSize ? 2 : 1)
      await app.show(<p />)
    }
  })

  it('Return Values: `setSize` loads the pages that are missing, and `mutate` changes the list', async () => {
    const { app, fetcher, read } = await showList()
    await app.advance('10s')
    fetcher.mockClear()
    await settle(() => read().setSize((size) => size + 1))
    expect(text()).toBe('2 false 0a 0b 1a 1b')
    expect(fetcher.mock.calls.map(([url]) => url)).toEqual([getKey(1, null)]) // not the first page again
    await settle(() => read().mutate([['x'], ['y']], false))
    expect(text()).toBe('2 false x y')
  })

  it('Return Values: pages appear one by one', async () => {
    const server = createManualFetcher()
    const List = () => (
      <>{JSON.stringify(useCachettaInfinite((index) => ['p', index], server.fetcher, { initialSize: 2 }).data)}</>
    )
    await renderApp(<List />)
    await server.answer('one')
    expect(text()).toBe('["one"]')
    await server.answer('two')
    expect(text()).toBe('["one","two"]')
  })

  it('Example 1: Index Based Paginated API: ends at a page without a key', async () => {
    const { fetcher, read } = await showList({ initialSize: 9 })
    expect(read().data).toEqual([['0a', '0b'], ['1a', '1b'], ['2a', '2b'], []])
    expect(fetcher).toHaveBeenCalledTimes(4)
  })

  it('Example 2: Cursor or Offset Based Paginated API: the key of a page comes from the page before', async () => {
    interface Users {
      readonly data: readonly string[]
      readonly nextCursor: number | null
    }
    const fetcher = vi.fn(async (url: string): Promise<Users> => {
      const cursor = Number(new URL(url, 'http://a').searchParams.get('cursor'))
      return { data: [`user ${cursor}`], nextCursor: cursor < 20 ? cursor + 10 : null }
    })
    function List(): ReactNode {
      const { data } = useCachettaInfinite(
        (index, before: Users | null) => {
          if (index === 0) return '/users?limit=10'
          return before?.nextCursor == null ? null : `/users?cursor=${before.nextCursor}&limit=10`
        },
        fetcher,
        { initialSize: 5 },
      )
      return <>{data?.flatMap((page) => page.data).join(', ')}</>
    }
    await renderApp(<List />)
    expect(text()).toBe('user 0, user 10, user 20')
    expect(fetcher.mock.calls.map(([url]) => url)).toEqual([
      '/users?limit=10',
      '/users?cursor=10&limit=10',
      '/users?cursor=20&limit=10',
    ])
  })

  it('Parallel Fetching Mode: all pages are requested at once', async () => {
    const server = createManualFetcher()
    function List(): ReactNode {
      const getEach = (index: number) => ['list', index]
      const { data } = useCachettaInfinite(getEach, server.fetcher, { initialSize: 3, parallel: true })
      return <>{JSON.stringify(data)}</>
    }
    await renderApp(<List />)
    expect(server.requests.map(({ args: [key] }) => key)).toEqual([0, 1, 2].map((index) => ['list', index]))
    for (const index of [2, 0, 1]) await server.answer(`p${index}`, index)
    expect(text()).toBe('["p0","p1","p2"]')
  })

  it('Parallel Fetching Mode: the page before is always null, also when pages have arrived', async () => {
    const befores = new Set<unknown>()
    function List(): ReactNode {
      const getEach = (index: number, before: unknown) => {
        befores.add(before)
        return ['list', index]
      }
      const { data } = useCachettaInfinite(getEach, async ([, index]) => `p${index}`, {
        initialSize: 3,
        parallel: true,
      })
      return String(data)
    }
    const app = await renderApp(<List />)
    await app.show(<List />)
    expect(text()).toBe('p0,p1,p2')
    expect([...befores]).toEqual([null])
  })

  it('Revalidate Specific Pages: a function chooses the pages by their data and keys', async () => {
    const { fetcher, read } = await showList({ initialSize: 3 })
    fetcher.mockClear()
    const revalidate = vi.fn((_page: unknown, key: unknown) => key === getKey(1, null))
    await settle(() => void read().mutate(read().data, { revalidate }))
    expect(fetcher.mock.calls.map(([url]) => url)).toEqual([getKey(1, null)])
  })

  it('Global Mutate with useSWRInfinite: pages are entries, so a filter of their keys reaches the list', async () => {
    const { app, fetcher } = await showList({ initialSize: 2 })
    fetcher.mockClear()
    await settle(() => mutate(app.cache, (key: unknown) => String(key).startsWith('/users?')))
    expect(fetcher.mock.calls.map(([url]) => url)).toEqual([getKey(0, null), getKey(1, null)])
  })

  it('Advanced Features: loading, empty, the end, another source, and a refresh of the whole list', async () => {
    const { app, fetcher, List, read } = await showList({ initialSize: 2 })
    await settle(() => read().setSize(4))
    expect(read().data?.at(-1)).toEqual([]) // the end
    fetcher.mockClear()
    await settle(() => read().mutate())
    expect(fetcher).toHaveBeenCalledTimes(4)
    await app.show(<List of={(index) => `/empty?page=${index + 9}`} />)
    expect(read().data?.flat()).toEqual([])
    expect(read()).toMatchObject({ isLoading: false, isValidating: false })
  })
})
