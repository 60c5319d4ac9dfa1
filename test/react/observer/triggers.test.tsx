import { expect, it, vi } from 'vitest'
import { preload } from '../../../src/index.ts'
import { act } from '../../support/render.tsx'
import { createCountingFetcher, createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

it('counts `dedupingInterval` from the end of the request (23)', async () => {
  const app = createTestApp({}, { focusThrottleInterval: 0 })
  const server = createManualFetcher()
  await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await app.advance('10s')
  await server.answer(1)
  await app.advance('1999ms')
  await app.browser.focus()
  await app.browser.reconnect()
  await showEntry(app, { key: 'a', fetcher: server.fetcher })
  expect(server.requests).toHaveLength(1)
  await app.advance('1ms')
  await app.browser.focus()

  expect(server.requests).toHaveLength(2)
})

it('fetches on mount within `dedupingInterval` if the request before failed (23)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await server.fail(new Error('down'))
  await page.unmount()
  await showEntry(app, { key: 'a', fetcher: server.fetcher })

  expect(server.requests).toHaveLength(2)
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

it('joins a request in flight on mount, focus, reconnect and poll, however long it takes (23)', async () => {
  for (const dedupingInterval of [0, 2000]) {
    const app = createTestApp({}, { focusThrottleInterval: 0 })
    const server = createManualFetcher()
    const props = { key: 'a', fetcher: server.fetcher, options: { dedupingInterval, refreshInterval: 3000 } }
    const pages = [await showEntry(app, props)]
    for (let step = 0; step < 5; step += 1) {
      await app.advance('1m')
      pages.push(await showEntry(app, props))
      await app.browser.focus()
      await app.browser.reconnect()
    }
    expect(server.requests).toHaveLength(1)
    await server.answer(1)

    expect(pages.map(({ latest }) => latest)).toEqual(
      pages.map(() => ({ data: 1, error: undefined, isLoading: false, isValidating: false })),
    )
    for (const page of pages) await page.unmount()
  }
})

it('starts a request beside one that hangs by `mutate()`, an invalidation, and another key only (23)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await settle(() => page.result.mutate())
  expect(server.requests).toHaveLength(2)
  await settle(() => app.cache.invalidate('a'))
  expect(server.requests).toHaveLength(3)
  await page.setProps({ key: 'b' })
  expect(server.requests).toHaveLength(4)
  await page.setProps({ key: 'a' })

  expect(server.requests.map(({ args: [key] }) => key)).toEqual(['a', 'a', 'a', 'b'])
})

it('starts a request beside one for another version of the entry (23)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { version: 1 } })
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { version: 2 } })
  await server.answer('of version 2')

  expect(server.requests).toHaveLength(2)
  expect(page.latest.data).toBe('of version 2')
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
