import { expect, it, onTestFinished, vi } from 'vitest'
import { CachettaProvider } from '../../src/react.ts'
import { createTestCache } from '../../src/testing.ts'
import { act } from '../support/render.tsx'
import type { World } from './support.tsx'
import { fetcherByHand, newWorld, settle, show } from './support.tsx'

const counting = () => {
  let count = 0
  return vi.fn(async () => ++count)
}

it('(23) counts the dedupe window from the start of the request', async () => {
  const world = newWorld({}, { focusThrottleInterval: 0 })
  const server = fetcherByHand()
  await show(world, { key: 'a', fetcher: server.fetcher })
  await world.pass('1.9s')
  await server.answer(1)
  await world.pass('99ms')
  await world.host.focus()
  expect(server.requests).toHaveLength(1)
  await world.pass('1ms')
  await world.host.focus()

  expect(server.requests).toHaveLength(2)
})

it('(23) makes one request of those that begin within the window, polls included', async () => {
  const world = newWorld()
  const fetcher = counting()
  await show(world, { key: 'a', fetcher, options: { refreshInterval: 500 } })
  for (let step = 0; step < 8; step += 1) await world.pass('500ms')

  expect(fetcher).toHaveBeenCalledTimes(3) // at 0, 2 and 4 s
})

it('(23) makes one request for all hooks of a key', async () => {
  const world = newWorld()
  const fetcher = counting()
  const pages = [await show(world, { key: 'a', fetcher }), await show(world, { key: ['a'], fetcher })]

  expect(fetcher).toHaveBeenCalledOnce()
  expect(pages.map(({ now }) => now.data)).toEqual([1, 1])
})

it('(24) fetches on focus, at most once in an interval that begins with the mount', async () => {
  const world = newWorld()
  const fetcher = counting()
  await show(world, { key: 'a', fetcher })
  await world.pass('4999ms')
  await world.host.focus()
  expect(fetcher).toHaveBeenCalledTimes(1)
  await world.pass('1ms')
  await world.host.focus()
  await world.pass('4999ms')
  await world.host.focus()
  expect(fetcher).toHaveBeenCalledTimes(2)
  await world.pass('1ms')
  await world.host.focus()

  expect(fetcher).toHaveBeenCalledTimes(3)
})

it('(24) lets a key that changes by the same focus win', async () => {
  const world = newWorld()
  const fetcher = vi.fn(async (key: string) => key)
  const page = await show(world, { key: 'a', fetcher })
  await world.pass('10s')
  act(() => {
    world.host.fire('focus')
    page.rerender({ key: 'b' })
  })
  await settle()

  expect(fetcher.mock.calls.map(([key]) => key)).toEqual(['a', 'b'])
})

it('(24) does not fetch on focus what is fresh', async () => {
  const world = newWorld()
  const fetcher = counting()
  await show(world, { key: 'a', fetcher, options: { duration: '1m' } })
  await world.pass('59s')
  await world.host.focus()
  await world.host.reconnect()
  expect(fetcher).toHaveBeenCalledTimes(1)
  await world.pass('5s')
  await world.host.focus()

  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('(24) does not fetch on focus or reconnection where that is not wanted', async () => {
  const world = newWorld()
  const fetcher = counting()
  await show(world, { key: 'a', fetcher, options: { revalidateOnFocus: false, revalidateOnReconnect: false } })
  await world.pass('10s')
  await world.host.focus()
  await world.host.reconnect()

  expect(fetcher).toHaveBeenCalledTimes(1)
})

it('(25) fetches nothing stale while offline, and at once when the network is back', async () => {
  const world = newWorld()
  const fetcher = counting()
  await show(world, { key: 'a', fetcher, options: { refreshInterval: 3000 } })
  world.host.isOnline = false
  await world.pass('1m')
  await world.host.focus()
  await (await show(world, { key: 'a', fetcher })).unmount()
  expect(fetcher).toHaveBeenCalledTimes(1)

  world.host.isOnline = true
  await world.host.reconnect()
  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('(25) fetches nothing while hidden, and at once on return', async () => {
  const world = newWorld()
  const fetcher = counting()
  await show(world, { key: 'a', fetcher, options: { refreshInterval: 3000 } })
  world.host.isVisible = false
  await world.pass('1m')
  await world.host.focus()
  await world.host.reconnect()
  expect(fetcher).toHaveBeenCalledTimes(1)

  world.host.isVisible = true
  await world.host.focus()
  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('(25) polls while hidden or offline where that is wanted', async () => {
  const world = newWorld()
  const fetcher = counting()
  const options = { refreshInterval: 3000, refreshWhenHidden: true, refreshWhenOffline: true }
  await show(world, { key: 'a', fetcher, options })
  world.host.isVisible = false
  world.host.isOnline = false
  await world.pass('3s')

  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('(26) neither polls nor reports for an old key', async () => {
  const onSuccess = vi.fn()
  const world = newWorld()
  const fetcher = vi.fn(async (key: string) => key)
  const page = await show(world, { key: 'a', fetcher, options: { refreshInterval: 3000, onSuccess } })
  await world.pass('2s')
  await page.change({ key: 'b' })
  fetcher.mockClear()
  onSuccess.mockClear()
  for (let step = 0; step < 9; step += 1) await world.pass('1s')

  expect(fetcher.mock.calls.map(([key]) => key)).toEqual(['b', 'b', 'b'])
  expect(onSuccess.mock.calls.map(([, key]) => key)).toEqual(['b', 'b', 'b'])
  await page.unmount()
  await world.pass('1m')
  expect(fetcher).toHaveBeenCalledTimes(3)
})

it('(26) rests polling while there is an error', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const options = { refreshInterval: 3000, shouldRetryOnError: false }
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options })
  await server.fail(new Error('down'))
  await world.pass('10s')
  expect(server.requests).toHaveLength(1)

  await settle(() => page.result.mutate())
  await server.answer(1)
  await world.pass('3s')
  expect(server.requests).toHaveLength(3)
})

it('(26) polls what is fresh, too, and by the interval that is given last', async () => {
  const world = newWorld()
  const fetcher = counting()
  const page = await show(world, { key: 'a', fetcher, options: { duration: '1h', refreshInterval: 3000 } })
  await world.pass('3s')
  expect(page.now.data).toBe(2)
  await page.change({ options: { duration: '1h', refreshInterval: 5000 } })
  await world.pass('4s')
  expect(page.now.data).toBe(2)
  await world.pass('1s')
  expect(page.now.data).toBe(3)
  await page.change({ options: { duration: '1h', refreshInterval: 0 } })
  await world.pass('1m')

  expect(page.now.data).toBe(3)
})

it('(26) polls as the data asks for', async () => {
  const world = newWorld()
  const fetcher = counting()
  const refreshInterval = (count: number | undefined) => (count !== undefined && count < 3 ? count * 3000 : 0)
  const page = await show(world, { key: 'a', fetcher, options: { refreshInterval } })
  await world.pass('3s')
  expect(page.now.data).toBe(2)
  await world.pass('5s')
  expect(page.now.data).toBe(2)
  await world.pass('1s')
  expect(page.now.data).toBe(3)
  await world.pass('1m')

  expect(page.now.data).toBe(3)
})

it('(27) listens to the host once for all hooks, until the last is gone', async () => {
  const stop = vi.fn()
  const initFocus = vi.fn(() => stop)
  const world = newWorld({}, { initFocus })
  const one = await show(world, { key: 'a', fetcher: counting() })
  const two = await show(world, { key: 'b', fetcher: counting() })
  initFocus.mockClear()
  stop.mockClear()
  await one.unmount()
  expect(stop).not.toHaveBeenCalled()
  await two.unmount()

  expect(stop).toHaveBeenCalledOnce()
  expect(initFocus).not.toHaveBeenCalled()
})

it("(27) takes away exactly the listeners that it gave to the browser's own events", async () => {
  const { world, listeners } = browser()
  const pages = [
    await show(world, { key: 'a', fetcher: counting() }),
    await show(world, { key: 'b', fetcher: counting() }),
  ]
  expect(listeners()).toEqual(['focus', 'online', 'visibilitychange'])
  for (const page of pages) await page.unmount()

  expect(listeners()).toEqual([])
})

it("(25) fetches by the browser's own events", async () => {
  const { world } = browser()
  const fetcher = counting()
  await show(world, { key: 'a', fetcher })
  const events = [
    () => window.dispatchEvent(new Event('focus')),
    () => document.dispatchEvent(new Event('visibilitychange')),
    () => window.dispatchEvent(new Event('online')),
  ]
  for (const dispatch of events) {
    await world.pass('10s')
    await settle(dispatch)
  }
  expect(fetcher).toHaveBeenCalledTimes(4)

  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  await world.pass('10s')
  await settle(events[1])
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  await settle(events[0])
  expect(fetcher).toHaveBeenCalledTimes(4)
})

/** A cache whose hooks ask the browser itself, and which of its events they listen to. */
function browser(): { world: Pick<World, 'Provider' | 'pass'>; listeners: () => string[] } {
  const targets = [window, document]
  const added = targets.map((target) => vi.spyOn(target, 'addEventListener'))
  const removed = targets.map((target) => vi.spyOn(target, 'removeEventListener'))
  onTestFinished(() => void vi.restoreAllMocks())
  const listeners = () => {
    const left = added.flatMap(({ mock }) => mock.calls).filter(([name]) => /focus|online|visib/.test(name))
    for (const [name, listener] of removed.flatMap(({ mock }) => mock.calls)) {
      const index = left.findIndex((each) => each[0] === name && each[1] === listener)
      if (index >= 0) left.splice(index, 1)
    }
    return left.map(([name]) => name).sort()
  }
  const { cache, clock } = createTestCache()
  const Provider: World['Provider'] = ({ children }) => <CachettaProvider cache={cache}>{children}</CachettaProvider>
  return { world: { Provider, pass: (span) => settle(() => clock.advance(span as number)) }, listeners }
}
