import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { ConfigHere } from '../../../src/react.ts'
import { CachettaProvider, useCachetta, useCachettaConfig } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { render } from '../../support/render.tsx'
import { renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'

let config: Partial<ConfigHere> = {}

function ReadConfig(): null {
  config = useCachettaConfig()
  return null
}

describe("SWR's page: Global Configuration", () => {
  it('Global Configuration: all hooks use the fetcher and the options, and one hook overrides an option', async () => {
    const fetcher = vi.fn(async (url: unknown) => `${url} `)
    function Dashboard(): ReactNode {
      const { data: events } = useCachetta<string>('/api/events')
      const { data: projects } = useCachetta<string>('/api/projects')
      const { data: user } = useCachetta<string>('/api/user', { refreshInterval: 0 })
      return [events, projects, user].join('')
    }
    const app = await renderApp(<Dashboard />, { refreshInterval: 3_000, fetcher })
    expect(text()).toBe('/api/events /api/projects /api/user ')
    fetcher.mockClear()
    await app.advance('3s')
    expect(fetcher.mock.calls.map(([url]) => url)).toEqual(['/api/events', '/api/projects'])
  })

  it('Nesting Configurations: an inner provider inherits, and takes an object or a function', async () => {
    await renderApp(
      <CachettaProvider options={{ refreshInterval: 1_000 }}>
        <CachettaProvider options={(parent) => ({ loadingTimeout: (parent.loadingTimeout ?? 0) + 1 })}>
          <ReadConfig />
        </CachettaProvider>
      </CachettaProvider>,
      { loadingTimeout: 10 },
    )
    expect(config).toMatchObject({ loadingTimeout: 11, refreshInterval: 1_000 })
  })

  it('Object Configuration Example: primitive values are overridden, `fallback` is merged', async () => {
    await renderApp(
      <CachettaProvider options={{ dedupingInterval: 200, fallback: { a: 2, c: 2 } }}>
        <ReadConfig />
      </CachettaProvider>,
      { dedupingInterval: 100, refreshInterval: 100, fallback: { a: 1, b: 1 } },
    )
    expect(config).toMatchObject({ dedupingInterval: 200, refreshInterval: 100, fallback: { a: 2, b: 1, c: 2 } })
  })

  it('Functional Configuration Example: a function gets the options of the parent', async () => {
    await renderApp(
      <CachettaProvider options={({ dedupingInterval = 0 }) => ({ dedupingInterval: Number(dedupingInterval) * 5 })}>
        <ReadConfig />
      </CachettaProvider>,
      { dedupingInterval: 100, refreshInterval: 100, fallback: { a: 1 } },
    )
    expect(config.dedupingInterval).toBe(500)
    // A difference: what the function leaves out is inherited.
    expect(config).toMatchObject({ refreshInterval: 100, fallback: { a: 1 } })
  })

  it('Cache Provider: the hooks under a provider use its cache', async () => {
    const { cache } = createTestCache()
    const Page = () => <>{useCachetta('a', async () => 'fetched').data}</>
    render(
      <CachettaProvider cache={cache}>
        <Page />
      </CachettaProvider>,
    )
    await settle()
    expect(text()).toBe('fetched')
    expect(await cache.exists('a')).toBe(true)
  })

  it('Access To Global Configurations: a hook returns the options and `mutate`, with and without a provider', async () => {
    const { unmount } = render(<ReadConfig />)
    expect(config).toMatchObject({ dedupingInterval: 2_000, refreshInterval: 0, mutate: expect.any(Function) })
    unmount()
    await renderApp(<ReadConfig />, { refreshInterval: 7 })
    expect(config).toMatchObject({ dedupingInterval: 2_000, refreshInterval: 7, mutate: expect.any(Function) })
  })
})
