import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import type { Cache, FullConfiguration } from '../../src/swr.ts'
import useSWR, { useSWRConfig } from '../../src/swr.ts'
import useSWRInfinite from '../../src/swr-infinite.ts'
import { createManualFetcher } from '../react/support/manual-fetcher.ts'
import { text } from '../react/support/render-app.tsx'
import { settle } from '../react/support/settle.ts'
import { showApp } from './support/show.tsx'

/** A component that hands out the functions of its cache. */
function createConfigReader() {
  let config: FullConfiguration | undefined
  function Reader(): ReactNode {
    config = useSWRConfig()
    return null
  }
  return { Reader, current: () => config as FullConfiguration } // it has been rendered
}

describe('Cache Provider', () => {
  it('useSWRInfinite: pages that the map has are not fetched again', async () => {
    const server = createManualFetcher()
    const List = () => (
      <p>{useSWRInfinite((index) => `page ${index}`, server.fetcher, { initialSize: 2 }).data?.join() ?? 'loading'}</p>
    )
    await showApp(<List />, {}, new Map([['page 1', { data: 'cached' }]]) as Cache)
    await server.answer('fetched')
    expect(text()).toBe('fetched,cached')
    expect(server.requests).toHaveLength(1)
  })

  it('mutate: a function gets what the application has written into the map', async () => {
    const { Reader, current } = createConfigReader()
    const { cache } = await showApp(<Reader />)
    expect(await current().mutate('a', (before) => before, false)).toBe(undefined)
    cache.set('a', { data: 41 })
    expect(await current().mutate('a', (before?: number) => (before ?? 0) + 1, false)).toBe(42)
    expect(cache.get('a')?.data).toBe(42)
  })

  it('Advanced: a map that returns other data than it was given shows that data', async () => {
    const map = new Map<string, { data?: unknown }>()
    const cache: Cache = {
      keys: () => map.keys(),
      get: (key) => {
        const state = map.get(key)
        return state?.data === undefined ? state : { ...state, data: `${state.data} of the map` }
      },
      set: (key, state) => void map.set(key, state),
      delete: (key) => void map.delete(key),
    }
    const Page = () => <p>{useSWR('a', async () => 'data').data}</p>
    const { show } = await showApp(<Page />, {}, cache)
    await show(<Page />) // React 17 renders before the map has the data
    expect(text()).toBe('data of the map')
  })

  it('unload: leaves an empty map, also after a request and a mutation that ran meanwhile', async () => {
    const server = createManualFetcher()
    const { Reader, current } = createConfigReader()
    function Page(): ReactNode {
      const list = useSWRInfinite((index) => ['list', index], server.fetcher).data
      return <p>{`${useSWR('a', server.fetcher).data} ${useSWR('b', async () => 'known').data} ${list}`}</p>
    }
    const { cache } = await showApp(
      <>
        <Reader />
        <Page />
      </>,
    )
    await settle(() => void current().mutate('b', server.fetcher('b', {} as never), { revalidate: false }))
    await settle(() => current().unload({ revalidate: false }))
    for (const index of server.requests.keys()) await server.answer('late', index)
    expect([...cache.keys()]).toEqual([])
    expect(text()).toBe('undefined undefined undefined')
  })
})
