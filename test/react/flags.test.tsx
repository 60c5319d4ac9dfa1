import { expect, it, vi } from 'vitest'
import { writeCache } from '../../src/index.ts'
import { byHand } from '../support/by-hand.ts'
import { fetcherByHand, mount, newWorld, settle, show } from './support.tsx'

const nothing = { data: undefined, error: undefined, isLoading: false, isValidating: false }

it('(15) says in the first render that it loads and validates when a fetch will follow', async () => {
  const page = mount(newWorld(), { key: 'a', fetcher: async () => 1 })
  expect(page.renders[0]).toMatchObject({ isLoading: true, isValidating: true })
  await settle()
})

it('(15) says in the first render of stale data that it validates', async () => {
  const world = newWorld()
  const asking = { key: 'a', fetcher: async () => 1 }
  await (await show(world, asking)).unmount()
  await world.pass('2s')
  const page = mount(world, asking)

  expect(page.renders[0]).toMatchObject({ data: 1, isLoading: false, isValidating: true })
  await settle()
})

it('(15) says nothing of the kind in the first render when no fetch will follow', async () => {
  const world = newWorld()
  const fetcher = vi.fn(async () => 1)
  await show(world, { key: 'a', fetcher })
  const again = await show(world, { key: 'a', fetcher }) // within the dedupe window
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

it('(15) fetches for a new key whatever revalidateOnMount says', async () => {
  const fetcher = vi.fn(async (key: string) => key)
  const page = await show(newWorld(), { key: 'a', fetcher, options: { revalidateOnMount: false } })
  expect(fetcher).not.toHaveBeenCalled()
  await page.change({ key: 'b' })

  expect(page.now.data).toBe('b')
})

it('(15) goes by the same when it renders again before the store has answered', async () => {
  const fetcher = vi.fn(async () => 1)
  const page = mount(newWorld(), { key: 'a', fetcher, options: { revalidateOnMount: false } })
  await page.change({ options: { revalidateOnMount: false, duration: 1 } })

  expect(fetcher).not.toHaveBeenCalled()
})

it('(15) fetches on mount what is fresh with revalidateOnMount', async () => {
  const world = newWorld({ duration: '1h' })
  await settle(() => writeCache(world.cache, 'kept', 'a'))
  await world.pass('1m')
  const page = await show(world, { key: 'a', fetcher: async () => 'new', options: { revalidateOnMount: true } })
  expect(page.now.data).toBe('new')
})

it('(16) loads only while there is nothing to show', async () => {
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

it('(16) does not load while it shows a placeholder', async () => {
  const page = mount(newWorld(), { key: 'a', fetcher: async () => 1, options: { fallbackData: null } })
  expect(page.now).toMatchObject({ data: null, isLoading: false, isValidating: true })
  await settle()
})

it('(16) calls onLoadingSlow once when there is nothing to show for too long', async () => {
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

it('(17) keeps the old data with an error, which goes with the next success', async () => {
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

it('(17) lets an error go with a success that the cache does not keep', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const options = { dedupingInterval: 0, condition: () => false }
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options })
  await server.fail(new Error('down'))
  await settle(() => page.result.mutate())
  await server.answer(1)

  expect(page.now).toEqual({ ...nothing, data: 1 })
})

it('(17) lets an error go with a mutation', async () => {
  const server = fetcherByHand()
  const page = await show(newWorld(), { key: 'a', fetcher: server.fetcher })
  await server.fail(new Error('down'))
  await settle(() => page.result.mutate(1, false))

  expect(page.now).toEqual({ ...nothing, data: 1 })
})

it('(18) ends validating however the fetcher throws', async () => {
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

it('(21) fetches nothing while it is paused', async () => {
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

it('(21) drops what ends during a pause, an error too', async () => {
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

it('(22) never validates without a fetcher', async () => {
  const world = newWorld()
  await settle(() => writeCache(world.cache, 'kept', 'a'))
  const page = await show(world, { key: 'a' })
  await world.pass('10s')
  await world.host.focus()
  await settle(() => page.result.mutate())

  expect(page.renders.map(({ isValidating }) => isValidating)).not.toContain(true)
  expect(page.now.data).toBe('kept')
})

it('says when data is stale, when it was stored and where it came from', async () => {
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

it('shows data that its cache may not write', async () => {
  const world = newWorld({ write: false })
  const page = await show(world, { key: 'a', fetcher: async () => 1 })

  expect(page.now).toEqual({ ...nothing, data: 1 })
  expect(await world.cache.exists('a')).toBe(false)
})

it('lets data that may not be kept go with the last component that shows it', async () => {
  const world = newWorld()
  const asking = { key: 'a', fetcher: async () => 1, options: { condition: () => false } }
  const page = await show(world, asking)
  expect(page.now.data).toBe(1)
  await page.unmount()

  expect(mount(world, asking).renders[0]).toMatchObject({ data: undefined, isLoading: true })
  await settle()
})

it('shows nothing at once when the data is cleared', async () => {
  const page = await show(newWorld(), { key: 'a', fetcher: async () => 1 })
  const change = byHand()
  await settle(() => page.result.mutate(change.promise as Promise<undefined>, false))
  await settle(() => change.resolve(undefined))
  expect(page.now).toEqual(nothing)
})
