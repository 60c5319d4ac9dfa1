import { expect, it, onTestFinished, vi } from 'vitest'
import { preload } from '../../../src/index.ts'
import { CachettaProvider } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { act } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

const createCountingFetcher = () => {
  let count = 0
  return vi.fn(async () => ++count)
}

it('counts `dedupingInterval` from the start of the request (23)', async () => {
  const app = createTestApp({}, { focusThrottleInterval: 0 })
  const server = createManualFetcher()
  await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await app.advance('1.9s')
  await server.answer(1)
  await app.advance('99ms')
  await app.browser.focus()
  expect(server.requests).toHaveLength(1)
  await app.advance('1ms')
  await app.browser.focus()

  expect(server.requests).toHaveLength(2)
})

it('makes one request per `dedupingInterval`, polls included (23)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  await showEntry(app, { key: 'a', fetcher, options: { refreshInterval: 500 } })
  for (let step = 0; step < 8; step += 1) await app.advance('500ms')

  expect(fetcher).toHaveBeenCalledTimes(3) // at 0, 2 and 4 s
})

it('starts no poll before the last poll of the hook has ended (23)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { refreshInterval: 3000 } })
  await server.answer(1)
  await app.advance('3s')
  for (let step = 0; step < 10; step += 1) await app.advance('3s')
  expect(server.requests).toHaveLength(2)
  await server.answer(2)
  await app.advance('3s')

  expect(server.requests).toHaveLength(3)
})

it('joins a request that a caller awaits, however long it takes (23)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  await settle(() => void preload(app.cache, 'a', server.fetcher as never))
  await app.advance('10s')
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await app.advance('10s')
  await app.browser.focus()
  expect(server.requests).toHaveLength(1)
  await server.answer(1)

  expect(page.latest).toMatchObject({ data: 1, isValidating: false })
})

it('joins a request in flight on mount and focus within `dedupingInterval` (23)', async () => {
  const app = createTestApp({}, { focusThrottleInterval: 0 })
  const server = createManualFetcher()
  const props = { key: 'a', fetcher: server.fetcher }
  const pages = [await showEntry(app, props)]
  await app.advance('1.9s')
  pages.push(await showEntry(app, props))
  await app.browser.focus()
  expect(server.requests).toHaveLength(1)
  await server.answer(1)

  expect(pages.map(({ latest }) => latest.data)).toEqual([1, 1])
})

it('makes one request for all hooks with one key (23)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  const pages = [await showEntry(app, { key: 'a', fetcher }), await showEntry(app, { key: ['a'], fetcher })]

  expect(fetcher).toHaveBeenCalledOnce()
  expect(pages.map(({ latest }) => latest.data)).toEqual([1, 1])
})

it('fetches on focus at most once per `focusThrottleInterval`, counted from the mount (24)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  await showEntry(app, { key: 'a', fetcher })
  await app.advance('4999ms')
  await app.browser.focus()
  expect(fetcher).toHaveBeenCalledTimes(1)
  await app.advance('1ms')
  await app.browser.focus()
  await app.advance('4999ms')
  await app.browser.focus()
  expect(fetcher).toHaveBeenCalledTimes(2)
  await app.advance('1ms')
  await app.browser.focus()

  expect(fetcher).toHaveBeenCalledTimes(3)
})

it('fetches only the new key if the key changes in the same focus event (24)', async () => {
  const app = createTestApp()
  const fetcher = vi.fn(async (key: string) => key)
  const page = await showEntry(app, { key: 'a', fetcher })
  await app.advance('10s')
  act(() => {
    app.browser.fire('focus')
    page.rerender({ key: 'b' })
  })
  await settle()

  expect(fetcher.mock.calls.map(([key]) => key)).toEqual(['a', 'b'])
})

it('does not fetch fresh data on focus (24)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  await showEntry(app, { key: 'a', fetcher, options: { duration: '1m' } })
  await app.advance('59s')
  await app.browser.focus()
  await app.browser.reconnect()
  expect(fetcher).toHaveBeenCalledTimes(1)
  await app.advance('5s')
  await app.browser.focus()

  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('does not fetch on focus or reconnect if these options are off (24)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  await showEntry(app, { key: 'a', fetcher, options: { revalidateOnFocus: false, revalidateOnReconnect: false } })
  await app.advance('10s')
  await app.browser.focus()
  await app.browser.reconnect()

  expect(fetcher).toHaveBeenCalledTimes(1)
})

it('does not revalidate while offline, and fetches stale data when the network is back (25)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  await showEntry(app, { key: 'a', fetcher, options: { refreshInterval: 3000 } })
  app.browser.isOnline = false
  await app.advance('1m')
  await app.browser.focus()
  await (await showEntry(app, { key: 'a', fetcher })).unmount()
  expect(fetcher).toHaveBeenCalledTimes(1)

  app.browser.isOnline = true
  await app.browser.reconnect()
  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('does not revalidate while hidden, and fetches stale data on return (25)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  await showEntry(app, { key: 'a', fetcher, options: { refreshInterval: 3000 } })
  app.browser.isVisible = false
  await app.advance('1m')
  await app.browser.focus()
  await app.browser.reconnect()
  expect(fetcher).toHaveBeenCalledTimes(1)

  app.browser.isVisible = true
  await app.browser.focus()
  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('polls while hidden or offline if these options are on (25)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  const options = { refreshInterval: 3000, refreshWhenHidden: true, refreshWhenOffline: true }
  await showEntry(app, { key: 'a', fetcher, options })
  app.browser.isVisible = false
  app.browser.isOnline = false
  await app.advance('3s')

  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('neither polls nor calls back for an old key (26)', async () => {
  const onSuccess = vi.fn()
  const app = createTestApp()
  const fetcher = vi.fn(async (key: string) => key)
  const page = await showEntry(app, { key: 'a', fetcher, options: { refreshInterval: 3000, onSuccess } })
  await app.advance('2s')
  await page.setProps({ key: 'b' })
  fetcher.mockClear()
  onSuccess.mockClear()
  for (let step = 0; step < 9; step += 1) await app.advance('1s')

  expect(fetcher.mock.calls.map(([key]) => key)).toEqual(['b', 'b', 'b'])
  expect(onSuccess.mock.calls.map(([, key]) => key)).toEqual(['b', 'b', 'b'])
  await page.unmount()
  await app.advance('1m')
  expect(fetcher).toHaveBeenCalledTimes(3)
})

it('pauses polling while there is an error (26)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const options = { refreshInterval: 3000, shouldRetryOnError: false }
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  await server.fail(new Error('down'))
  await app.advance('10s')
  expect(server.requests).toHaveLength(1)

  await settle(() => page.result.mutate())
  await server.answer(1)
  await app.advance('3s')
  expect(server.requests).toHaveLength(3)
})

it('polls fresh data, too, and uses the latest interval (26)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  const page = await showEntry(app, { key: 'a', fetcher, options: { duration: '1h', refreshInterval: 3000 } })
  await app.advance('3s')
  expect(page.latest.data).toBe(2)
  await page.setProps({ options: { duration: '1h', refreshInterval: 5000 } })
  await app.advance('4s')
  expect(page.latest.data).toBe(2)
  await app.advance('1s')
  expect(page.latest.data).toBe(3)
  await page.setProps({ options: { duration: '1h', refreshInterval: 0 } })
  await app.advance('1m')

  expect(page.latest.data).toBe(3)
})

it('takes the polling interval from a function of the data (26)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  const refreshInterval = (count: number | undefined) => (count !== undefined && count < 3 ? count * 3000 : 0)
  const page = await showEntry(app, { key: 'a', fetcher, options: { refreshInterval } })
  await app.advance('3s')
  expect(page.latest.data).toBe(2)
  await app.advance('5s')
  expect(page.latest.data).toBe(2)
  await app.advance('1s')
  expect(page.latest.data).toBe(3)
  await app.advance('1m')

  expect(page.latest.data).toBe(3)
})

it('listens to the browser once for all hooks, until the last one unmounts (27)', async () => {
  const stop = vi.fn()
  const initFocus = vi.fn(() => stop)
  const app = createTestApp({}, { initFocus })
  const one = await showEntry(app, { key: 'a', fetcher: createCountingFetcher() })
  const two = await showEntry(app, { key: 'b', fetcher: createCountingFetcher() })
  initFocus.mockClear()
  stop.mockClear()
  await one.unmount()
  expect(stop).not.toHaveBeenCalled()
  await two.unmount()

  expect(stop).toHaveBeenCalledOnce()
  expect(initFocus).not.toHaveBeenCalled()
})

it('removes every listener that it added to the events of the browser (27)', async () => {
  const { app, listeners } = createAppOfBrowser()
  const pages = [
    await showEntry(app, { key: 'a', fetcher: createCountingFetcher() }),
    await showEntry(app, { key: 'b', fetcher: createCountingFetcher() }),
  ]
  expect(listeners()).toEqual(['focus', 'online', 'visibilitychange'])
  for (const page of pages) await page.unmount()

  expect(listeners()).toEqual([])
})

it('fetches on the events of the browser (25)', async () => {
  const { app } = createAppOfBrowser()
  const fetcher = createCountingFetcher()
  await showEntry(app, { key: 'a', fetcher })
  const events = [
    () => window.dispatchEvent(new Event('focus')),
    () => document.dispatchEvent(new Event('visibilitychange')),
    () => window.dispatchEvent(new Event('online')),
  ]
  for (const dispatch of events) {
    await app.advance('10s')
    await settle(dispatch)
  }
  expect(fetcher).toHaveBeenCalledTimes(4)

  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  await app.advance('10s')
  await settle(events[1])
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  await settle(events[0])
  expect(fetcher).toHaveBeenCalledTimes(4)
})

/** Creates an application whose hooks use the events of jsdom. `listeners` returns the events to which they listen. */
function createAppOfBrowser(): { app: Pick<TestApp, 'Provider' | 'advance'>; listeners: () => string[] } {
  const targets = [window, document]
  const added = targets.map((target) => vi.spyOn(target, 'addEventListener'))
  const removed = targets.map((target) => vi.spyOn(target, 'removeEventListener'))
  onTestFinished(() => void vi.restoreAllMocks())
  const listeners = () => {
    const remaining = added.flatMap(({ mock }) => mock.calls).filter(([name]) => /focus|online|visib/.test(name))
    for (const [name, listener] of removed.flatMap(({ mock }) => mock.calls)) {
      const index = remaining.findIndex((call) => call[0] === name && call[1] === listener)
      if (index >= 0) remaining.splice(index, 1)
    }
    return remaining.map(([name]) => name).sort()
  }
  const { cache, clock } = createTestCache()
  const Provider: TestApp['Provider'] = ({ children }) => <CachettaProvider cache={cache}>{children}</CachettaProvider>
  return { app: { Provider, advance: (span) => settle(() => clock.advance(span as number)) }, listeners }
}
