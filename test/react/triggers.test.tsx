import { expect, it, onTestFinished, vi } from 'vitest'
import { preload } from '../../src/index.ts'
import { CachettaProvider } from '../../src/react.ts'
import { createTestCache } from '../../src/testing.ts'
import { act } from '../support/render.tsx'
import type { World } from './support.tsx'
import { fetcherByHand, newWorld, settle, show } from './support.tsx'

const counting = () => {
  let count = 0
  return vi.fn(async () => ++count)
}

it('counts `dedupingInterval` from the start of the request (23)', async () => {
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

it('makes one request per `dedupingInterval`, polls included (23)', async () => {
  const world = newWorld()
  const fetcher = counting()
  await show(world, { key: 'a', fetcher, options: { refreshInterval: 500 } })
  for (let step = 0; step < 8; step += 1) await world.pass('500ms')

  expect(fetcher).toHaveBeenCalledTimes(3) // at 0, 2 and 4 s
})

it('starts no poll before the last poll of the hook has ended (23)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  await show(world, { key: 'a', fetcher: server.fetcher, options: { refreshInterval: 3000 } })
  await server.answer(1)
  await world.pass('3s')
  for (let step = 0; step < 10; step += 1) await world.pass('3s')
  expect(server.requests).toHaveLength(2)
  await server.answer(2)
  await world.pass('3s')

  expect(server.requests).toHaveLength(3)
})

it('joins a request that a caller awaits, however long it takes (23)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  await settle(() => void preload(world.cache, 'a', server.fetcher as never))
  await world.pass('10s')
  const page = await show(world, { key: 'a', fetcher: server.fetcher })
  await world.pass('10s')
  await world.host.focus()
  expect(server.requests).toHaveLength(1)
  await server.answer(1)

  expect(page.now).toMatchObject({ data: 1, isValidating: false })
})

it('joins a request in flight on mount and focus within `dedupingInterval` (23)', async () => {
  const world = newWorld({}, { focusThrottleInterval: 0 })
  const server = fetcherByHand()
  const asking = { key: 'a', fetcher: server.fetcher }
  const pages = [await show(world, asking)]
  await world.pass('1.9s')
  pages.push(await show(world, asking))
  await world.host.focus()
  expect(server.requests).toHaveLength(1)
  await server.answer(1)

  expect(pages.map(({ now }) => now.data)).toEqual([1, 1])
})

it('makes one request for all hooks with one key (23)', async () => {
  const world = newWorld()
  const fetcher = counting()
  const pages = [await show(world, { key: 'a', fetcher }), await show(world, { key: ['a'], fetcher })]

  expect(fetcher).toHaveBeenCalledOnce()
  expect(pages.map(({ now }) => now.data)).toEqual([1, 1])
})

it('fetches on focus at most once per `focusThrottleInterval`, counted from the mount (24)', async () => {
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

it('fetches only the new key if the key changes in the same focus event (24)', async () => {
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

it('does not fetch fresh data on focus (24)', async () => {
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

it('does not fetch on focus or reconnect if these options are off (24)', async () => {
  const world = newWorld()
  const fetcher = counting()
  await show(world, { key: 'a', fetcher, options: { revalidateOnFocus: false, revalidateOnReconnect: false } })
  await world.pass('10s')
  await world.host.focus()
  await world.host.reconnect()

  expect(fetcher).toHaveBeenCalledTimes(1)
})

it('does not revalidate while offline, and fetches stale data when the network is back (25)', async () => {
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

it('does not revalidate while hidden, and fetches stale data on return (25)', async () => {
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

it('polls while hidden or offline if these options are on (25)', async () => {
  const world = newWorld()
  const fetcher = counting()
  const options = { refreshInterval: 3000, refreshWhenHidden: true, refreshWhenOffline: true }
  await show(world, { key: 'a', fetcher, options })
  world.host.isVisible = false
  world.host.isOnline = false
  await world.pass('3s')

  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('neither polls nor calls back for an old key (26)', async () => {
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

it('pauses polling while there is an error (26)', async () => {
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

it('polls fresh data, too, and uses the latest interval (26)', async () => {
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

it('takes the polling interval from a function of the data (26)', async () => {
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

it('listens to the host once for all hooks, until the last one unmounts (27)', async () => {
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

it('removes every listener that it added to the events of the browser (27)', async () => {
  const { world, listeners } = browser()
  const pages = [
    await show(world, { key: 'a', fetcher: counting() }),
    await show(world, { key: 'b', fetcher: counting() }),
  ]
  expect(listeners()).toEqual(['focus', 'online', 'visibilitychange'])
  for (const page of pages) await page.unmount()

  expect(listeners()).toEqual([])
})

it('fetches on the events of the browser (25)', async () => {
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

/** A cache whose hooks use the events of the browser, and the events that they listen to. */
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
