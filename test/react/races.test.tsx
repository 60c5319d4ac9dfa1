import { expect, it, vi } from 'vitest'
import { mutate, writeCache } from '../../src/index.ts'
import { storeByHand } from '../engine/support/store-by-hand.ts'
import { byHand, settled } from '../support/by-hand.ts'
import type { Page } from './support.tsx'
import { fetcherByHand, newWorld, settle, show } from './support.tsx'

/** A page whose first request has been answered. */
async function shown(value: unknown, options: Record<string, unknown> = {}) {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0, ...options } })
  await server.answer(value)
  return { world, server, page }
}

const dataOf = ({ renders }: Page) => renders.map(({ data }) => data)

const changes = (page: Page) => dataOf(page).filter((data, index, all) => index === 0 || data !== all[index - 1])

it('(1) drops a fetch that starts before a mutation and ends after it', async () => {
  const onDiscarded = vi.fn()
  const onSuccess = vi.fn()
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { onDiscarded, onSuccess } })

  await settle(() => page.result.mutate('mine', false))
  await server.answer('old')

  expect(page.now).toMatchObject({ data: 'mine', isValidating: false })
  expect(onDiscarded).toHaveBeenCalledExactlyOnceWith('a')
  expect(onSuccess).not.toHaveBeenCalled()
})

it('(1) drops a fetch that starts during a mutation and ends after it', async () => {
  const { world, server, page } = await shown('first')
  const change = byHand<string>()
  await settle(() => page.result.mutate(change.promise, { revalidate: false }))
  await world.pass('10s')
  await world.host.focus()
  expect(server.requests).toHaveLength(2)

  await settle(() => change.resolve('mine'))
  await server.answer('blind')

  expect(page.now.data).toBe('mine')
})

it('(1) drops a fetch that ends while a mutation is open', async () => {
  const onDiscarded = vi.fn()
  const { world, server, page } = await shown('first', { onDiscarded })
  await world.pass('10s')
  await world.host.focus()
  const change = byHand<string>()
  await settle(() => page.result.mutate(change.promise, { revalidate: false }))
  await server.answer('blind')
  expect(page.now.data).toBe('first')
  expect(onDiscarded).toHaveBeenCalledOnce()

  await settle(() => change.resolve('mine'))
  expect(page.now.data).toBe('mine')
})

it('(1) drops the error of a fetch that a mutation has outrun, and does not try it again', async () => {
  const told: string[] = []
  const options = { onError: () => told.push('error'), onDiscarded: () => told.push('discarded') }
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options })
  await settle(() => page.result.mutate('mine', false))
  await server.fail(new Error('down'))
  await world.pass('1h')

  expect(page.now).toMatchObject({ data: 'mine', error: undefined })
  expect(told).toEqual(['discarded'])
  expect(server.requests).toHaveLength(1)
})

it('(2) lets the later of two mutations win, whichever ends last', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const { page } = await shown('first')
    const changes = [byHand<string>(), byHand<string>()]
    await settle(() => changes.map(({ promise }) => page.result.mutate(promise, false)))
    for (const index of order) await settle(() => changes[index]?.resolve(`change ${index}`))

    expect(page.now.data).toBe('change 1')
    await page.unmount()
  }
})

it('(2) lets the error of an earlier mutation reach its caller and change nothing', async () => {
  const { page } = await shown('first')
  const [one, two] = [byHand<string>(), byHand<string>()]
  let caught: unknown
  await settle(() => {
    page.result.mutate(one.promise, { revalidate: false, optimisticData: 'one?' }).catch((error: unknown) => {
      caught = error
    })
    void page.result.mutate(two.promise, { revalidate: false, optimisticData: 'two?' })
  })
  await settle(() => one.reject('refused'))
  expect(page.now.data).toBe('two?')
  await settle(() => two.resolve('two'))

  expect(caught).toBe('refused')
  expect(page.now).toMatchObject({ data: 'two', error: undefined })
})

it('(3) lets the later request win, inside the dedupe window too, and validates until it ends', async () => {
  const { server, page } = await shown('first', { dedupingInterval: 2000 })
  await settle(() => page.result.mutate())
  await settle(() => page.result.mutate())
  expect(server.requests).toHaveLength(3)

  await server.answer('later', 2)
  expect(page.now).toMatchObject({ data: 'later', isValidating: false })
  await server.answer('earlier', 1)
  expect(page.now).toMatchObject({ data: 'later', isValidating: false })
})

it('(3) goes on validating when the earlier of two requests ends', async () => {
  const { server, page } = await shown('first')
  await settle(() => page.result.mutate())
  await settle(() => page.result.mutate())
  await server.answer('earlier', 1)
  expect(page.now).toMatchObject({ data: 'first', isValidating: true })

  await server.answer('later', 2)
  expect(page.now).toMatchObject({ data: 'later', isValidating: false })
})

it('(3) lets a request that begins after the dedupe window win over one that hangs', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher })
  await world.pass('10s')
  await world.host.focus()
  expect(server.requests).toHaveLength(2)
  await server.answer('later', 1)
  await server.answer('earlier', 0)
  expect(page.now).toMatchObject({ data: 'later', isValidating: false })

  await world.pass('10s')
  await world.host.focus()
  await world.pass('10s')
  await world.host.focus()
  await server.answer('earlier', 2)
  expect(page.now).toMatchObject({ data: 'later', isValidating: true })
})

it('(4) shows nothing between optimistic and committed data, polling included', async () => {
  const { world, server, page } = await shown('first', { refreshInterval: 1000 })
  const change = byHand<string>()
  await settle(() => page.result.mutate(change.promise, { optimisticData: 'mine?' }))
  await world.pass('1s')
  await server.answer('first')
  await settle(() => change.resolve('mine'))
  await server.answer('mine')

  expect(changes(page)).toEqual([undefined, 'first', 'mine?', 'mine'])
})

it('(4) shows optimistic data until the answer to it where the outcome of the change is not kept', async () => {
  const { server, page } = await shown('first')
  const change = byHand<string>()
  await settle(() => page.result.mutate(change.promise, { optimisticData: 'mine?', populateCache: false }))
  await settle(() => change.resolve('OK'))
  expect(page.now.data).toBe('mine?')

  await server.answer('mine')
  expect(changes(page)).toEqual([undefined, 'first', 'mine?', 'mine'])
})

it('(4) rolls back to what was committed last, in both orders of failure', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const { page } = await shown('first')
    const changes = [byHand<string>(), byHand<string>()]
    await settle(() =>
      changes.map(({ promise }, index) =>
        page.result.mutate(promise, { optimisticData: `change ${index}?`, revalidate: false }).catch(() => {}),
      ),
    )
    expect(page.now.data).toBe('change 1?')
    for (const index of order) await settle(() => changes[index]?.reject('refused'))

    expect(page.now.data).toBe('first')
    await page.unmount()
  }
})

it('(4) keeps optimistic data after an error where it shall not be rolled back', async () => {
  const { page } = await shown('first')
  const rollbackOnError = (error: unknown) => error !== 'abort'
  await settle(() =>
    page.result
      .mutate(Promise.reject('abort'), { optimisticData: 'mine?', rollbackOnError, revalidate: false })
      .catch(() => {}),
  )

  expect(page.now.data).toBe('mine?')
})

it('(4) makes optimistic data of what is committed and what is shown', async () => {
  const { page } = await shown('first')
  const optimisticData = vi.fn((_committed: unknown, displayed: unknown) => `${displayed}+`)
  await settle(() => {
    void page.result.mutate(byHand().promise, { optimisticData })
    void page.result.mutate(byHand().promise, { optimisticData })
  })

  expect(optimisticData.mock.calls).toEqual([
    ['first', 'first'],
    ['first', 'first+'],
  ])
  expect(page.now.data).toBe('first++')
})

it('(5) fetches at the next mount after mutate() without data, although nothing was mounted', async () => {
  const { world, server, page } = await shown('first', { dedupingInterval: 2000 })
  await page.unmount()
  await settle(() => page.result.mutate())
  await show(world, { key: 'a', fetcher: server.fetcher })

  expect(server.requests).toHaveLength(2)
})

it('(5) fetches what is fresh in the store after mutate() without data, although memory did not know it', async () => {
  const { store, ...world } = newWorld({ duration: '1h' })
  const server = fetcherByHand()
  await writeCache(world.cache, 'kept', 'a')
  const page = await show(world, { key: 'a', fetcher: server.fetcher })
  await page.unmount()
  const reloaded = newWorld({ duration: '1h', store })
  await settle(() => mutate(reloaded.cache, 'a'))
  const again = await show(reloaded, { key: 'a', fetcher: server.fetcher })

  expect(again.now).toMatchObject({ data: 'kept', isValidating: true })
  expect(server.requests).toHaveLength(1)
})

it('(6) brings nothing back by a late answer after invalidateAll()', async () => {
  const { world, server, page } = await shown('first')
  await settle(() => page.result.mutate())
  const change = byHand<string>()
  await settle(() => page.result.mutate(change.promise, { optimisticData: 'mine?', revalidate: false }))
  await settle(() => world.cache.invalidateAll())
  expect(page.now).toMatchObject({ data: undefined, isLoading: true })

  await settle(() => change.resolve('mine'))
  await server.answer('old', 1)
  expect(page.now).toMatchObject({ data: undefined, isLoading: true })
  await server.answer('new')
  expect(page.now.data).toBe('new')
})

it('(6) stores nothing by a late answer after invalidateAll() where nobody looks any more', async () => {
  const { world, server, page } = await shown('first')
  await settle(() => page.result.mutate())
  await page.unmount()
  await settle(() => world.cache.invalidateAll())
  await server.answer('old')

  expect(await world.cache.exists('a')).toBe(false)
})

it('(7) drops a disk read that arrives after a mutation', async () => {
  const hand = storeByHand({ locks: false })
  const world = newWorld({ store: hand.store })
  const [address, entry] = [world.cache, 'old'] as const
  const writing = writeCache(address, entry, 'a')
  hand.operations[0]?.answer()
  await writing

  const reloaded = newWorld({ store: hand.store })
  const page = await show(reloaded, { key: 'a', fetcher: null })
  const read = hand.operations[0]
  read?.act()
  await settle(() => page.result.mutate('mine', false))
  await settle(() => read?.answer())

  expect(read?.verb).toBe('get')
  expect(dataOf(page)).not.toContain('old')
  expect(page.now.data).toBe('mine')
})

it('(7) drops a disk read that arrives after a faster answer of the network', async () => {
  const hand = storeByHand({ locks: false })
  const writing = writeCache(newWorld({ store: hand.store }).cache, 'old', 'a')
  hand.operations[0]?.answer()
  await writing

  const world = newWorld({ store: hand.store })
  const page = await show(world, { key: 'a', fetcher: null })
  const read = hand.operations[0]
  read?.act()
  const get = world.cache(async (_key: string) => 'new')
  await settle(() => get.refresh('a'))
  await settle(() => hand.operations.find(({ verb }) => verb === 'set')?.answer())
  expect(page.now.data).toBe('new')
  await settle(() => read?.answer())
  await settled()

  expect(dataOf(page)).not.toContain('old')
  expect(page.now.data).toBe('new')
})
