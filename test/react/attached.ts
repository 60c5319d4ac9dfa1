import { expect, it, vi } from 'vitest'
import type { CachettaOptions } from '../../src/index.ts'
import { waitFor } from '../support/render.tsx'
import type { World } from './support.tsx'
import { fetcherByHand, newWorld, settle, show } from './support.tsx'

/** Tests that a page behaves the same over each store. */
export function describePages(newPlace: () => Pick<CachettaOptions, 'path' | 'store'>): void {
  it('is loading, then shows the data of one fetch in all components', async () => {
    const world = worldAt(newPlace())
    const fetcher = vi.fn(async (key: string) => ({ key, at: new Date(0), set: new Set([1]) }))
    const page = await show(world, { key: 'a', fetcher })
    const other = await show(world, { key: 'a', fetcher })
    await waitFor(() => expect(page.now.isValidating).toBe(false))

    expect(page.renders[0]).toEqual({ data: undefined, error: undefined, isLoading: true, isValidating: true })
    expect(page.now.data).toEqual({ key: 'a', at: new Date(0), set: new Set([1]) })
    expect(other.now.data).toBe(page.now.data)
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('shows the earlier data after a reload, then the new data', async () => {
    const place = newPlace()
    const first = await show(worldAt(place), { key: ['a', { page: 1 }], fetcher: async () => ({ n: 1 }) })
    await waitFor(() => expect(first.now).toMatchObject({ data: { n: 1 }, isValidating: false }))
    await stored(place, 'a', { page: 1 })
    await first.unmount()
    const world = worldAt(place)
    await world.pass('1m')
    const server = fetcherByHand()
    const page = await show(world, { key: ['a', { page: 1 }], fetcher: server.fetcher })
    await waitFor(() => expect(page.now).toMatchObject({ data: { n: 1 }, isLoading: false, isValidating: true }))
    await waitFor(() => expect(server.requests).toHaveLength(1))
    await server.answer({ n: 2 })
    await waitFor(() => expect(page.now).toMatchObject({ data: { n: 2 }, isValidating: false }))
  })

  it('fetches nothing after a reload while the data is fresh', async () => {
    const place = newPlace()
    const options = { duration: '1h' }
    const fetcher = vi.fn(async () => 1)
    const first = await show(worldAt(place), { key: 'a', fetcher, options })
    await waitFor(() => expect(first.now).toMatchObject({ data: 1, isValidating: false }))
    await stored(place, 'a')
    const page = await show(worldAt(place), { key: 'a', fetcher, options })
    await waitFor(() => expect(page.now).toMatchObject({ data: 1, isValidating: false }))

    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('shows a mutation at once, rolls back a failed one, and stores the committed data', async () => {
    const place = newPlace()
    const page = await show(worldAt(place), { key: 'a', fetcher: async () => 1 })
    await waitFor(() => expect(page.now.data).toBe(1))
    const options = { optimisticData: 2, revalidate: false }
    await settle(() => page.result.mutate(Promise.reject(new Error('refused')), options).catch(() => {}))
    await waitFor(() => expect(page.now.data).toBe(1))
    let written: Promise<unknown> | undefined
    await settle(() => {
      written = page.result.mutate(3, false)
    })
    expect(page.now.data).toBe(3)
    await written
    const reloaded = await show(worldAt(place), { key: 'a', options: { fallbackData: 0 } })
    await waitFor(() => expect(reloaded.now.data).toBe(3))
  })

  it('shows an error, and keeps the old data on the screen and in the store', async () => {
    const place = newPlace()
    const first = await show(worldAt(place), { key: 'a', fetcher: async () => 1 })
    await waitFor(() => expect(first.now).toMatchObject({ data: 1, isValidating: false }))
    await stored(place, 'a')
    const world = worldAt(place)
    await world.pass('1m')
    const fetcher = async () => {
      throw new Error('down')
    }
    const page = await show(world, { key: 'a', fetcher })
    await waitFor(() => expect(page.now.error).toBeDefined())

    expect(page.now).toEqual({ data: 1, error: new Error('down'), isLoading: false, isValidating: false })
    expect(await world.cache.exists('a')).toBe(true)
  })

  it('deletes all entries on `invalidateAll()`', async () => {
    const world = worldAt(newPlace())
    let count = 0
    const page = await show(world, { key: 'a', fetcher: async () => ++count })
    await waitFor(() => expect(page.now).toMatchObject({ data: 1, isValidating: false }))
    await settle(() => world.cache.invalidateAll())
    await waitFor(() => expect(page.now).toMatchObject({ data: 2, isValidating: false }))
    await page.unmount()
    await world.cache.invalidateAll()

    expect(await world.cache.exists('a')).toBe(false)
  })
}

/** Waits until the store has the entry: a page shows data before the store has it. */
function stored(place: Partial<CachettaOptions>, ...key: unknown[]): Promise<void> {
  const { cache } = worldAt(place)
  return waitFor(async () => expect(await cache.exists(...key)).toBe(true))
}

/** Creates a page after a load. It uses the real time, because a disk dates its entries by the clock of the machine. */
function worldAt(place: Partial<CachettaOptions>): World {
  const world = newWorld(place)
  world.clock.set(Date.now())
  return world
}
