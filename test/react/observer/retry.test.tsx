import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { mountEntry, showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const error = new Error('down')

// The jitter is a factor between 0.5 and 1.5: here 1.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.5))
afterEach(() => void vi.restoreAllMocks())

it('calls `onError` once per request, not once per hook (19)', async () => {
  const onError = vi.fn()
  const app = createTestApp()
  const server = createManualFetcher()
  const props = { key: 'a', fetcher: server.fetcher, options: { onError } }
  const pages = [await showEntry(app, props), await showEntry(app, props)]
  await server.fail(error)

  expect(server.requests).toHaveLength(1)
  expect(pages.map(({ latest }) => latest.error)).toEqual([error, error])
  expect(onError).toHaveBeenCalledExactlyOnceWith(error, 'a')
})

it('does not fetch on mount if another hook shows the error of the key (19)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const props = { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } }
  await showEntry(app, props)
  await server.fail(error)
  const page = await showEntry(app, props)

  expect(page.renders).toEqual([{ data: undefined, error, isLoading: false, isValidating: false }])
  expect(server.requests).toHaveLength(1)
})

it('does not fetch on mount if another hook shows the error of the key beside data (19)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const props = { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } }
  const page = await showEntry(app, props)
  await server.answer(1)
  await settle(() => page.result.mutate())
  await server.fail(error)
  await showEntry(app, props)

  expect(server.requests).toHaveLength(2)
})

it('fetches on mount once the hooks that showed the error are gone, even if several hooks mount at once (19)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const props = { key: 'a', fetcher: server.fetcher }
  const page = await showEntry(app, props)
  await server.fail(error)
  await page.unmount()
  const pages = [mountEntry(app, props), mountEntry(app, props)]
  await settle()
  expect(server.requests).toHaveLength(2)
  await server.answer(1)

  expect(pages.map(({ latest }) => latest.data)).toEqual([1, 1])
})

it('fetches on mount once the hook with the error is gone, even if it renders again before the store answers (19)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const props = { key: 'a', fetcher: server.fetcher }
  const page = await showEntry(app, props)
  await server.fail(error)
  await page.unmount()
  await mountEntry(app, props).setProps({ options: { duration: 1 } })

  expect(server.requests).toHaveLength(2)
})

it('retries after pauses that double, up to 256 times `errorRetryInterval` (20)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { errorRetryInterval: 1000 } })
  const pauses: number[] = []
  for (let count = 1; count <= 10; count += 1) {
    await server.fail(error)
    let pause = 0
    for (; server.requests.length === count && pause < 600; pause += 1) await app.advance('1s')
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
    const app = createTestApp()
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { errorRetryInterval: 1000 } })
    await server.fail(error)
    await app.advance(pause - 1)
    expect(server.requests).toHaveLength(1)
    await app.advance(1)
    expect(server.requests).toHaveLength(2)
    await page.unmount()
  }
})

it('does not retry while the page is hidden or offline, and fetches on return (20)', async () => {
  for (const state of ['isVisible', 'isOnline'] as const) {
    const app = createTestApp()
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
    await app.advance('10s')
    app.browser[state] = false
    await server.fail(error)
    await app.advance('1h')
    expect(server.requests).toHaveLength(1)

    app.browser[state] = true
    await (state === 'isVisible' ? app.browser.focus() : app.browser.reconnect())
    expect(server.requests).toHaveLength(2)
    await server.answer(1)
    await app.advance('1h')
    expect(server.requests).toHaveLength(2)
    expect(page.latest.data).toBe(1)
    await page.unmount()
  }
})

it('does not retry in a page that was hidden after the failure (20)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { revalidateOnFocus: false } })
  await server.fail(error)
  app.browser.isVisible = false
  await app.advance('1h')
  expect(server.requests).toHaveLength(1)

  app.browser.isVisible = true
  await app.advance('10s')
  expect(server.requests).toHaveLength(2)
})

it('retries `errorRetryCount` times, and never if it is 0 (20)', async () => {
  for (const errorRetryCount of [0, 2]) {
    const app = createTestApp()
    const fetcher = vi.fn(async () => {
      throw error
    })
    const page = await showEntry(app, { key: 'a', fetcher, options: { errorRetryCount } })
    for (let minute = 0; minute < 60; minute += 1) await app.advance('1m')

    expect(fetcher).toHaveBeenCalledTimes(1 + errorRetryCount)
    await page.unmount()
  }
})

it('retries only errors that `shouldRetryOnError` accepts (20)', async () => {
  for (const shouldRetryOnError of [false, (thrown: unknown) => thrown !== error]) {
    const app = createTestApp()
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { shouldRetryOnError } })
    await server.fail(error)
    await app.advance('1h')

    expect(server.requests).toHaveLength(1)
    await page.unmount()
  }
})

it('calls `onErrorRetry` instead of its own retries if there is one (20)', async () => {
  const onErrorRetry = vi.fn((_error, _key, { retryCount, revalidate }) => {
    if (retryCount < 3) app.clock.after(100, revalidate)
  })
  const app = createTestApp()
  const fetcher = vi.fn(async () => {
    throw error
  })
  await showEntry(app, { key: 'a', fetcher, options: { onErrorRetry } })
  for (let count = 0; count < 5; count += 1) await app.advance('100ms')

  expect(fetcher).toHaveBeenCalledTimes(3)
  expect(onErrorRetry.mock.calls.map(([, , { retryCount }]) => retryCount)).toEqual([1, 2, 3])
})

it('stops retrying when another fetch has succeeded (20)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } })
  await server.fail(error)
  await settle(() => page.result.mutate())
  await server.answer(1)
  await app.advance('1h')

  expect(server.requests).toHaveLength(2)
})

it('keeps retrying for the other hooks when the hook that fetched is gone (20)', async () => {
  for (const isGoneBefore of [true, false]) {
    const app = createTestApp()
    const server = createManualFetcher()
    const props = { key: 'a', fetcher: server.fetcher }
    const first = await showEntry(app, props)
    const second = await showEntry(app, props)
    if (isGoneBefore) await first.unmount()
    await server.fail(error)
    if (!isGoneBefore) await first.unmount()
    await app.advance('10s')
    await server.answer(1)

    expect(second.latest).toMatchObject({ data: 1, error: undefined })
    await second.unmount()
  }
})

it('stops retrying when no hook shows the key (20)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await server.fail(error)
  await page.unmount()
  await app.advance('1h')

  expect(server.requests).toHaveLength(1)
})
