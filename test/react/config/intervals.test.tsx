import { expect, it, vi } from 'vitest'
import { Cachetta, memoryStore } from '../../../src/index.ts'
import { CachettaProvider } from '../../../src/react.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { createCountingFetcher, createManualFetcher } from '../support/manual-fetcher.ts'
import { mountEntry, showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const names = [
  'refreshInterval',
  'dedupingInterval',
  'focusThrottleInterval',
  'errorRetryInterval',
  'loadingTimeout',
] as const

it('takes a duration as text for `refreshInterval`, and for what its function returns', async () => {
  for (const refreshInterval of ['1m', () => '1m', 60_000]) {
    const app = createTestApp()
    const fetcher = createCountingFetcher()
    const page = await showEntry(app, { key: 'a', fetcher, options: { refreshInterval } })
    await app.advance('59s')
    expect(fetcher).toHaveBeenCalledTimes(1)
    await app.advance('1s')
    expect(fetcher).toHaveBeenCalledTimes(2)
    await page.unmount()
  }
})

it('takes a duration as text for `dedupingInterval` and `focusThrottleInterval`, of a hook and of a provider', async () => {
  for (const name of ['dedupingInterval', 'focusThrottleInterval'] as const) {
    for (const isOfProvider of [true, false]) {
      const options = { dedupingInterval: 0, focusThrottleInterval: 0, [name]: '1m' }
      const app = createTestApp({}, isOfProvider ? (options as object) : {})
      const fetcher = createCountingFetcher()
      const page = await showEntry(app, { key: 'a', fetcher, options: isOfProvider ? {} : options })
      await app.advance('59s')
      await app.browser.focus()
      expect(fetcher).toHaveBeenCalledTimes(1)
      await app.advance('1s')
      await app.browser.focus()
      expect(fetcher).toHaveBeenCalledTimes(2)
      await page.unmount()
    }
  }
})

it('takes a duration as text for `errorRetryInterval` and `loadingTimeout`', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const onLoadingSlow = vi.fn()
  const app = createTestApp()
  const server = createManualFetcher()
  const options = { errorRetryInterval: '1m', loadingTimeout: '2s', onLoadingSlow }
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  await app.advance('1999ms')
  expect(onLoadingSlow).not.toHaveBeenCalled()
  await app.advance(1)
  expect(onLoadingSlow).toHaveBeenCalledOnce()
  await server.fail(new Error('down'))
  await app.advance('119s')
  expect(server.requests).toHaveLength(1)
  await app.advance('1s')
  expect(server.requests).toHaveLength(2)
  vi.restoreAllMocks()
})

it('fires no timer early for intervals that are longer than a timer of the platform', async () => {
  for (const span of [2 ** 31, Number.POSITIVE_INFINITY, '30d']) {
    const setTimer = vi.spyOn(globalThis, 'setTimeout')
    const cache = new Cachetta({ path: 'test', store: memoryStore() })
    const Provider = ({ children }: { children?: unknown }) => (
      <CachettaProvider cache={cache}>{children as never}</CachettaProvider>
    )
    const onLoadingSlow = vi.fn()
    const fetcher = vi.fn(async () => {
      throw new Error('down')
    })
    const options = { ...Object.fromEntries(names.map((name) => [name, span])), onLoadingSlow }
    const page = await showEntry({ Provider }, { key: 'a', fetcher, options })
    await showEntry({ Provider }, { key: 'b', fetcher: () => 1, options: { ...options, refreshInterval: () => span } })
    await new Promise<void>((resolve) => setImmediate(resolve))

    const spans = setTimer.mock.calls.map(([, ms = 0]) => ms)
    expect(spans.filter((ms) => ms > 1_000_000).length).toBeGreaterThan(2)
    expect(Math.max(...spans)).toBeLessThan(2 ** 31)
    expect(fetcher).toHaveBeenCalledOnce()
    expect(onLoadingSlow).not.toHaveBeenCalled()
    await page.unmount()
    setTimer.mockRestore()
  }
})

it('refuses a wrong value with an error that names the option', () => {
  expectConsoleErrors(/was given; accepted is milliseconds/, /The above error/)
  const wrong = [...names.map((name) => [name, 'soon'] as const), ['refreshInterval', () => '5x'] as const]
  for (const [name, value] of [...wrong, ...names.map((each) => [each, Number.NaN] as const)]) {
    const mount = () => mountEntry(createTestApp(), { key: 'a', fetcher: () => 1, options: { [name]: value } })
    expect(mount).toThrow(new RegExp(`^${name}: .* was given; accepted is milliseconds, Infinity, or text`))
  }
})
