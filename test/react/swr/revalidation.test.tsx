import { describe, expect, it } from 'vitest'
import { mutate } from '../../../src/index.ts'
import { createCountingFetcher } from '../support/manual-fetcher.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

/** Mounts a component with these options, and counts the requests. */
async function show(options: Record<string, unknown> = {}) {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  const page = await showEntry(app, { key: '/api/todos', fetcher, options })
  return { app, fetcher, page }
}

describe("SWR's page: Automatic Revalidation", () => {
  it('Automatic Revalidation: data is shown while it is revalidated', async () => {
    const { app, fetcher, page } = await show()
    await app.advance('10s')
    await app.browser.focus()
    expect(page.latest).toMatchObject({ data: 2, isValidating: false })
    expect(page.renders.map(({ data, isLoading }) => [data, isLoading])).not.toContainEqual([undefined, false])
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('Revalidate on Focus: a page that gets the focus revalidates, unless `revalidateOnFocus` is false', async () => {
    for (const [options, calls] of [
      [{}, 2],
      [{ revalidateOnFocus: false }, 1],
    ] as const) {
      const { app, fetcher, page } = await show(options)
      await app.advance('10s')
      await app.browser.focus()
      expect(fetcher).toHaveBeenCalledTimes(calls)
      await page.unmount()
    }
  })

  it('Revalidate on Focus: at most once in `focusThrottleInterval`', async () => {
    const { app, fetcher } = await show()
    await app.advance('10s')
    for (let step = 0; step < 4; step += 1) {
      await app.browser.focus()
      await app.advance('1s')
    }
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('Revalidate on Interval: polls every `refreshInterval`, here each second', async () => {
    const { app, fetcher, page } = await show({ refreshInterval: 1_000 })
    for (let second = 1; second <= 5; second += 1) {
      await app.advance('1s')
      expect(fetcher).toHaveBeenCalledTimes(1 + second)
    }
    expect(page.latest.data).toBe(6)
    await page.unmount()
    await app.advance('1m')
    expect(fetcher).toHaveBeenCalledTimes(6)
  })

  it('Revalidate on Interval: not while the page is hidden or offline, unless the options say so', async () => {
    for (const [option, state] of [
      ['refreshWhenHidden', 'isVisible'],
      ['refreshWhenOffline', 'isOnline'],
    ] as const) {
      for (const isOn of [false, true]) {
        const { app, fetcher, page } = await show({ refreshInterval: 5_000, [option]: isOn })
        app.browser[state] = false
        await app.advance('5s')
        expect(fetcher).toHaveBeenCalledTimes(isOn ? 2 : 1)
        await page.unmount()
      }
    }
  })

  it('Revalidate on Reconnect: when the network recovers, unless `revalidateOnReconnect` is false', async () => {
    for (const [options, calls] of [
      [{}, 2],
      [{ revalidateOnReconnect: false }, 1],
    ] as const) {
      const { app, fetcher, page } = await show(options)
      app.browser.isOnline = false
      await app.advance('10s')
      app.browser.isOnline = true
      await app.browser.reconnect()
      expect(fetcher).toHaveBeenCalledTimes(calls)
      await page.unmount()
    }
  })

  it.each([
    ['`duration: Infinity`', { duration: Number.POSITIVE_INFINITY }],
    ['three options', { revalidateIfStale: false, revalidateOnFocus: false, revalidateOnReconnect: false }],
  ])('Disable Automatic Revalidations: with %s, cached data is never requested again', async (_title, options) => {
    const { app, fetcher, page } = await show(options)
    await app.advance('1h')
    await app.browser.focus()
    await app.browser.reconnect()
    await page.unmount()
    const again = await showEntry(app, { key: '/api/todos', fetcher, options })
    expect(again.renders[0]).toMatchObject({ data: 1, isValidating: false })
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('Revalidate on Mount: `true` always fetches on mount, `false` never does', async () => {
    for (const [revalidateOnMount, calls] of [
      [true, 1],
      [false, 0],
    ] as const) {
      const app = createTestApp()
      await mutate(app.cache, 'a', 'cached', false)
      await app.advance('10s')
      const fetcher = createCountingFetcher()
      const options = { revalidateOnMount, duration: '1h', revalidateIfStale: false }
      const page = await showEntry(app, { key: 'a', fetcher, options })
      expect(fetcher).toHaveBeenCalledTimes(calls)
      expect(page.renders[0]?.data).toBe('cached')
      await page.unmount()
    }
  })
})
