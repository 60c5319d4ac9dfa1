import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { CachettaProvider, useCachetta } from '../../../src/react.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

class ApiError extends Error {
  readonly status: number
  readonly info: unknown
  constructor(status: number, info: unknown = {}) {
    super('An error occurred while fetching the data.')
    this.status = status
    this.info = info
  }
}

describe("SWR's page: Error Handling", () => {
  it('Error Handling: what the fetcher throws is the `error` of the hook', async () => {
    const fetcher = async () => {
      throw new Error('rejected')
    }
    const page = await showEntry(createTestApp(), { key: '/api/user', fetcher })
    expect(page.latest.error).toEqual(new Error('rejected'))
  })

  it('Status Code and Error Object: an error keeps its fields, and the data before it stays', async () => {
    const server = createManualFetcher()
    const page = await showEntry(createTestApp(), { key: '/api/user', fetcher: server.fetcher })
    await server.answer('data')
    await settle(() => void page.result.mutate())
    const error = new ApiError(403, { message: 'You are not authorized.' })
    await server.fail(error)

    expect(page.latest).toMatchObject({ data: 'data', error: { status: 403, info: error.info } })
    expect(page.latest.error).toBe(error)
  })

  it('Error Retry: retries wait for pauses that double', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5) // no jitter
    const app = createTestApp()
    const fetcher = vi.fn(async () => {
      throw new Error('down')
    })
    await showEntry(app, { key: '/api/user', fetcher, options: { errorRetryInterval: 1_000 } })
    for (const [calls, pause] of [2_000, 4_000, 8_000].entries()) {
      await app.advance(pause - 1)
      expect(fetcher).toHaveBeenCalledTimes(calls + 1)
      await app.advance(1)
      expect(fetcher).toHaveBeenCalledTimes(calls + 2)
    }
    vi.mocked(Math.random).mockRestore()
  })

  it('Error Retry: `onErrorRetry` decides by the error, the key and the count', async () => {
    const app = createTestApp()
    const status = { '/missing': 404, '/broken': 500 }
    const fetcher = vi.fn(async (key: keyof typeof status) => {
      throw new ApiError(status[key])
    })
    const onErrorRetry = vi.fn((error: ApiError, _key: string, retry: { retryCount: number; revalidate(): void }) => {
      if (error.status === 404 || retry.retryCount >= 3) return
      app.clock.after(5_000, retry.revalidate)
    })
    for (const key of Object.keys(status)) await showEntry(app, { key, fetcher, options: { onErrorRetry } })
    for (let step = 0; step < 10; step += 1) await app.advance('5s')

    const keys = fetcher.mock.calls.map(([key]) => key)
    expect(keys).toEqual(['/missing', '/broken', '/broken', '/broken'])
    expect(onErrorRetry.mock.calls.map(([, key, { retryCount }]) => [key, retryCount])).toEqual([
      ['/missing', 1],
      ['/broken', 1],
      ['/broken', 2],
      ['/broken', 3],
    ])
  })

  it('Error Retry: `shouldRetryOnError: false` retries never, also as an option of the provider', async () => {
    const app = createTestApp({}, { shouldRetryOnError: false })
    const fetcher = vi.fn(async () => {
      throw new Error('down')
    })
    await showEntry(app, { key: 'a', fetcher })
    await app.advance('1h')
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('Global Error Report: `onError` of a provider hears of every error, with its key', async () => {
    const onError = vi.fn()
    const fetcher = async (key: string) => {
      throw new Error(`${key} failed`)
    }
    const Part = ({ name }: { name: string }): ReactNode => <p>{useCachetta(name, fetcher).error ? 'error' : ''}</p>
    await renderApp(
      <CachettaProvider options={{ onError }}>
        <Part name="a" />
        <Part name="b" />
      </CachettaProvider>,
    )
    expect(text()).toBe('errorerror')
    expect(onError.mock.calls).toEqual([
      [new Error('a failed'), 'a'],
      [new Error('b failed'), 'b'],
    ])
  })
})
