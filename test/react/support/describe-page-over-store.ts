import { expect, it, vi } from 'vitest'
import type { CachettaOptions } from '../../../src/index.ts'
import { waitFor } from '../../support/render.tsx'
import { createManualFetcher } from './manual-fetcher.ts'
import { settle } from './settle.ts'
import { showEntry } from './show-entry.tsx'
import type { TestApp } from './test-app.tsx'
import { createTestApp } from './test-app.tsx'

/** Tests a page over a store. It behaves in the same way over each store. */
export function describePageOverStore(createLocation: () => Pick<CachettaOptions, 'path' | 'store'>): void {
  it('is loading, then shows the data of one fetch in all components', async () => {
    const app = createLoadedApp(createLocation())
    const fetcher = vi.fn(async (key: string) => ({ key, at: new Date(0), set: new Set([1]) }))
    const page = await showEntry(app, { key: 'a', fetcher })
    const other = await showEntry(app, { key: 'a', fetcher })
    await waitFor(() => expect(page.latest.isValidating).toBe(false))

    expect(page.renders[0]).toEqual({ data: undefined, error: undefined, isLoading: true, isValidating: true })
    expect(page.latest.data).toEqual({ key: 'a', at: new Date(0), set: new Set([1]) })
    expect(other.latest.data).toBe(page.latest.data)
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('shows the earlier data after a reload, then the new data', async () => {
    const location = createLocation()
    const first = await showEntry(createLoadedApp(location), {
      key: ['a', { page: 1 }],
      fetcher: async () => ({ n: 1 }),
    })
    await waitFor(() => expect(first.latest).toMatchObject({ data: { n: 1 }, isValidating: false }))
    await waitForStoredEntry(location, 'a', { page: 1 })
    await first.unmount()
    const app = createLoadedApp(location)
    await app.advance('1m')
    const server = createManualFetcher()
    const page = await showEntry(app, { key: ['a', { page: 1 }], fetcher: server.fetcher })
    await waitFor(() => expect(page.latest).toMatchObject({ data: { n: 1 }, isLoading: false, isValidating: true }))
    await waitFor(() => expect(server.requests).toHaveLength(1))
    await server.answer({ n: 2 })
    await waitFor(() => expect(page.latest).toMatchObject({ data: { n: 2 }, isValidating: false }))
  })

  it('fetches nothing after a reload while the data is fresh', async () => {
    const location = createLocation()
    const options = { duration: '1h' }
    const fetcher = vi.fn(async () => 1)
    const first = await showEntry(createLoadedApp(location), { key: 'a', fetcher, options })
    await waitFor(() => expect(first.latest).toMatchObject({ data: 1, isValidating: false }))
    await waitForStoredEntry(location, 'a')
    const page = await showEntry(createLoadedApp(location), { key: 'a', fetcher, options })
    await waitFor(() => expect(page.latest).toMatchObject({ data: 1, isValidating: false }))

    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('shows a mutation at once, rolls back a failed one, and stores the committed data', async () => {
    const location = createLocation()
    const page = await showEntry(createLoadedApp(location), { key: 'a', fetcher: async () => 1 })
    await waitFor(() => expect(page.latest.data).toBe(1))
    const options = { optimisticData: 2, revalidate: false }
    await settle(() => page.result.mutate(Promise.reject(new Error('refused')), options).catch(() => {}))
    await waitFor(() => expect(page.latest.data).toBe(1))
    let mutation: Promise<unknown> | undefined
    await settle(() => {
      mutation = page.result.mutate(3, false)
    })
    expect(page.latest.data).toBe(3)
    await mutation
    const reloaded = await showEntry(createLoadedApp(location), { key: 'a', options: { fallbackData: 0 } })
    await waitFor(() => expect(reloaded.latest.data).toBe(3))
  })

  it('shows an error, and keeps the old data on the screen and in the store', async () => {
    const location = createLocation()
    const first = await showEntry(createLoadedApp(location), { key: 'a', fetcher: async () => 1 })
    await waitFor(() => expect(first.latest).toMatchObject({ data: 1, isValidating: false }))
    await waitForStoredEntry(location, 'a')
    const app = createLoadedApp(location)
    await app.advance('1m')
    const fetcher = async () => {
      throw new Error('down')
    }
    const page = await showEntry(app, { key: 'a', fetcher })
    await waitFor(() => expect(page.latest.error).toBeDefined())

    expect(page.latest).toEqual({ data: 1, error: new Error('down'), isLoading: false, isValidating: false })
    expect(await app.cache.exists('a')).toBe(true)
  })

  it('deletes all entries on `invalidateAll()`', async () => {
    const app = createLoadedApp(createLocation())
    let count = 0
    const page = await showEntry(app, { key: 'a', fetcher: async () => ++count })
    await waitFor(() => expect(page.latest).toMatchObject({ data: 1, isValidating: false }))
    await settle(() => app.cache.invalidateAll())
    await waitFor(() => expect(page.latest).toMatchObject({ data: 2, isValidating: false }))
    await page.unmount()
    await app.cache.invalidateAll()

    expect(await app.cache.exists('a')).toBe(false)
  })
}

/** Waits until the store has the entry. A page shows data before the store has it. */
function waitForStoredEntry(location: Partial<CachettaOptions>, ...key: unknown[]): Promise<void> {
  const { cache } = createLoadedApp(location)
  return waitFor(async () => expect(await cache.exists(...key)).toBe(true))
}

/**
 * Creates the application of a page that was just loaded. Its clock has the real time, because a disk dates entries by the
 * clock of the machine.
 */
function createLoadedApp(location: Partial<CachettaOptions>): TestApp {
  const app = createTestApp(location)
  app.clock.set(Date.now())
  return app
}
