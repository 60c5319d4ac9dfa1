import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Cachetta, memoryStore, mutate } from '../../../src/index.ts'
import type { ConfigHere } from '../../../src/react.ts'
import { CachettaProvider, useCachetta, useCachettaConfig } from '../../../src/react.ts'
import { storageStore } from '../../../src/storage.ts'
import { render } from '../../support/render.tsx'
import { createCountingFetcher } from '../support/manual-fetcher.ts'
import { text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

function Entry({ name = 'a', fetcher }: { name?: string; fetcher?: () => Promise<unknown> }): ReactNode {
  const { data } = useCachetta<unknown>(name, (fetcher ?? null) as never)
  return <p>{String(data)}</p>
}

/** Renders an entry under a provider of a cache. */
async function show(cache: Cachetta, element: ReactNode) {
  const rendered = render(<CachettaProvider cache={cache}>{element}</CachettaProvider>)
  await settle()
  return rendered
}

describe("SWR's page: Cache", () => {
  it('Cache Provider: a store is a small contract, and every store keeps the entries of hooks', async () => {
    const store = memoryStore()
    const cache = new Cachetta({ path: 'app', store })
    await show(cache, <Entry fetcher={async () => 'stored'} />)
    const other = new Cachetta({ path: 'app', store })
    await vi.waitFor(async () => expect(await other.exists('a')).toBe(true))
  })

  it('Create Cache Provider: a cache that outlives the components keeps its data when they mount again', async () => {
    const { cache } = createTestApp()
    const fetcher = createCountingFetcher()
    const { unmount } = await show(cache, <Entry fetcher={fetcher} />)
    unmount()
    await show(cache, <Entry fetcher={fetcher} />)
    expect(text()).toBe('1')
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('Access Current Cache Provider: `mutate` of the hook changes the cache of the nearest provider', async () => {
    const [one, two] = [createTestApp().cache, createTestApp().cache]
    let config: Partial<ConfigHere> = {}
    function Page(): ReactNode {
      config = useCachettaConfig()
      return <Entry fetcher={async () => 'fetched'} />
    }
    await show(
      one,
      <CachettaProvider cache={two}>
        <Page />
      </CachettaProvider>,
    )
    await settle(() => config.mutate?.('a', 'mutated', false))
    expect(text()).toBe('mutated')
    expect([await one.exists('a'), await two.exists('a')]).toEqual([false, true])
  })

  it('LocalStorage Based Persistent Cache: a store over localStorage shows its data after a reload', async () => {
    localStorage.clear()
    const load = () => new Cachetta({ path: 'app', store: storageStore(localStorage), duration: '1h' })
    const fetcher = createCountingFetcher()
    const { unmount } = await show(load(), <Entry fetcher={fetcher} />)
    await vi.waitFor(() => expect(localStorage.length).toBeGreaterThan(0))
    unmount()
    await show(load(), <Entry fetcher={fetcher} />)
    expect(text()).toBe('1')
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it.each([1, 2])('Reset Cache Between Test Cases: each test has a cache of its own (test %i)', async () => {
    const app = createTestApp()
    const page = await showEntry(app, { key: 'shared by both tests', fetcher: async () => 'fetched' })
    expect(page.renders[0]).toMatchObject({ data: undefined, isLoading: true })
    expect(page.latest.data).toBe('fetched')
  })

  it('Modify the Cache Data: `mutate` with a filter clears the data without a fetch', async () => {
    const app = createTestApp()
    const fetcher = createCountingFetcher()
    const page = await showEntry(app, { key: 'a', fetcher })
    await settle(() => mutate(app.cache, () => true, undefined, { revalidate: false }))
    expect(page.latest.data).toBeUndefined()
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('Clear the Cache: `invalidateAll` clears every entry, ends requests in flight, and mounted hooks revalidate', async () => {
    const app = createTestApp()
    const fetcher = createCountingFetcher()
    const page = await showEntry(app, { key: 'a', fetcher, options: { keepPreviousData: true } })
    const gone = await showEntry(app, { key: 'not mounted', fetcher: async () => 'secret' })
    await gone.unmount()
    let isCleared = false
    fetcher.mockImplementation(async () => {
      isCleared = true
      throw new Error('401')
    })
    await settle(() => app.cache.invalidateAll())
    expect(isCleared).toBe(true)
    expect(page.latest).toMatchObject({ data: undefined, error: new Error('401') })
    expect(await app.cache.exists('not mounted')).toBe(false)
  })
})
