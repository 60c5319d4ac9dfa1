import { readFileSync } from 'node:fs'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { keyText, prefetch } from '../../../src/index.ts'
import { CachettaHydration, CachettaProvider, useCachetta } from '../../../src/react.ts'
import * as doorOfServerComponents from '../../../src/react-server.ts'
import { dehydrate } from '../../../src/ssr.ts'
import { createTestCache } from '../../../src/testing.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'

// jsdom has a `document`, so the hooks take a render on the server for one in a browser.
beforeEach(() => expectConsoleErrors(/useLayoutEffect does nothing on the server/))

const fetcher = vi.fn(async (key: unknown) => `${JSON.stringify(key)} of the browser`)

function Article({ name }: { name: string | readonly [string, string, number] }): ReactNode {
  return <h1>{useCachetta(name as string, fetcher, { duration: '5m' }).data}</h1>
}

/** What a server component passes to the page: the entry of a key, fetched on the server. */
async function createState(key: unknown): Promise<string> {
  const scope = createTestCache().cache.scope()
  await prefetch(scope, key, () => 'of the server')
  return dehydrate(scope)
}

beforeEach(() => fetcher.mockClear())

describe("SWR's page: Usage with Next.js", () => {
  it('Server Components: the providers are references to the browser, and `prefetch` and `dehydrate` work', async () => {
    expect(readFileSync('src/react-server.ts', 'utf8')).toMatch(/^'use client'\n/)
    expect(Object.keys(doorOfServerComponents)).toEqual(
      expect.arrayContaining(['CachettaProvider', 'CachettaHydration']),
    )
    expect(await createState('/api/user')).toContain('of the server')
  })

  it('Client Components: the hooks work without a set-up', async () => {
    await renderApp(<Article name="/api/user" />)
    expect(text()).toBe('"/api/user" of the browser')
  })

  it('Prefetch Data in Server Components: the page does not wait for a promise of the data', async () => {
    await renderApp(
      <>
        <p>page</p>
        <Suspense fallback=", waiting">
          <CachettaHydration state={createState('/api/user')}>
            <Article name="/api/user" />
          </CachettaHydration>
        </Suspense>
      </>,
    )
    await settle()
    expect(text()).toBe('pageof the server')
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('How cacheData Works: the data of the server enters the cache, and the first request is saved', async () => {
    const app = await renderApp(
      <CachettaHydration state={await createState('/api/user')}>
        <Article name="/api/user" />
      </CachettaHydration>,
    )
    expect(fetcher).not.toHaveBeenCalled()
    expect(await app.cache.exists('/api/user')).toBe(true)
    await app.advance('6m')
    await app.browser.focus()
    expect(text()).toBe('"/api/user" of the browser')
  })

  it('Client Side Data Fetching: the page shows without data, then with it', async () => {
    const { cache } = createTestCache()
    const page = (
      <CachettaProvider cache={cache}>
        <Article name="/api/user" />
      </CachettaProvider>
    )
    expect(renderToString(page)).toBe('<h1></h1>')
    await renderApp(page)
    expect(text()).toBe('"/api/user" of the browser')
  })

  it('Pre-rendering with Default Data: the HTML has the data, and later revalidations use the fetcher', async () => {
    const scope = createTestCache().cache.scope()
    await prefetch(scope, '/api/article', () => 'of the server')
    const html = renderToString(
      <CachettaProvider cache={scope}>
        <Article name="/api/article" />
      </CachettaProvider>,
    )
    expect(html).toBe('<h1>of the server</h1>')
  })

  it('Complex Keys: `keyText` names a key that is not a string in `fallback`', async () => {
    const key = ['api', 'article', 1] as const
    const page = (
      <CachettaProvider options={{ fallback: { [keyText(...key)]: 'given' }, revalidateIfStale: false }}>
        <Article name={key} />
      </CachettaProvider>
    )
    await renderApp(page)
    expect(text()).toBe('given')
  })

  it('Complex Keys: a state contains keys of any form, without a text of them', async () => {
    const key = ['api', 'article', 1] as const
    await renderApp(
      <CachettaHydration state={await createState(key)}>
        <Article name={key} />
      </CachettaHydration>,
    )
    expect(text()).toBe('of the server')
    expect(fetcher).not.toHaveBeenCalled()
  })
})
