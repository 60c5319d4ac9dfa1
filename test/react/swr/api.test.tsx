import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { ConfigHere, Result } from '../../../src/react.ts'
import { useCachetta, useCachettaConfig } from '../../../src/react.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

describe("SWR's page: API", () => {
  it('API: the hook takes a key, a fetcher and options, and returns what SWR returns', async () => {
    const fetcher = vi.fn(async (key: string) => `data of ${key}`)
    let result: Partial<Result> = {}
    function Page(): ReactNode {
      const { data, error, isLoading, isValidating, mutate } = useCachetta('key', fetcher, { dedupingInterval: 100 })
      result = { data, error, isLoading, isValidating, mutate: mutate as Result['mutate'] }
      return null
    }
    await renderApp(<Page />)
    expect(result).toEqual({
      data: 'data of key',
      error: undefined,
      isLoading: false,
      isValidating: false,
      mutate: expect.any(Function),
    })
  })

  it('Parameters: a key is a string, a function, an array or null; fetcher and options are optional', async () => {
    const fetcher = vi.fn(async (key: unknown) => JSON.stringify(key))
    function Page(): ReactNode {
      const results = [
        useCachetta('text', fetcher),
        useCachetta(() => 'function', fetcher),
        useCachetta(['array', 1], fetcher),
        useCachetta(null, fetcher),
        useCachetta('only a key'),
        useCachetta('key and options', { fallbackData: 'fallback' }),
      ]
      return results.map(({ data }) => String(data)).join(' ')
    }
    await renderApp(<Page />, { fetcher: async (key: unknown) => `of the provider: ${key}` })
    expect(text()).toBe(
      '"text" "function" ["array",1] undefined of the provider: only a key of the provider: key and options',
    )
  })

  it('Return Values: `mutate` changes the data, and the flags follow the requests', async () => {
    const server = createManualFetcher()
    const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher })
    expect(page.latest).toEqual({ data: undefined, error: undefined, isLoading: true, isValidating: true })
    await server.answer(1)
    expect(page.latest).toEqual({ data: 1, error: undefined, isLoading: false, isValidating: false })
    await settle(() => void page.result.mutate())
    expect(page.latest).toEqual({ data: 1, error: undefined, isLoading: false, isValidating: true })
    await server.fail(new Error('down'))
    expect(page.latest).toEqual({ data: 1, error: new Error('down'), isLoading: false, isValidating: false })
    await settle(() => page.result.mutate(2, false))
    expect(page.latest.data).toBe(2)
  })

  it('Options: every option of SWR has SWR’s default', async () => {
    let config: Partial<ConfigHere> = {}
    function Page(): ReactNode {
      config = useCachettaConfig()
      return null
    }
    await renderApp(<Page />)
    expect(config).toMatchObject({
      suspense: false,
      revalidateIfStale: true,
      revalidateOnFocus: true,
      revalidateOnReconnect: true,
      refreshInterval: 0,
      refreshWhenHidden: false,
      refreshWhenOffline: false,
      shouldRetryOnError: true,
      dedupingInterval: 2_000,
      focusThrottleInterval: 5_000,
      loadingTimeout: 3_000,
      errorRetryInterval: 5_000,
      errorRetryCount: Number.POSITIVE_INFINITY,
      keepPreviousData: false,
      use: [],
    })
    expect([config.isPaused?.(), config.compare?.({ a: [1] }, { a: [1] })]).toEqual([false, true])
    for (const name of ['fetcher', 'revalidateOnMount', 'fallbackData'] as const) expect(config[name]).toBeUndefined()
  })

  it('Options: every callback of SWR is called', async () => {
    const [onSuccess, onError, onErrorRetry, onLoadingSlow, onDiscarded] = Array.from({ length: 5 }, () => vi.fn())
    const callbacks = { onSuccess, onError, onErrorRetry, onLoadingSlow, onDiscarded }
    const server = createManualFetcher()
    const app = createTestApp()
    const page = await showEntry(app, { key: ['k', 1], fetcher: server.fetcher, options: callbacks })
    await app.advance('3s')
    expect(onLoadingSlow).toHaveBeenCalledExactlyOnceWith(['k', 1])
    await server.answer('data')
    expect(onSuccess).toHaveBeenCalledExactlyOnceWith('data', ['k', 1])
    await settle(() => void page.result.mutate())
    await server.fail(new Error('down'))
    expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('down'), ['k', 1])
    expect(onErrorRetry).toHaveBeenCalledOnce()
    await settle(() => void page.result.mutate())
    await settle(() => page.result.mutate('mutated', false))
    await server.answer('late')
    expect(onDiscarded).toHaveBeenCalledExactlyOnceWith(['k', 1])
    expect(page.latest.data).toBe('mutated')
  })
})
