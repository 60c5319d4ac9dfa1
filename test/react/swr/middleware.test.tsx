import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { Middleware, Result } from '../../../src/react.ts'
import { CachettaProvider, useCachetta } from '../../../src/react.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { renderApp, text } from '../support/render-app.tsx'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

type Hook = (key: unknown, fetcher: (...args: unknown[]) => unknown, options: object) => Result

/** Makes a middleware from a function of the next hook. */
const createMiddleware = (wrap: (next: Hook) => Hook): Middleware => wrap as unknown as Middleware

/** A middleware that records when it is entered and left. */
const createRecorder = (name: string, calls: string[]) =>
  createMiddleware((useNext) => (key, fetcher, options) => {
    calls.push(`enter ${name}`)
    const result = useNext(key, fetcher, options)
    calls.push(`exit ${name}`)
    return result
  })

describe("SWR's page: Middleware", () => {
  it('Usage: a middleware runs before and after the hook', async () => {
    const calls: string[] = []
    const Page = () => <>{useCachetta('a', async () => 1, { use: [createRecorder('one', calls)] }).data}</>
    await renderApp(<Page />)
    expect(calls.slice(0, 2)).toEqual(['enter one', 'exit one'])
    expect(text()).toBe('1')
  })

  it('API: gets the key, the fetcher and the options; stands in the hook or in the provider', async () => {
    const seen = vi.fn()
    const spy = createMiddleware((useNext) => (key, fetcher, options) => {
      seen(key, typeof fetcher, (options as { dedupingInterval: number }).dedupingInterval)
      return useNext(key, fetcher, options)
    })
    const InHook = () => <>{useCachetta(['a', 1], async () => 1, { use: [spy], dedupingInterval: 7 }).data}</>
    const InProvider = () => <>{useCachetta('b', { dedupingInterval: 8 }).data as ReactNode}</>
    await renderApp(
      <>
        <InHook />
        <CachettaProvider options={{ use: [spy], fetcher: async () => 2 }}>
          <InProvider />
        </CachettaProvider>
      </>,
    )
    expect(seen).toHaveBeenCalledWith(['a', 1], 'function', 7)
    expect(seen).toHaveBeenCalledWith('b', 'function', 8)
  })

  it('Extend: the lists of providers and of the hook are joined', async () => {
    const calls: string[] = []
    const [a, b, c] = ['a', 'b', 'c'].map((name) => createRecorder(name, calls)) as [Middleware, Middleware, Middleware]
    const Bar = () => <>{useCachetta('key', async () => 1, { use: [c] }).data}</>
    await renderApp(
      <CachettaProvider options={{ use: [b] }}>
        <Bar />
      </CachettaProvider>,
      { use: [a] },
    )
    expect(calls.slice(0, 3)).toEqual(['enter a', 'enter b', 'enter c'])
  })

  it('Multiple Middleware: each wraps the next, and the last wraps the hook', async () => {
    const calls: string[] = []
    const use = ['a', 'b', 'c'].map((name) => createRecorder(name, calls))
    await showEntry(createTestApp(), { key: 'key', fetcher: async () => 1, options: { use } })
    expect(calls.slice(0, 6)).toEqual(['enter a', 'enter b', 'enter c', 'exit c', 'exit b', 'exit a'])
  })

  it('Request Logger: a middleware replaces the fetcher', async () => {
    const log = vi.fn()
    const logger = createMiddleware((useNext) => (key, fetcher, options) => {
      const loggingFetcher = (...args: unknown[]) => {
        log('Request:', key)
        return fetcher(...args)
      }
      return useNext(key, loggingFetcher, options)
    })
    const page = await showEntry(createTestApp(), {
      key: '/api/user1',
      fetcher: async (key: string) => key,
      options: { use: [logger] },
    })
    await page.setProps({ key: '/api/user2' })
    expect(log.mock.calls).toEqual([
      ['Request:', '/api/user1'],
      ['Request:', '/api/user2'],
    ])
    expect(page.latest.data).toBe('/api/user2')
  })

  it('Keep Previous Result: a middleware adds fields to the result', async () => {
    const laggy = createMiddleware((useNext) => (key, fetcher, options) => {
      const lagging = useRef<unknown>(undefined)
      const result = useNext(key, fetcher, options)
      const { data } = result
      useEffect(() => {
        if (data !== undefined) lagging.current = data
      }, [data])
      const isLagging = data === undefined && lagging.current !== undefined
      return Object.assign({}, result, { data: data ?? lagging.current, isLagging })
    })
    const server = createManualFetcher()
    function Page({ name }: { name: string }): ReactNode {
      const result = useCachetta(name, server.fetcher, { use: [laggy] })
      return `${result.data} ${(result as typeof result & { isLagging: boolean }).isLagging}`
    }
    const app = await renderApp(<Page name="a" />)
    await server.answer('A')
    await app.show(<Page name="b" />)
    expect(text()).toBe('A true')
    await server.answer('B')
    expect(text()).toBe('B false')
  })

  it('Serialize Object Keys: not needed, and a middleware may still change the key', async () => {
    const serialize = createMiddleware((useNext) => (key, fetcher, options) => {
      const parse = (json: unknown, context: unknown) => fetcher(JSON.parse(String(json)), context)
      return useNext(JSON.stringify(key), parse, options)
    })
    const fetcher = vi.fn(async ([url, { id }]: [string, { id: string }]) => `${url} ${id}`)
    const key = ['/api/user', { id: '73' }]
    const page = await showEntry(createTestApp(), { key, fetcher, options: { use: [serialize] } })
    expect(page.latest.data).toBe('/api/user 73')
  })
})
