import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { prefetch, preload } from '../../../src/index.ts'
import { CachettaHydration, useCachetta } from '../../../src/react.ts'
import { dehydrate } from '../../../src/ssr.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'

interface User {
  readonly name: string
}

describe("SWR's page: Prefetching Data", () => {
  it('Programmatically Prefetch: a component that mounts later does not fetch again', async () => {
    const fetcher = vi.fn(async (url: string): Promise<User> => ({ name: url }))
    const Profile = (): ReactNode => useCachetta('/api/user', fetcher).data?.name ?? 'loading'
    const app = await renderApp(<p />)
    await settle(() => preload(app.cache, '/api/user', fetcher))
    await app.show(<Profile />)
    expect(text()).toBe('/api/user')
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('Programmatically Prefetch: a component that mounts meanwhile joins the request', async () => {
    const server = createManualFetcher()
    const Profile = () => <>{(useCachetta('/api/user', server.fetcher).data as User | undefined)?.name}</>
    const app = await renderApp(<p />)
    await settle(() => void preload(app.cache, '/api/user', server.fetcher))
    await app.advance('10s')
    await app.show(<Profile />)
    await server.answer({ name: 'Ada' })
    expect(text()).toBe('Ada')
    expect(server.requests).toHaveLength(1)
  })

  it('Programmatically Prefetch: with `suspense`, requests that were preloaded run side by side', async () => {
    const server = createManualFetcher()
    function Page(): ReactNode {
      const { data: user } = useCachetta('/api/user', server.fetcher, { suspense: true })
      const { data: movies } = useCachetta('/api/movies', server.fetcher, { suspense: true })
      return `${user} ${movies}`
    }
    const app = await renderApp(<p />)
    await settle(() => {
      for (const key of ['/api/user', '/api/movies']) void preload(app.cache, key, server.fetcher)
    })
    await app.show(
      <Suspense fallback="waiting">
        <Page />
      </Suspense>,
    )
    expect(text()).toBe('waiting')
    expect(server.requests.map(({ args: [key] }) => key)).toEqual(['/api/user', '/api/movies'])
    await server.answer('Alien', 1)
    await server.answer('Ada', 0)
    await settle()
    expect(text()).toBe('Ada Alien')
    expect(server.requests).toHaveLength(2)
  })

  it('Pre-fill Data: `fallbackData` and `fallback` show until the data is fetched', async () => {
    const server = createManualFetcher()
    function Page(): ReactNode {
      const { data } = useCachetta('/api/data', server.fetcher, { fallbackData: 'prefetched' })
      const { data: other } = useCachetta('/api/other', server.fetcher)
      return `${data} ${other}`
    }
    await renderApp(<Page />, { fallback: { '/api/other': 'of the provider' } })
    expect(text()).toBe('prefetched of the provider')
    await server.answer('one', 0)
    await server.answer('two', 1)
    expect(text()).toBe('one two')
  })

  it('Pre-fetch in React Server Components (RSC): a provider passes on what the server fetched', async () => {
    const scope = createTestCache().cache.scope()
    await prefetch(scope, '/api/user', () => 'from the server')
    const fetcher = vi.fn(async () => 'from the browser')
    const Page = () => <>{useCachetta('/api/user', fetcher).data}</>
    await renderApp(
      <CachettaHydration state={dehydrate(scope)}>
        <Page />
      </CachettaHydration>,
      { duration: '1m' },
    )
    expect(text()).toBe('from the server')
    expect(fetcher).not.toHaveBeenCalled()
  })
})
