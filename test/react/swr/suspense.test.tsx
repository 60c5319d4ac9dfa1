import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { prefetch } from '../../../src/index.ts'
import { CachettaProvider, useCachetta } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { reactRelease } from '../../support/render.tsx'
import { ErrorBoundary } from '../support/error-boundary.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'

describe("SWR's page: Suspense", () => {
  it('Suspense: `data` is there in every render, and the boundary shows the fallback before', async () => {
    const server = createManualFetcher()
    const renders: unknown[] = []
    function Profile(): ReactNode {
      const { data } = useCachetta('/api/user', server.fetcher, { suspense: true })
      renders.push(data)
      return `hello, ${(data as { name: string }).name}`
    }
    await renderApp(
      <Suspense fallback="loading...">
        <Profile />
      </Suspense>,
    )
    expect(text()).toBe('loading...')
    await server.answer({ name: 'Ada' })
    await settle()
    expect(text()).toBe('hello, Ada')
    expect(renders).not.toContain(undefined)
  })

  it('Suspense: an error goes to the error boundary', async () => {
    expectConsoleErrors(/down/, /The above error/)
    function Profile(): ReactNode {
      const fail = async (): Promise<string> => {
        throw new Error('down')
      }
      return useCachetta('/api/user', fail, { suspense: true }).data
    }
    await renderApp(
      <ErrorBoundary>
        <Suspense fallback="loading...">
          <Profile />
        </Suspense>
      </ErrorBoundary>,
    )
    await settle()
    expect(text()).toBe('down')
  })

  it('Note: With Conditional Fetching: `data` is undefined while the key is falsy', async () => {
    const fetcher = vi.fn(async () => 'Ada')
    const Profile = ({ isReady }: { isReady: boolean }) => (
      <>{String(useCachetta(isReady ? '/api/user' : null, fetcher, { suspense: true }).data)}</>
    )
    const page = (isReady: boolean) => (
      <Suspense fallback="loading...">
        <Profile isReady={isReady} />
      </Suspense>
    )
    const app = await renderApp(page(false))
    expect(text()).toBe('undefined')
    expect(fetcher).not.toHaveBeenCalled()
    await app.show(page(true))
    await settle()
    expect(document.body.textContent).toMatch(/Ada$/)
  })

  // React 17 renders no Suspense boundary on a server.
  it.runIf(reactRelease >= 18)(
    'Note: With Server-side Rendering: data that is given or prefetched is in the HTML',
    async () => {
      expectConsoleErrors(/useLayoutEffect does nothing on the server/)
      const scope = createTestCache().cache.scope()
      await prefetch(scope, '/api/prefetched', () => 'prefetched')
      function Profile(): ReactNode {
        const given = useCachetta('/api/given', async () => 'fetched', { suspense: true, fallbackData: 'given' })
        const { data } = useCachetta('/api/prefetched', async () => 'fetched', { suspense: true })
        return `${given.data}, ${data}`
      }
      const html = renderToString(
        <CachettaProvider cache={scope}>
          <Suspense fallback="loading...">
            <Profile />
          </Suspense>
        </CachettaProvider>,
      )
      expect(html).toContain('given, prefetched')
    },
  )
})
