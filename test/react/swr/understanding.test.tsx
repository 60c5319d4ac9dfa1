import type { ReactNode } from 'react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { useCachetta } from '../../../src/react.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

/** Shows key `a` until its data is there, then key `b`. Returns what each state shows: data, isLoading, isValidating. */
async function changeKey(options: Record<string, unknown>) {
  const server = createManualFetcher()
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher, options })
  const states: unknown[] = []
  const record = () => states.push([page.latest.data, page.latest.isLoading, page.latest.isValidating])
  record()
  await server.answer('A')
  record()
  await page.setProps({ key: 'b' })
  record()
  await server.answer('B')
  record()
  return states
}

describe("SWR's page: Understanding SWR", () => {
  it('State Machine: one result per state of the request', async () => {
    const server = createManualFetcher()
    const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher })
    await server.answer('A')
    expect(page.renders).toEqual([
      { data: undefined, error: undefined, isLoading: true, isValidating: true },
      { data: 'A', error: undefined, isLoading: false, isValidating: false },
    ])
  })

  it('Fetch and Revalidate: data stays while it is revalidated', async () => {
    const server = createManualFetcher()
    const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher })
    await server.answer('A')
    await settle(() => void page.result.mutate())
    expect(page.latest).toMatchObject({ data: 'A', isLoading: false, isValidating: true })
    await server.answer('A2')
    expect(page.latest).toMatchObject({ data: 'A2', isLoading: false, isValidating: false })
  })

  it('Key Change: data of the old key is gone at once', async () => {
    expect(await changeKey({})).toEqual([
      [undefined, true, true],
      ['A', false, false],
      [undefined, true, true],
      ['B', false, false],
    ])
  })

  it('Key Change + Previous Data: data of the old key shows until the new data is there', async () => {
    expect(await changeKey({ keepPreviousData: true })).toEqual([
      [undefined, true, true],
      ['A', false, false],
      ['A', false, true], // a difference: `isLoading` is false while data shows
      ['B', false, false],
    ])
  })

  it('Fallback: shows before the data of the network', async () => {
    const server = createManualFetcher()
    const page = await showEntry(createTestApp(), {
      key: 'a',
      fetcher: server.fetcher,
      options: { fallbackData: 'fallback' },
      reads: ['data', 'isLoading', 'isValidating', 'source'],
    })
    expect(page.latest).toEqual({ data: 'fallback', isLoading: false, isValidating: true, source: 'fallback' })
    await server.answer('A')
    expect(page.latest).toEqual({ data: 'A', isLoading: false, isValidating: false, source: 'network' })
  })

  it('Key Change + Fallback: the fallback shows for each key', async () => {
    const states = await changeKey({ fallbackData: 'fallback' })
    expect(states.map((state) => (state as unknown[])[0])).toEqual(['fallback', 'A', 'fallback', 'B'])
  })

  it('Key Change + Previous Data + Fallback: the previous data wins over the fallback', async () => {
    const states = await changeKey({ fallbackData: 'fallback', keepPreviousData: true })
    expect(states.map((state) => (state as unknown[])[0])).toEqual(['fallback', 'A', 'A', 'B'])
  })

  it('Combining with isLoading and isValidating for better UX: a skeleton first, then a spinner', async () => {
    const server = createManualFetcher()
    function Stock(): ReactNode {
      const { data, isLoading, isValidating } = useCachetta('/stock', server.fetcher, { refreshInterval: 3_000 })
      return isLoading ? 'skeleton' : `$${data}${isValidating ? ' spinner' : ''}`
    }
    const app = await renderApp(<Stock />)
    expect(text()).toBe('skeleton')
    await server.answer(7)
    expect(text()).toBe('$7')
    await app.advance('3s')
    expect(text()).toBe('$7 spinner')
    await server.answer(8)
    expect(text()).toBe('$8')
  })

  it('Return previous data for better UX: a search keeps its results while the next ones load', async () => {
    const server = createManualFetcher()
    let search = (_text: string) => {}
    function Search(): ReactNode {
      const [query, setQuery] = useState('a')
      search = setQuery
      const { data, isValidating } = useCachetta(`/search?q=${query}`, server.fetcher, { keepPreviousData: true })
      return `${data}${isValidating ? ' …' : ''}`
    }
    await renderApp(<Search />)
    await server.answer('apples')
    await settle(() => search('b'))
    await settle(() => search('ba'))
    expect(text()).toBe('apples …')
    await server.answer('bananas')
    expect(text()).toBe('bananas')
  })

  it('Return previous data for better UX: the data also shows while the key is falsy', async () => {
    const page = await showEntry(createTestApp(), {
      key: 'a',
      fetcher: async (key: string) => key.toUpperCase(),
      options: { keepPreviousData: true },
    })
    await page.setProps({ key: null })
    expect(page.latest).toEqual({ data: 'A', error: undefined, isLoading: false, isValidating: false })
  })

  it('Dependency Collection for performance: fields that are not read render nothing', async () => {
    const server = createManualFetcher()
    const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher, reads: ['data'] })
    await server.answer('A')
    await settle(() => void page.result.mutate())
    await server.answer('A')
    expect(page.renders).toEqual([{ data: undefined }, { data: 'A' }])
  })

  it('onSuccess Callback: runs for data of the network with the data and the key, not for cached data', async () => {
    const app = createTestApp()
    const onSuccess = vi.fn()
    const props = { key: '/api/user', fetcher: async () => 'Ada', options: { onSuccess, duration: '1h' } }
    await (await showEntry(app, props)).unmount()
    expect(onSuccess).toHaveBeenCalledExactlyOnceWith('Ada', '/api/user')
    const again = await showEntry(app, props)
    expect(again.latest.data).toBe('Ada')
    expect(onSuccess).toHaveBeenCalledOnce()
  })

  it('onSuccess with deduplication: only the callback of the hook that started the request runs', async () => {
    const [first, second] = [vi.fn(), vi.fn()]
    const fetcher = vi.fn(async () => 'Ada')
    const Part = ({ onSuccess }: { onSuccess: () => void }) => <p>{useCachetta('a', fetcher, { onSuccess }).data}</p>
    await renderApp(
      <>
        <Part onSuccess={first} />
        <Part onSuccess={second} />
      </>,
    )
    expect(text()).toBe('AdaAda')
    expect([first.mock.calls.length, second.mock.calls.length, fetcher.mock.calls.length]).toEqual([1, 0, 1])
  })
})
