import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { useCachetta } from '../../../src/react.ts'
import { renderApp, text } from '../support/render-app.tsx'

function Page({ url, fetcher }: { url: string; fetcher?: (url: string) => Promise<unknown> }): ReactNode {
  const { data, error } = useCachetta<unknown>(url, fetcher as never)
  return error ? `error: ${(error as Error).message}` : String(JSON.stringify(data))
}

describe("SWR's page: Data Fetching", () => {
  it('Data Fetching: the fetcher gets the key; its result is `data`, what it throws is `error`', async () => {
    const fetcher = vi.fn(async (url: string) => {
      if (url === '/bad') throw new Error('404')
      return { url }
    })
    const app = await renderApp(<Page url="/api/data" fetcher={fetcher} />, { shouldRetryOnError: false })
    expect(text()).toBe('{"url":"/api/data"}')
    await app.show(<Page url="/bad" fetcher={fetcher} />)
    expect(text()).toBe('error: 404')
  })

  it('Data Fetching: a hook without a fetcher uses that of the provider', async () => {
    await renderApp(<Page url="/api/data" />, { fetcher: async (url: unknown) => [url] })
    expect(text()).toBe('["/api/data"]')
  })

  it('Fetch: any implementation of `fetch` works', async () => {
    const fetchText = vi.fn(async (url: string) => new Response(JSON.stringify({ url })))
    await renderApp(<Page url="/api/data" fetcher={(url) => fetchText(url).then((response) => response.json())} />)
    expect(text()).toBe('{"url":"/api/data"}')
  })

  it('Axios: any client that returns a promise works', async () => {
    const client = { get: async (url: string) => ({ data: { url }, status: 200 }) }
    await renderApp(<Page url="/api/data" fetcher={(url) => client.get(url).then(({ data }) => data)} />)
    expect(text()).toBe('{"url":"/api/data"}')
  })

  it('GraphQL: the query can be the key', async () => {
    const request = vi.fn(async (_address: string, query: string) => ({ query }))
    const query = '{ Movie(title: "Inception") { releaseDate } }'
    await renderApp(<Page url={query} fetcher={(each) => request('/api/graphql', each)} />)
    expect(request).toHaveBeenCalledExactlyOnceWith('/api/graphql', query)
    expect(text()).toBe(JSON.stringify({ query }))
  })
})
