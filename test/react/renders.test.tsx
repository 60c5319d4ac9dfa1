import type { ReactNode } from 'react'
import { useEffect, useLayoutEffect } from 'react'
import { expect, it, vi } from 'vitest'
import { writeCache } from '../../src/index.ts'
import type { Result } from '../../src/react.ts'
import { CachettaProvider } from '../../src/react.ts'
import { isStrict, render } from '../support/render.tsx'
import { fetcherByHand, mount, newWorld, settle, show, useAny } from './support.tsx'

it('(28) renders nothing for fields that are not read', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const options = { dedupingInterval: 0 }
  const asking = { key: 'a', fetcher: server.fetcher, options }
  const none = await show(world, { ...asking, reads: [] })
  const data = await show(world, { ...asking, reads: ['data'] })
  const error = await show(world, { ...asking, reads: ['error'] })
  await server.answer(1)
  await settle(() => data.result.mutate())
  await server.fail(new Error('down'))
  await settle(() => data.result.mutate(2, false))

  expect(none.renders).toHaveLength(1)
  expect(data.renders.map((shown) => shown.data)).toEqual([undefined, 1, 2])
  expect(error.renders).toHaveLength(3) // none, one, none
})

it('(28) renders a component that reads isLoading alone only when that changes', async () => {
  const page = await show(newWorld(), { key: 'a', fetcher: async () => 1, reads: ['isLoading'] })
  await settle(() => page.result.mutate(2, false))
  await settle(() => page.result.mutate(3, false))

  expect(page.renders).toEqual([{ isLoading: true }, { isLoading: false }])
})

it('(28) renders nothing for equal data, which stays the same object', async () => {
  const page = await show(newWorld(), {
    key: 'a',
    fetcher: async () => ({ list: [{ at: new Date(0) }] }),
    options: { dedupingInterval: 0 },
    reads: ['data'],
  })
  const { data } = page.now
  await settle(() => page.result.mutate())
  expect(page.renders).toHaveLength(2)
  await page.change({ options: { dedupingInterval: 1 } })

  expect(page.now.data).toBe(data)
})

it('(28) compares data alone by compare, and as it is shown', async () => {
  const compare = vi.fn((before: unknown, after: unknown) => before === after)
  const server = fetcherByHand()
  const select = (data: { name: string }) => data.name
  const options = { compare, select, dedupingInterval: 0 }
  const page = await show(newWorld(), { key: 'a', fetcher: server.fetcher, options })
  await server.answer({ name: 'Ada', seen: 1 })
  await settle(() => page.result.mutate())
  await server.answer({ name: 'Ada', seen: 2 })
  await settle(() => page.result.mutate())
  await server.fail(new Error('down'))

  expect(page.now).toMatchObject({ data: 'Ada', error: new Error('down') })
  const compared = new Set(compare.mock.calls.flat())
  expect(compared).toEqual(new Set([undefined, 'Ada']))
})

it('(28) keeps what select made while it is equal', async () => {
  const server = fetcherByHand()
  const options = { select: (data: { ids: number[] }) => data.ids.map((id) => ({ id })), dedupingInterval: 0 }
  const page = await show(newWorld(), { key: 'a', fetcher: server.fetcher, options, reads: ['data'] })
  await server.answer({ ids: [1, 2], at: 1 })
  const { data } = page.now
  await settle(() => page.result.mutate())
  await server.answer({ ids: [1, 2], at: 2 })
  expect(page.renders).toHaveLength(2)
  await page.change({ options: { ...options, select: (fresh: { ids: number[] }) => fresh.ids.map((id) => ({ id })) } })

  expect(page.now.data).toBe(data)
})

it('(29) takes two renders for mount and fetch', async () => {
  const page = await show(newWorld(), { key: 'a', fetcher: async () => 1 })
  expect(page.renders).toHaveLength(2)
})

it('(29) takes two renders for mount and fetch with every field read', async () => {
  const reads = ['data', 'error', 'isLoading', 'isValidating', 'isStale', 'updatedAt', 'source'] as const
  const page = await show(newWorld(), { key: 'a', fetcher: async () => 1, reads })
  expect(page.renders).toHaveLength(2)
})

it('(29) takes at most four renders for mount, fetch and one change', async () => {
  const server = fetcherByHand()
  const page = await show(newWorld(), { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } })
  await server.answer(1)
  await settle(() => page.result.mutate())
  await server.answer(2)

  expect(page.renders.length).toBeLessThanOrEqual(4)
  expect(page.now.data).toBe(2)
})

it('(29) takes one render for data that is in memory and fresh, and two from the store', async () => {
  const world = newWorld({ duration: '1h' })
  await settle(() => writeCache(world.cache, 'kept', 'a'))
  const restored = await show(world, { key: 'a', fetcher: async () => 'new' })
  expect(restored.renders).toHaveLength(2)
  const again = await show(world, { key: 'a', fetcher: async () => 'new' })
  expect(again.renders).toHaveLength(1)
})

it('(30) returns an object that can be enumerated and spread', async () => {
  const page = await show(newWorld(), { key: 'a', fetcher: async () => 1 })
  const spread = { ...page.result }

  expect(spread).toMatchObject({ data: 1, error: undefined, isLoading: false, isValidating: false })
  expect(Object.keys(page.result)).toEqual(
    expect.arrayContaining(['data', 'error', 'isLoading', 'isValidating', 'mutate', 'promise']),
  )
})

it('(30) gives the latest value of a field that is read late', async () => {
  const page = await show(newWorld(), { key: 'a', fetcher: async () => 1, reads: [] })
  expect(page.renders).toHaveLength(1)
  expect(page.result).toMatchObject({ data: 1, isLoading: false })
})

it('(30) gives the latest value of a field that a later render reads for the first time', async () => {
  const page = await show(newWorld(), { key: 'a', fetcher: async () => 1, reads: [] })
  await page.change({ reads: ['data', 'isLoading'] })
  expect(page.renders[1]).toEqual({ data: 1, isLoading: false })
})

it('(31) gives the same object when it switches back to a key that is cached', async () => {
  const page = await show(newWorld(), { key: 'a', fetcher: async (key: string) => ({ key }) })
  const { data } = page.now
  await page.change({ key: 'b' })
  expect(page.now.data).toEqual({ key: 'b' })
  await page.change({ key: 'a' })

  expect(page.now.data).toBe(data)
})

it('(32) does not miss an update between render and subscription', async () => {
  const world = newWorld()
  const shown: unknown[] = []
  let mutate: Result['mutate'] | undefined
  function Reader(): ReactNode {
    const { data, mutate: own } = useAny('a', null, { fallbackData: 'placeholder' })
    mutate = own
    shown.push(data)
    return <Writer />
  }
  function Writer(): ReactNode {
    // Children come first: nobody above has subscribed yet.
    useLayoutEffect(() => void mutate?.('written', false), [])
    return null
  }
  render(
    <world.Provider>
      <Reader />
    </world.Provider>,
  )
  await settle()

  expect(shown.at(-1)).toBe('written')
})

it('renders no hook when a provider above renders again with the same props', async () => {
  const world = newWorld()
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
      <CachettaProvider cache={world.cache}>{reader}</CachettaProvider>
    </CachettaProvider>
  )
  const { rerender } = render(<App />)
  await settle()
  const before = renders
  rerender(<App />)

  expect(renders).toBe(before)
  expect(before).toBe(isStrict ? 2 : 1)
})

it('gives one promise until the data changes, settled for what is there', async () => {
  const server = fetcherByHand()
  const promises: Promise<unknown>[] = []
  function Reader({ world }: { world: ReturnType<typeof newWorld> }): ReactNode {
    const { promise, mutate } = useAny('a', server.fetcher, { dedupingInterval: 0 })
    promises.push(promise)
    useEffect(() => {
      change = mutate
    }, [mutate])
    void world
    return null
  }
  let change: Result['mutate'] | undefined
  const world = newWorld()
  const element = (
    <world.Provider>
      <Reader world={world} />
    </world.Provider>
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

it('changes nothing that is shown of a key by mounting another component of it', async () => {
  const world = newWorld()
  const asking = { key: 'a', fetcher: async () => 1 }
  const page = await show(world, asking)
  const before = page.renders.length
  mount(world, asking)
  await settle()

  expect(page.renders).toHaveLength(before)
})

it('begins nothing when its promise is only read, as whoever prints or spreads a result does', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { revalidateOnMount: false } })
  const copy = { ...page.result }
  await settle()
  expect(server.requests).toHaveLength(0)
  expect(page.result.promise).toBe(copy.promise)

  const awaited = copy.promise.then((data) => `${data}!`)
  await settle()
  await server.answer('A')
  expect(await awaited).toBe('A!')
})
