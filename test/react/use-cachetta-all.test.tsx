import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { mutate } from '../../src/index.ts'
import type { AllRequest, Result } from '../../src/react.ts'
import { useCachettaAll } from '../../src/react.ts'
import { isStrict, render } from '../support/render.tsx'
import { createManualFetcher } from './support/manual-fetcher.ts'
import { settle } from './support/settle.ts'
import { showEntry } from './support/show-entry.tsx'
import type { TestApp } from './support/test-app.tsx'
import { createTestApp } from './support/test-app.tsx'

type Field = keyof Result

/** Mounts a component that shows a list of requests, and counts its renders. */
function mountAll(
  { Provider }: Pick<TestApp, 'Provider'>,
  first: readonly AllRequest[],
  reads: readonly Field[] = ['data'],
) {
  let results: readonly Result[] = []
  let renders = 0
  function All({ requests }: { requests: readonly AllRequest[] }): ReactNode {
    results = useCachettaAll(requests) as readonly Result[]
    for (const result of results) for (const field of reads) void result[field]
    renders += 1
    return <p>shown</p>
  }
  const createElement = (requests: readonly AllRequest[]) => (
    <Provider>
      <Suspense fallback={<p>waits</p>}>
        <All requests={requests} />
      </Suspense>
    </Provider>
  )
  const rendered = render(createElement(first))
  return {
    get results() {
      return results
    },
    get data() {
      return results.map(({ data }) => data)
    },
    get renders() {
      return isStrict ? renders / 2 : renders
    },
    readText: () => document.body.textContent,
    setRequests: (requests: readonly AllRequest[]) => settle(() => rendered.rerender(createElement(requests))),
    unmount: () => settle(() => rendered.unmount()),
  }
}

describe('useCachettaAll', () => {
  it('shows the data of each request, in order', async () => {
    const page = mountAll(
      createTestApp(),
      ['a', 'b'].map((key) => ({ key, fetcher: async () => `data of ${key}` })),
    )
    expect(page.results.map(({ isLoading }) => isLoading)).toEqual([true, true])
    await settle()
    expect(page.data).toEqual(['data of a', 'data of b'])
  })

  it('follows a list that grows, shrinks and is sorted, and fetches each key once', async () => {
    const { fetcher, requests, answer } = createManualFetcher()
    const page = mountAll(createTestApp(), [
      { key: 'a', fetcher },
      { key: 'b', fetcher },
    ])
    await settle()
    await answer('A', 0)
    await answer('B', 1)
    await page.setRequests([
      { key: 'c', fetcher },
      { key: 'b', fetcher },
      { key: 'a', fetcher },
    ])
    expect(page.data).toEqual([undefined, 'B', 'A'])
    await answer('C', 2)
    await page.setRequests([{ key: 'b', fetcher }])
    expect(page.data).toEqual(['B'])
    await page.setRequests([])
    expect(page.data).toEqual([])
    expect(requests.map(({ args: [key] }) => key)).toEqual(['a', 'b', 'c'])
  })

  it('shows a key that is in the list twice in both places, and fetches nothing without a key', async () => {
    const fetcher = vi.fn(async (key: unknown) => `data of ${key}`)
    const page = mountAll(createTestApp(), [
      { key: 'a', fetcher },
      { key: null, fetcher },
      { key: ['a'], fetcher, select: (data: string) => data.length },
    ])
    await settle()
    expect(page.data).toEqual(['data of a', undefined, 9])
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('renders only for fields that are read, and once for equal data', async () => {
    const app = createTestApp()
    const page = mountAll(
      app,
      [
        { key: 'a', fetcher: () => ({ n: 1 }) },
        { key: 'b', fetcher: () => 'B' },
      ],
      [],
    )
    await settle()
    const { renders } = page
    const read = mountAll(app, [{ key: 'a', duration: '1h' }], ['data'])
    await settle()
    const before = read.renders
    await settle(() => void mutate(app.cache, 'a', { n: 1 }, false))
    expect(read.renders).toBe(before)
    await settle(() => void mutate(app.cache, 'a', { n: 2 }, false))
    expect(read.renders).toBe(before + 1)
    expect(page.renders).toBe(renders)
  })

  it('takes options for each request over those of the provider, and gives each a `mutate` of its own', async () => {
    const app = createTestApp({}, { fetcher: async () => 'of the provider', duration: '1h' })
    const onSuccess = vi.fn()
    const page = mountAll(app, [
      { key: 'a', onSuccess },
      { key: 'b', fetcher: async () => 'own' },
    ])
    await settle()
    expect(page.data).toEqual(['of the provider', 'own'])
    expect(onSuccess).toHaveBeenCalledExactlyOnceWith('of the provider', 'a')
    const [, second] = page.results
    await settle(() => void second?.mutate('changed', false))
    expect(page.data).toEqual(['of the provider', 'changed'])
    expect(page.results[1]?.mutate).toBe(second?.mutate)
  })

  it('polls each request at its own interval, and stops when it leaves the list', async () => {
    const app = createTestApp()
    const fetcher = vi.fn(async () => 1)
    const page = mountAll(app, [{ key: 'a', fetcher, refreshInterval: 10_000 }])
    await settle()
    await app.advance('10s')
    expect(fetcher).toHaveBeenCalledTimes(2)
    await page.setRequests([])
    await app.advance('30s')
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('revalidates on focus while it is mounted, and not after', async () => {
    const app = createTestApp()
    const fetcher = vi.fn(async () => 1)
    const page = mountAll(app, [{ key: 'a', fetcher }])
    await settle()
    await app.advance('10s')
    await app.browser.focus()
    await app.advance(0)
    expect(fetcher).toHaveBeenCalledTimes(2)
    await page.unmount()
    await app.advance('10s')
    await app.browser.focus()
    await app.advance(0)
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('waits with `suspense` for all requests at once', async () => {
    const { fetcher, requests, answer } = createManualFetcher()
    const page = mountAll(createTestApp(), [
      { key: 'a', fetcher, suspense: true },
      { key: 'b', fetcher, suspense: true },
    ])
    await settle()
    expect(page.readText()).toContain('waits')
    expect(requests).toHaveLength(2)
    await answer('A', 0)
    await answer('B', 1)
    expect(page.data).toEqual(['A', 'B'])
  })

  it('shares entries with the other hooks', async () => {
    const app = createTestApp()
    const fetcher = vi.fn(async () => 'data')
    const page = mountAll(app, [{ key: ['user', 1], fetcher }])
    const entry = await showEntry(app, { key: ['user', 1], fetcher })
    expect([page.data, entry.latest.data]).toEqual([['data'], 'data'])
    expect(fetcher).toHaveBeenCalledOnce()
  })
})
