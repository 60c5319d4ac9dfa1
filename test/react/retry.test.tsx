import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fetcherByHand, mount, newWorld, settle, show } from './support.tsx'

const error = new Error('down')

// The jitter is a factor between 0.5 and 1.5: here 1.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.5))
afterEach(() => void vi.restoreAllMocks())

it('(19) tells the error of a request once, not once per hook', async () => {
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

it('(19) does not fetch a key that is active and in error because another hook mounts', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const asking = { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } }
  await show(world, asking)
  await server.fail(error)
  const page = await show(world, asking)

  expect(page.renders).toEqual([{ data: undefined, error, isLoading: false, isValidating: false }])
  expect(server.requests).toHaveLength(1)
})

it('(19) does the same where there is data beside the error', async () => {
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

it('(19) fetches when all who showed the error are gone, however many come at once', async () => {
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

it('(19) does so though it renders again before the store has answered', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const asking = { key: 'a', fetcher: server.fetcher }
  const page = await show(world, asking)
  await server.fail(error)
  await page.unmount()
  await mount(world, asking).change({ options: { duration: 1 } })

  expect(server.requests).toHaveLength(2)
})

it('(20) tries again after pauses that double, up to 256 times the first', async () => {
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

it('(20) spreads the pauses, so that a server that is down is not met by all at once', async () => {
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

it('(20) does not try again while the page is hidden or offline, and does on return', async () => {
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

it('(20) does not try again in a page that was hidden after the failure', async () => {
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

it('(20) tries as often as errorRetryCount says, and with 0 never', async () => {
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

it('(20) tries again only what shouldRetryOnError lets', async () => {
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

it('(20) leaves it to onErrorRetry where that is given', async () => {
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

it('(20) ends trying when another fetch has succeeded meanwhile', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } })
  await server.fail(error)
  await settle(() => page.result.mutate())
  await server.answer(1)
  await world.pass('1h')

  expect(server.requests).toHaveLength(2)
})

it('(20) goes on trying for those who stay when the hook that fetched is gone', async () => {
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

it('(20) ends trying when nobody is left', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher })
  await server.fail(error)
  await page.unmount()
  await world.pass('1h')

  expect(server.requests).toHaveLength(1)
})
