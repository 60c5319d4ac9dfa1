import { expect, it, vi } from 'vitest'
import { writeCache } from '../../../src/index.ts'
import { createDeferred } from '../../support/deferred.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { mountEntry, showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const emptyFields = { data: undefined, error: undefined, isLoading: false, isValidating: false }

it('is loading and validating in the first render if a fetch will follow (15)', async () => {
  const page = mountEntry(createTestApp(), { key: 'a', fetcher: async () => 1 })
  expect(page.renders[0]).toMatchObject({ isLoading: true, isValidating: true })
  await settle()
})

it('is validating in the first render of stale data (15)', async () => {
  const app = createTestApp()
  const props = { key: 'a', fetcher: async () => 1 }
  await (await showEntry(app, props)).unmount()
  await app.advance('2s')
  const page = mountEntry(app, props)

  expect(page.renders[0]).toMatchObject({ data: 1, isLoading: false, isValidating: true })
  await settle()
})

it('is not loading or validating in the first render if no fetch will follow (15)', async () => {
  const app = createTestApp()
  const fetcher = vi.fn(async () => 1)
  await showEntry(app, { key: 'a', fetcher })
  const again = await showEntry(app, { key: 'a', fetcher }) // within `dedupingInterval`
  expect(again.renders).toEqual([{ ...emptyFields, data: 1 }])

  const options = [{ revalidateOnMount: false }, { isPaused: () => true }]
  for (const hookOptions of options) {
    const page = await showEntry(app, { key: ['other'], fetcher, options: hookOptions })
    expect(page.renders).toEqual([emptyFields])
  }
  const placeholder = { revalidateIfStale: false, fallbackData: 0 }
  const page = await showEntry(app, { key: ['other'], fetcher, options: placeholder })
  expect(page.renders).toEqual([{ ...emptyFields, data: 0 }])
  expect(fetcher).toHaveBeenCalledOnce()
})

it('fetches for a new key even if `revalidateOnMount` is false (15)', async () => {
  const fetcher = vi.fn(async (key: string) => key)
  const page = await showEntry(createTestApp(), { key: 'a', fetcher, options: { revalidateOnMount: false } })
  expect(fetcher).not.toHaveBeenCalled()
  await page.setProps({ key: 'b' })

  expect(page.latest.data).toBe('b')
})

it('does not fetch with `revalidateOnMount: false` if it renders again before the store answers (15)', async () => {
  const fetcher = vi.fn(async () => 1)
  const page = mountEntry(createTestApp(), { key: 'a', fetcher, options: { revalidateOnMount: false } })
  await page.setProps({ options: { revalidateOnMount: false, duration: 1 } })

  expect(fetcher).not.toHaveBeenCalled()
})

it('fetches fresh data on mount with `revalidateOnMount: true` (15)', async () => {
  const app = createTestApp({ duration: '1h' })
  await settle(() => writeCache(app.cache, 'stored', 'a'))
  await app.advance('1m')
  const page = await showEntry(app, { key: 'a', fetcher: async () => 'new', options: { revalidateOnMount: true } })
  expect(page.latest.data).toBe('new')
})

it('is loading only while there is nothing to show (16)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await server.answer(1)
  await settle(() => page.result.mutate())
  expect(page.latest).toMatchObject({ data: 1, isLoading: false, isValidating: true })
  await server.answer(2)

  const loading = page.renders.map(({ data, isLoading }) => [data, isLoading])
  expect(loading.filter(([data, isLoading]) => data !== undefined && isLoading)).toEqual([])
  expect(loading[0]).toEqual([undefined, true])
})

it('is not loading while it shows fallback data (16)', async () => {
  const page = mountEntry(createTestApp(), { key: 'a', fetcher: async () => 1, options: { fallbackData: null } })
  expect(page.latest).toMatchObject({ data: null, isLoading: false, isValidating: true })
  await settle()
})

it('calls `onLoadingSlow` once if there is nothing to show for `loadingTimeout` (16)', async () => {
  const onLoadingSlow = vi.fn()
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, {
    key: 'a',
    fetcher: server.fetcher,
    options: { onLoadingSlow, loadingTimeout: 500 },
  })
  await app.advance('499ms')
  expect(onLoadingSlow).not.toHaveBeenCalled()
  await app.advance('1ms')
  expect(onLoadingSlow).toHaveBeenCalledExactlyOnceWith('a')
  await server.answer(1)
  await settle(() => page.result.mutate())
  await app.advance('1s')

  expect(onLoadingSlow).toHaveBeenCalledOnce()
})

it('keeps the old data beside an error, and removes the error with the next success (17)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } })
  await server.answer(1)
  await settle(() => page.result.mutate())
  const error = new Error('down')
  await server.fail(error)
  expect(page.latest).toEqual({ data: 1, error, isLoading: false, isValidating: false })

  await settle(() => page.result.mutate())
  expect(page.latest).toMatchObject({ data: 1, error, isValidating: true })
  await server.answer(1)
  expect(page.latest).toEqual({ ...emptyFields, data: 1 })
})

it('removes an error with a success that `condition` does not store (17)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const options = { dedupingInterval: 0, condition: () => false }
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  await server.fail(new Error('down'))
  await settle(() => page.result.mutate())
  await server.answer(1)

  expect(page.latest).toEqual({ ...emptyFields, data: 1 })
})

it('removes an error with a mutation (17)', async () => {
  const server = createManualFetcher()
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher })
  await server.fail(new Error('down'))
  await settle(() => page.result.mutate(1, false))

  expect(page.latest).toEqual({ ...emptyFields, data: 1 })
})

it('stops validating when the fetcher throws or rejects (18)', async () => {
  const error = new Error('down')
  const throwing = () => {
    throw error
  }
  for (const fetcher of [throwing, async () => throwing()]) {
    const page = await showEntry(createTestApp(), { key: 'a', fetcher, options: { shouldRetryOnError: false } })
    expect(page.latest).toEqual({ ...emptyFields, error })
    await page.unmount()
  }
})

it('fetches nothing while it is paused (21)', async () => {
  let isPaused = true
  const app = createTestApp()
  const fetcher = vi.fn(async () => 1)
  const options = { isPaused: () => isPaused, refreshInterval: 1000 }
  const page = await showEntry(app, { key: 'a', fetcher, options })
  await app.advance('10s')
  await app.browser.focus()
  await settle(() => page.result.mutate())
  expect(fetcher).not.toHaveBeenCalled()

  isPaused = false
  await app.browser.reconnect()
  expect(page.latest).toEqual({ ...emptyFields, data: 1 })
})

it('drops results and errors that arrive during a pause (21)', async () => {
  let isPaused = false
  const called: string[] = []
  const options = {
    isPaused: () => isPaused,
    onSuccess: () => called.push('success'),
    onError: () => called.push('error'),
    onErrorRetry: () => called.push('retry'),
  }
  for (const end of ['answer', 'fail'] as const) {
    isPaused = false
    const server = createManualFetcher()
    const page = await showEntry(createTestApp(), { key: 'a', fetcher: server.fetcher, options })
    isPaused = true
    await server[end]('outcome')
    expect(page.latest).toEqual(emptyFields)
    await page.unmount()
  }
  expect(called).toEqual([])
})

it('is never validating without a fetcher (22)', async () => {
  const app = createTestApp()
  await settle(() => writeCache(app.cache, 'stored', 'a'))
  const page = await showEntry(app, { key: 'a' })
  await app.advance('10s')
  await app.browser.focus()
  await settle(() => page.result.mutate())

  expect(page.renders.map(({ isValidating }) => isValidating)).not.toContain(true)
  expect(page.latest.data).toBe('stored')
})

it('reports whether data is stale, when it was stored and where it came from', async () => {
  const reads = ['data', 'isStale', 'updatedAt', 'source'] as const
  const app = createTestApp()
  const props = { key: 'a', fetcher: async () => 1, options: { duration: '1m' }, reads }
  const page = await showEntry(app, props)
  const updatedAt = app.clock.now()
  expect(page.latest).toEqual({ data: 1, isStale: false, updatedAt, source: 'network' })
  await page.unmount()

  await app.advance('1m')
  const remounted = mountEntry(app, props)
  expect(remounted.latest).toEqual({ data: 1, isStale: true, updatedAt, source: 'memory' })
  await settle()

  const reloaded = await showEntry(createTestApp({ store: app.store }), props)
  expect(reloaded.renders.map(({ source }) => source)).toContain('store')
  const placeholder = mountEntry(createTestApp(), { ...props, options: { fallbackData: 0 } })
  expect(placeholder.latest).toEqual({ data: 0, isStale: false, updatedAt: undefined, source: 'fallback' })
  await settle()
})

it('shows data of a cache with `write: false`', async () => {
  const app = createTestApp({ write: false })
  const page = await showEntry(app, { key: 'a', fetcher: async () => 1 })

  expect(page.latest).toEqual({ ...emptyFields, data: 1 })
  expect(await app.cache.exists('a')).toBe(false)
})

it('drops data that `condition` does not store with the last component that shows it', async () => {
  const app = createTestApp()
  const props = { key: 'a', fetcher: async () => 1, options: { condition: () => false } }
  const page = await showEntry(app, props)
  expect(page.latest.data).toBe(1)
  await page.unmount()

  expect(mountEntry(app, props).renders[0]).toMatchObject({ data: undefined, isLoading: true })
  await settle()
})

it('shows nothing as soon as a mutation sets the data to `undefined`', async () => {
  const page = await showEntry(createTestApp(), { key: 'a', fetcher: async () => 1 })
  const change = createDeferred()
  await settle(() => page.result.mutate(change.promise as Promise<undefined>, false))
  await settle(() => change.resolve(undefined))
  expect(page.latest).toEqual(emptyFields)
})
