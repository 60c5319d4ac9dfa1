import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fetcherByHand, mount, newWorld, settle, show } from './support.tsx'

const error = new Error('down')

// The jitter is a factor between 0.5 and 1.5: here 1.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.5))
afterEach(() => void vi.restoreAllMocks())

it('calls `onError` once per request, not once per hook (19)', async () => {
  const onError = vi.fn()
  const world = newWorld()
  const server = fetcherByHand()
  const asking = { key: 'a', fetcher: server.fetcher, options: { onError } }
  const pages = [await show(world, asking), await show(world, asking)]
  await server.fail(error)

  expect(server.requests).toHaveLength(1)
  expect(pages.map(({ now }) => now.error)).toEqual([error, error])
  expect(onError).toHaveBeenCalledExactlyOnceWith(error, 'a')
})

it('does not fetch on mount if another hook shows the error of the key (19)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const asking = { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } }
  await show(world, asking)
  await server.fail(error)
  const page = await show(world, asking)

  expect(page.renders).toEqual([{ data: undefined, error, isLoading: false, isValidating: false }])
  expect(server.requests).toHaveLength(1)
})

it('does not fetch on mount if another hook shows the error of the key beside data (19)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const asking = { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } }
  const page = await show(world, asking)
  await server.answer(1)
  await settle(() => page.result.mutate())
  await server.fail(error)
  await show(world, asking)

  expect(server.requests).toHaveLength(2)
})

it('fetches on mount once the hooks that showed the error are gone, even if several hooks mount at once (19)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const asking = { key: 'a', fetcher: server.fetcher }
  const page = await show(world, asking)
  await server.fail(error)
  await page.unmount()
  const pages = [mount(world, asking), mount(world, asking)]
  await settle()
  expect(server.requests).toHaveLength(2)
  await server.answer(1)

  expect(pages.map(({ now }) => now.data)).toEqual([1, 1])
})

it('fetches on mount once the hook with the error is gone, even if it renders again before the store answers (19)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const asking = { key: 'a', fetcher: server.fetcher }
  const page = await show(world, asking)
  await server.fail(error)
  await page.unmount()
  await mount(world, asking).change({ options: { duration: 1 } })

  expect(server.requests).toHaveLength(2)
})

it('retries after pauses that double, up to 256 times `errorRetryInterval` (20)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  await show(world, { key: 'a', fetcher: server.fetcher, options: { errorRetryInterval: 1000 } })
  const pauses: number[] = []
  for (let count = 1; count <= 10; count += 1) {
    await server.fail(error)
    let pause = 0
    for (; server.requests.length === count && pause < 600; pause += 1) await world.pass('1s')
    pauses.push(pause)
  }

  expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 256, 256])
})

it('adds jitter to the pauses, so that clients do not retry at the same moment (20)', async () => {
  for (const [random, pause] of [
    [0, 1000],
    [0.999, 2998],
  ] as const) {
    vi.spyOn(Math, 'random').mockReturnValue(random)
    const world = newWorld()
    const server = fetcherByHand()
    const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { errorRetryInterval: 1000 } })
    await server.fail(error)
    await world.pass(pause - 1)
    expect(server.requests).toHaveLength(1)
    await world.pass(1)
    expect(server.requests).toHaveLength(2)
    await page.unmount()
  }
})

it('does not retry while the page is hidden or offline, and fetches on return (20)', async () => {
  for (const state of ['isVisible', 'isOnline'] as const) {
    const world = newWorld()
    const server = fetcherByHand()
    const page = await show(world, { key: 'a', fetcher: server.fetcher })
    await world.pass('10s')
    world.host[state] = false
    await server.fail(error)
    await world.pass('1h')
    expect(server.requests).toHaveLength(1)

    world.host[state] = true
    await (state === 'isVisible' ? world.host.focus() : world.host.reconnect())
    expect(server.requests).toHaveLength(2)
    await server.answer(1)
    await world.pass('1h')
    expect(server.requests).toHaveLength(2)
    expect(page.now.data).toBe(1)
    await page.unmount()
  }
})

it('does not retry in a page that was hidden after the failure (20)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  await show(world, { key: 'a', fetcher: server.fetcher, options: { revalidateOnFocus: false } })
  await server.fail(error)
  world.host.isVisible = false
  await world.pass('1h')
  expect(server.requests).toHaveLength(1)

  world.host.isVisible = true
  await world.pass('10s')
  expect(server.requests).toHaveLength(2)
})

it('retries `errorRetryCount` times, and never if it is 0 (20)', async () => {
  for (const errorRetryCount of [0, 2]) {
    const world = newWorld()
    const fetcher = vi.fn(async () => {
      throw error
    })
    const page = await show(world, { key: 'a', fetcher, options: { errorRetryCount } })
    for (let minute = 0; minute < 60; minute += 1) await world.pass('1m')

    expect(fetcher).toHaveBeenCalledTimes(1 + errorRetryCount)
    await page.unmount()
  }
})

it('retries only errors that `shouldRetryOnError` accepts (20)', async () => {
  for (const shouldRetryOnError of [false, (thrown: unknown) => thrown !== error]) {
    const world = newWorld()
    const server = fetcherByHand()
    const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { shouldRetryOnError } })
    await server.fail(error)
    await world.pass('1h')

    expect(server.requests).toHaveLength(1)
    await page.unmount()
  }
})

it('calls `onErrorRetry` instead of its own retries if there is one (20)', async () => {
  const onErrorRetry = vi.fn((_error, _key, { retryCount, revalidate }) => {
    if (retryCount < 3) world.clock.after(100, revalidate)
  })
  const world = newWorld()
  const fetcher = vi.fn(async () => {
    throw error
  })
  await show(world, { key: 'a', fetcher, options: { onErrorRetry } })
  for (let count = 0; count < 5; count += 1) await world.pass('100ms')

  expect(fetcher).toHaveBeenCalledTimes(3)
  expect(onErrorRetry.mock.calls.map(([, , { retryCount }]) => retryCount)).toEqual([1, 2, 3])
})

it('stops retrying when another fetch has succeeded (20)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } })
  await server.fail(error)
  await settle(() => page.result.mutate())
  await server.answer(1)
  await world.pass('1h')

  expect(server.requests).toHaveLength(2)
})

it('keeps retrying for the other hooks when the hook that fetched is gone (20)', async () => {
  for (const isGoneBefore of [true, false]) {
    const world = newWorld()
    const server = fetcherByHand()
    const asking = { key: 'a', fetcher: server.fetcher }
    const first = await show(world, asking)
    const second = await show(world, asking)
    if (isGoneBefore) await first.unmount()
    await server.fail(error)
    if (!isGoneBefore) await first.unmount()
    await world.pass('10s')
    await server.answer(1)

    expect(second.now).toMatchObject({ data: 1, error: undefined })
    await second.unmount()
  }
})

it('stops retrying when no hook shows the key (20)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher })
  await server.fail(error)
  await page.unmount()
  await world.pass('1h')

  expect(server.requests).toHaveLength(1)
})
