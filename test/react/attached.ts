import { expect, it, vi } from 'vitest'
import type { CachettaOptions } from '../../src/index.ts'
import { waitFor } from '../support/render.tsx'
import type { World } from './support.tsx'
import { fetcherByHand, newWorld, settle, show } from './support.tsx'

/** What a page does is the same, whatever store is attached to it. */
export function describePages(newPlace: () => Pick<CachettaOptions, 'path' | 'store'>): void {
  it('shows loading, then what was fetched, and one fetch serves all', async () => {
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

  it('shows after a reload what was there before, then what is true', async () => {
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

  it('fetches nothing after a reload that is fresh', async () => {
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

  it('mutates in this very moment, rolls back, and keeps what was committed', async () => {
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

  it('shows an error, keeps the old data and what is stored', async () => {
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

  it('forgets everything by invalidateAll()', async () => {
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

/** What a page shows is on its way to the store; after a reload it is there once the store has it. */
function stored(place: Partial<CachettaOptions>, ...key: unknown[]): Promise<void> {
  const { cache } = worldAt(place)
  return waitFor(async () => expect(await cache.exists(...key)).toBe(true))
}

/** A page as it is after a load; a disk dates what it holds by the clock of the machine. */
function worldAt(place: Partial<CachettaOptions>): World {
  const world = newWorld(place)
  world.clock.set(Date.now())
  return world
}
