import { expect, it, vi } from 'vitest'
import { createCountingFetcher, createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

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

it('polls at its own pace below `dedupingInterval` (23)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  await showEntry(app, { key: 'a', fetcher, options: { refreshInterval: 1000 } })
  await showEntry(app, { key: 'b', fetcher: null, options: { refreshInterval: 1000 } })
  for (let step = 1; step <= 5; step += 1) {
    await app.advance('999ms')
    expect(fetcher).toHaveBeenCalledTimes(step)
    await app.advance('1ms')
    expect(fetcher).toHaveBeenCalledTimes(step + 1)
  }
})

it('polls once per interval for all hooks with one key, whenever they mounted (23)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  const props = { key: 'a', fetcher, options: { refreshInterval: 1000 } }
  for (let hook = 0; hook < 5; hook += 1) {
    await showEntry(app, props)
    await app.advance('190ms')
  }
  fetcher.mockClear()
  for (let step = 0; step < 100; step += 1) await app.advance('100ms')

  expect(fetcher).toHaveBeenCalledTimes(10)
})

it('polls although the data is set more often than it polls (23)', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  const page = await showEntry(app, { key: 'a', fetcher, options: { refreshInterval: 3000 } })
  for (let step = 0; step < 12; step += 1) {
    await app.advance('500ms')
    await settle(() => page.result.mutate(100 + step, false))
  }
  expect(fetcher).toHaveBeenCalledTimes(3)
})

it('lets no polls pile up that are slower than their interval, of any number of hooks (23)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const props = { key: 'a', fetcher: server.fetcher, options: { refreshInterval: 500, dedupingInterval: 100 } }
  await showEntry(app, props)
  await showEntry(app, props)
  await server.answer(0)
  for (let poll = 1; poll <= 3; poll += 1) {
    for (let step = 0; step < 8; step += 1) await app.advance('500ms')
    expect(server.requests).toHaveLength(1 + poll)
    await server.answer(poll)
  }
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
