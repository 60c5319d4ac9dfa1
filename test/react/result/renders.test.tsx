import type { ReactNode } from 'react'
import { useEffect, useLayoutEffect } from 'react'
import { expect, it, vi } from 'vitest'
import { memoryStore, writeCache } from '../../../src/index.ts'
import type { Result } from '../../../src/react.ts'
import { CachettaProvider } from '../../../src/react.ts'
import type { Store } from '../../../src/store/store.ts'
import { isStrict, render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { mountEntry, showEntry, useAny } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

it('does not render when a field changes that is not read (28)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const options = { dedupingInterval: 0 }
  const props = { key: 'a', fetcher: server.fetcher, options }
  const none = await showEntry(app, { ...props, reads: [] })
  const data = await showEntry(app, { ...props, reads: ['data'] })
  const error = await showEntry(app, { ...props, reads: ['error'] })
  await server.answer(1)
  await settle(() => data.result.mutate())
  await server.fail(new Error('down'))
  await settle(() => data.result.mutate(2, false))

  expect(none.renders).toHaveLength(1)
  expect(data.renders.map((fields) => fields.data)).toEqual([undefined, 1, 2])
  expect(error.renders).toHaveLength(3) // none, one, none
})

it('renders a component that reads only `isLoading` only when it changes (28)', async () => {
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: async () => 1, reads: ['isLoading'] })
  await settle(() => page.result.mutate(2, false))
  await settle(() => page.result.mutate(3, false))

  expect(page.renders).toEqual([{ isLoading: true }, { isLoading: false }])
})

it('does not render for equal data, and keeps the same object (28)', async () => {
  const page = await showEntry(createTestApp(), {
    key: 'a',
    fetcher: async () => ({ list: [{ at: new Date(0) }] }),
    options: { dedupingInterval: 0 },
    reads: ['data'],
  })
  const { data } = page.latest
  await settle(() => page.result.mutate())
  expect(page.renders).toHaveLength(2)
  await page.setProps({ options: { dedupingInterval: 1 } })

  expect(page.latest.data).toBe(data)
})

it('calls `compare` only for data, with the results of `select` (28)', async () => {
  const compare = vi.fn((before: unknown, after: unknown) => before === after)
  const server = createManualFetcher()
  const select = (data: { name: string }) => data.name
  const options = { compare, select, dedupingInterval: 0 }
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher, options })
  await server.answer({ name: 'Ada', visits: 1 })
  await settle(() => page.result.mutate())
  await server.answer({ name: 'Ada', visits: 2 })
  await settle(() => page.result.mutate())
  await server.fail(new Error('down'))

  expect(page.latest).toMatchObject({ data: 'Ada', error: new Error('down') })
  const compared = new Set(compare.mock.calls.flat())
  expect(compared).toEqual(new Set([undefined, 'Ada']))
})

it('keeps the object that `select` returned while the selection is equal (28)', async () => {
  const server = createManualFetcher()
  const options = { select: (data: { ids: number[] }) => data.ids.map((id) => ({ id })), dedupingInterval: 0 }
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher, options, reads: ['data'] })
  await server.answer({ ids: [1, 2], at: 1 })
  const { data } = page.latest
  await settle(() => page.result.mutate())
  await server.answer({ ids: [1, 2], at: 2 })
  expect(page.renders).toHaveLength(2)
  await page.setProps({
    options: { ...options, select: (fresh: { ids: number[] }) => fresh.ids.map((id) => ({ id })) },
  })

  expect(page.latest.data).toBe(data)
})

it('renders twice for mount and fetch (29)', async () => {
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: async () => 1 })
  expect(page.renders).toHaveLength(2)
})

it('renders twice for mount and fetch if every field is read (29)', async () => {
  const reads = ['data', 'error', 'isLoading', 'isValidating', 'isStale', 'updatedAt', 'source'] as const
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: async () => 1, reads })
  expect(page.renders).toHaveLength(2)
})

it('renders at most four times for mount, fetch and one change (29)', async () => {
  const server = createManualFetcher()
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } })
  await server.answer(1)
  await settle(() => page.result.mutate())
  await server.answer(2)

  expect(page.renders.length).toBeLessThanOrEqual(4)
  expect(page.latest.data).toBe(2)
})

it.each([
  ['once for fresh data in a synchronous store', 1, memoryStore()],
  ['twice for fresh data in an asynchronous store', 2, { ...memoryStore(), sync: undefined }],
])('renders once for fresh data in memory, and %s (29)', async (_, renders, store) => {
  const app = createTestApp({ duration: '1h', store: store as Store })
  await settle(() => writeCache(app.cache, 'kept', 'a'))
  const restored = await showEntry(app, { key: 'a', fetcher: async () => 'new' })
  expect(restored.renders).toHaveLength(renders)
  const again = await showEntry(app, { key: 'a', fetcher: async () => 'new' })
  expect(again.renders).toHaveLength(1)
})

it('returns an object that can be enumerated and spread (30)', async () => {
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: async () => 1 })
  const spread = { ...page.result }

  expect(spread).toMatchObject({ data: 1, error: undefined, isLoading: false, isValidating: false })
  expect(Object.keys(page.result)).toEqual(
    expect.arrayContaining(['data', 'error', 'isLoading', 'isValidating', 'mutate', 'promise']),
  )
})

it('returns the latest value of a field that is read after the render (30)', async () => {
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: async () => 1, reads: [] })
  expect(page.renders).toHaveLength(1)
  expect(page.result).toMatchObject({ data: 1, isLoading: false })
})

it('returns the latest value of a field that a later render reads for the first time (30)', async () => {
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: async () => 1, reads: [] })
  await page.setProps({ reads: ['data', 'isLoading'] })
  expect(page.renders[1]).toEqual({ data: 1, isLoading: false })
})

it('returns the same object after a switch back to a cached key (31)', async () => {
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: async (key: string) => ({ key }) })
  const { data } = page.latest
  await page.setProps({ key: 'b' })
  expect(page.latest.data).toEqual({ key: 'b' })
  await page.setProps({ key: 'a' })

  expect(page.latest.data).toBe(data)
})

it('does not miss an update between render and subscription (32)', async () => {
  const app = createTestApp()
  const dataOfRenders: unknown[] = []
  let mutate: Result['mutate'] | undefined
  function Reader(): ReactNode {
    const { data, mutate: mutateOfHook } = useAny('a', null, { fallbackData: 'placeholder' })
    mutate = mutateOfHook
    dataOfRenders.push(data)
    return <Writer />
  }
  function Writer(): ReactNode {
    // Effects of children run first, so the component above has not subscribed yet.
    useLayoutEffect(() => void mutate?.('written', false), [])
    return null
  }
  render(
    <app.Provider>
      <Reader />
    </app.Provider>,
  )
  await settle()

  expect(dataOfRenders.at(-1)).toBe('written')
})

it('does not render a hook when a provider renders again with the same props', async () => {
  const app = createTestApp()
  let renders = 0
  const options = { dedupingInterval: 1000 }
  function Reader(): ReactNode {
    useAny('a', null, { fallbackData: 1 })
    renders += 1
    return null
  }
  const reader = <Reader />
  const App = () => (
    <CachettaProvider options={options}>
      <CachettaProvider cache={app.cache}>{reader}</CachettaProvider>
    </CachettaProvider>
  )
  const { rerender } = render(<App />)
  await settle()
  const before = renders
  rerender(<App />)

  expect(renders).toBe(before)
  expect(before).toBe(isStrict ? 2 : 1)
})

it('returns one promise until the data changes, which is settled if there is data', async () => {
  const server = createManualFetcher()
  const promises: Promise<unknown>[] = []
  function Reader({ app }: { app: ReturnType<typeof createTestApp> }): ReactNode {
    const { promise, mutate } = useAny('a', server.fetcher, { dedupingInterval: 0 })
    promises.push(promise)
    useEffect(() => {
      change = mutate
    }, [mutate])
    void app
    return null
  }
  let change: Result['mutate'] | undefined
  const app = createTestApp()
  const element = (
    <app.Provider>
      <Reader app={app} />
    </app.Provider>
  )
  const { rerender } = render(element)
  rerender(element)
  await settle()
  await server.answer(1)
  const [first] = promises
  const second = promises.at(-1)
  expect(await first).toBe(1)
  expect(second).toMatchObject({ status: 'fulfilled', value: 1 })
  await settle(() => change?.())
  await server.answer(1)
  expect(promises.at(-1)).toBe(second)
  await settle(() => change?.(2, false))

  expect(promises.at(-1)).not.toBe(second)
  expect(await promises.at(-1)).toBe(2)
})

it('does not render a component when another one with the same key mounts', async () => {
  const app = createTestApp()
  const props = { key: 'a', fetcher: async () => 1 }
  const page = await showEntry(app, props)
  const before = page.renders.length
  mountEntry(app, props)
  await settle()

  expect(page.renders).toHaveLength(before)
})

it('does not fetch when its promise is only read, for example by a spread, and fetches when it is awaited', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { revalidateOnMount: false } })
  const copy = { ...page.result }
  await settle()
  expect(server.requests).toHaveLength(0)
  expect(page.result.promise).toBe(copy.promise)

  const awaited = copy.promise.then((data) => `${data}!`)
  await settle()
  await server.answer('A')
  expect(await awaited).toBe('A!')
})

it.each([
  ['a Map', () => new Map([['a', { b: 1 }]])],
  ['a Set', () => new Set([1, 'a'])],
  ['bytes', () => new Uint8Array([1, 2])],
  ['a buffer', () => new Uint8Array([1, 2]).buffer],
  ['a URL', () => new URL('https://example.org/')],
  ['a Date, a RegExp, a bigint and NaN', () => [new Date(5), /a/g, 1n, Number.NaN]],
] as const)('renders nothing for %s from a refetch that is equal (28)', async (_name, create) => {
  const app = createTestApp()
  const page = await showEntry(app, {
    key: 'a',
    fetcher: async () => create(),
    options: { dedupingInterval: 0 },
    reads: ['data'],
  })
  const [before, { data }] = [page.renders.length, page.latest]
  await settle(() => page.result.mutate())
  expect(page.renders).toHaveLength(before)
  expect(page.result.data).toBe(data)
})
