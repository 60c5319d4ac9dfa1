import { expect, it, vi } from 'vitest'
import { writeCache } from '../../src/index.ts'
import { byHand } from '../support/by-hand.ts'
import { fetcherByHand, mount, newWorld, settle, show } from './support.tsx'

const nothing = { data: undefined, error: undefined, isLoading: false, isValidating: false }

it('is loading and validating in the first render if a fetch will follow (15)', async () => {
  const page = mount(newWorld(), { key: 'a', fetcher: async () => 1 })
  expect(page.renders[0]).toMatchObject({ isLoading: true, isValidating: true })
  await settle()
})

it('is validating in the first render of stale data (15)', async () => {
  const world = newWorld()
  const asking = { key: 'a', fetcher: async () => 1 }
  await (await show(world, asking)).unmount()
  await world.pass('2s')
  const page = mount(world, asking)

  expect(page.renders[0]).toMatchObject({ data: 1, isLoading: false, isValidating: true })
  await settle()
})

it('is not loading or validating in the first render if no fetch will follow (15)', async () => {
  const world = newWorld()
  const fetcher = vi.fn(async () => 1)
  await show(world, { key: 'a', fetcher })
  const again = await show(world, { key: 'a', fetcher }) // within `dedupingInterval`
  expect(again.renders).toEqual([{ ...nothing, data: 1 }])

  const options = [{ revalidateOnMount: false }, { isPaused: () => true }]
  for (const each of options) {
    const page = await show(world, { key: ['other'], fetcher, options: each })
    expect(page.renders).toEqual([nothing])
  }
  const placeholder = { revalidateIfStale: false, fallbackData: 0 }
  const page = await show(world, { key: ['other'], fetcher, options: placeholder })
  expect(page.renders).toEqual([{ ...nothing, data: 0 }])
  expect(fetcher).toHaveBeenCalledOnce()
})

it('fetches for a new key even if `revalidateOnMount` is false (15)', async () => {
  const fetcher = vi.fn(async (key: string) => key)
  const page = await show(newWorld(), { key: 'a', fetcher, options: { revalidateOnMount: false } })
  expect(fetcher).not.toHaveBeenCalled()
  await page.change({ key: 'b' })

  expect(page.now.data).toBe('b')
})

it('does not fetch with `revalidateOnMount: false` if it renders again before the store answers (15)', async () => {
  const fetcher = vi.fn(async () => 1)
  const page = mount(newWorld(), { key: 'a', fetcher, options: { revalidateOnMount: false } })
  await page.change({ options: { revalidateOnMount: false, duration: 1 } })

  expect(fetcher).not.toHaveBeenCalled()
})

it('fetches fresh data on mount with `revalidateOnMount: true` (15)', async () => {
  const world = newWorld({ duration: '1h' })
  await settle(() => writeCache(world.cache, 'kept', 'a'))
  await world.pass('1m')
  const page = await show(world, { key: 'a', fetcher: async () => 'new', options: { revalidateOnMount: true } })
  expect(page.now.data).toBe('new')
})

it('is loading only while there is nothing to show (16)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher })
  await server.answer(1)
  await settle(() => page.result.mutate())
  expect(page.now).toMatchObject({ data: 1, isLoading: false, isValidating: true })
  await server.answer(2)

  const loading = page.renders.map(({ data, isLoading }) => [data, isLoading])
  expect(loading.filter(([data, isLoading]) => data !== undefined && isLoading)).toEqual([])
  expect(loading[0]).toEqual([undefined, true])
})

it('is not loading while it shows fallback data (16)', async () => {
  const page = mount(newWorld(), { key: 'a', fetcher: async () => 1, options: { fallbackData: null } })
  expect(page.now).toMatchObject({ data: null, isLoading: false, isValidating: true })
  await settle()
})

it('calls `onLoadingSlow` once if there is nothing to show for `loadingTimeout` (16)', async () => {
  const onLoadingSlow = vi.fn()
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { onLoadingSlow, loadingTimeout: 500 } })
  await world.pass('499ms')
  expect(onLoadingSlow).not.toHaveBeenCalled()
  await world.pass('1ms')
  expect(onLoadingSlow).toHaveBeenCalledExactlyOnceWith('a')
  await server.answer(1)
  await settle(() => page.result.mutate())
  await world.pass('1s')

  expect(onLoadingSlow).toHaveBeenCalledOnce()
})

it('keeps the old data beside an error, and removes the error with the next success (17)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } })
  await server.answer(1)
  await settle(() => page.result.mutate())
  const error = new Error('down')
  await server.fail(error)
  expect(page.now).toEqual({ data: 1, error, isLoading: false, isValidating: false })

  await settle(() => page.result.mutate())
  expect(page.now).toMatchObject({ data: 1, error, isValidating: true })
  await server.answer(1)
  expect(page.now).toEqual({ ...nothing, data: 1 })
})

it('removes an error with a success that `condition` does not store (17)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const options = { dedupingInterval: 0, condition: () => false }
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options })
  await server.fail(new Error('down'))
  await settle(() => page.result.mutate())
  await server.answer(1)

  expect(page.now).toEqual({ ...nothing, data: 1 })
})

it('removes an error with a mutation (17)', async () => {
  const server = fetcherByHand()
  const page = await show(newWorld(), { key: 'a', fetcher: server.fetcher })
  await server.fail(new Error('down'))
  await settle(() => page.result.mutate(1, false))

  expect(page.now).toEqual({ ...nothing, data: 1 })
})

it('stops validating when the fetcher throws or rejects (18)', async () => {
  const error = new Error('down')
  const throwing = () => {
    throw error
  }
  for (const fetcher of [throwing, async () => throwing()]) {
    const page = await show(newWorld(), { key: 'a', fetcher, options: { shouldRetryOnError: false } })
    expect(page.now).toEqual({ ...nothing, error })
    await page.unmount()
  }
})

it('fetches nothing while it is paused (21)', async () => {
  let isPaused = true
  const world = newWorld()
  const fetcher = vi.fn(async () => 1)
  const options = { isPaused: () => isPaused, refreshInterval: 1000 }
  const page = await show(world, { key: 'a', fetcher, options })
  await world.pass('10s')
  await world.host.focus()
  await settle(() => page.result.mutate())
  expect(fetcher).not.toHaveBeenCalled()

  isPaused = false
  await world.host.reconnect()
  expect(page.now).toEqual({ ...nothing, data: 1 })
})

it('drops results and errors that arrive during a pause (21)', async () => {
  let isPaused = false
  const told: string[] = []
  const options = {
    isPaused: () => isPaused,
    onSuccess: () => told.push('success'),
    onError: () => told.push('error'),
    onErrorRetry: () => told.push('retry'),
  }
  for (const end of ['answer', 'fail'] as const) {
    isPaused = false
    const server = fetcherByHand()
    const page = await show(newWorld(), { key: 'a', fetcher: server.fetcher, options })
    isPaused = true
    await server[end]('outcome')
    expect(page.now).toEqual(nothing)
    await page.unmount()
  }
  expect(told).toEqual([])
})

it('is never validating without a fetcher (22)', async () => {
  const world = newWorld()
  await settle(() => writeCache(world.cache, 'kept', 'a'))
  const page = await show(world, { key: 'a' })
  await world.pass('10s')
  await world.host.focus()
  await settle(() => page.result.mutate())

  expect(page.renders.map(({ isValidating }) => isValidating)).not.toContain(true)
  expect(page.now.data).toBe('kept')
})

it('reports whether data is stale, when it was stored and where it came from', async () => {
  const reads = ['data', 'isStale', 'updatedAt', 'source'] as const
  const world = newWorld()
  const asking = { key: 'a', fetcher: async () => 1, options: { duration: '1m' }, reads }
  const page = await show(world, asking)
  const updatedAt = world.clock.now()
  expect(page.now).toEqual({ data: 1, isStale: false, updatedAt, source: 'network' })
  await page.unmount()

  await world.pass('1m')
  const remounted = mount(world, asking)
  expect(remounted.now).toEqual({ data: 1, isStale: true, updatedAt, source: 'memory' })
  await settle()

  const reloaded = await show(newWorld({ store: world.store }), asking)
  expect(reloaded.renders.map(({ source }) => source)).toContain('store')
  const placeholder = mount(newWorld(), { ...asking, options: { fallbackData: 0 } })
  expect(placeholder.now).toEqual({ data: 0, isStale: false, updatedAt: undefined, source: 'fallback' })
  await settle()
})

it('shows data of a cache with `write: false`', async () => {
  const world = newWorld({ write: false })
  const page = await show(world, { key: 'a', fetcher: async () => 1 })

  expect(page.now).toEqual({ ...nothing, data: 1 })
  expect(await world.cache.exists('a')).toBe(false)
})

it('drops data that `condition` does not store with the last component that shows it', async () => {
  const world = newWorld()
  const asking = { key: 'a', fetcher: async () => 1, options: { condition: () => false } }
  const page = await show(world, asking)
  expect(page.now.data).toBe(1)
  await page.unmount()

  expect(mount(world, asking).renders[0]).toMatchObject({ data: undefined, isLoading: true })
  await settle()
})

it('shows nothing as soon as a mutation sets the data to `undefined`', async () => {
  const page = await show(newWorld(), { key: 'a', fetcher: async () => 1 })
  const change = byHand()
  await settle(() => page.result.mutate(change.promise as Promise<undefined>, false))
  await settle(() => change.resolve(undefined))
  expect(page.now).toEqual(nothing)
})
