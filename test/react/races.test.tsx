import { expect, it, vi } from 'vitest'
import { mutate, writeCache } from '../../src/index.ts'
import { storeByHand } from '../engine/support/store-by-hand.ts'
import { byHand, settled } from '../support/by-hand.ts'
import type { Page } from './support.tsx'
import { fetcherByHand, newWorld, settle, show } from './support.tsx'

/** Mounts a component and answers its first request. */
async function shown(value: unknown, options: Record<string, unknown> = {}) {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0, ...options } })
  await server.answer(value)
  return { world, server, page }
}

const dataOf = ({ renders }: Page) => renders.map(({ data }) => data)

const changes = (page: Page) => dataOf(page).filter((data, index, all) => index === 0 || data !== all[index - 1])

it('drops a fetch that starts before a mutation and ends after it (1)', async () => {
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

it('drops a fetch that starts during a mutation and ends after it (1)', async () => {
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

it('drops a fetch that ends while a mutation runs (1)', async () => {
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

it('drops the error of a fetch that a mutation superseded, and does not retry (1)', async () => {
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

it('lets the later of two mutations win, whichever ends last (2)', async () => {
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

it('rejects the promise of an earlier mutation that fails, and changes no data (2)', async () => {
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

it('lets the later of two requests win within `dedupingInterval`, and validates until it ends (3)', async () => {
  const { server, page } = await shown('first', { dedupingInterval: 2000 })
  await settle(() => page.result.mutate())
  await settle(() => page.result.mutate())
  expect(server.requests).toHaveLength(3)

  await server.answer('later', 2)
  expect(page.now).toMatchObject({ data: 'later', isValidating: false })
  await server.answer('earlier', 1)
  expect(page.now).toMatchObject({ data: 'later', isValidating: false })
})

it('keeps validating when the earlier of two requests ends (3)', async () => {
  const { server, page } = await shown('first')
  await settle(() => page.result.mutate())
  await settle(() => page.result.mutate())
  await server.answer('earlier', 1)
  expect(page.now).toMatchObject({ data: 'first', isValidating: true })

  await server.answer('later', 2)
  expect(page.now).toMatchObject({ data: 'later', isValidating: false })
})

it('starts a request beside one that hangs after `dedupingInterval`, and lets the later one win (3, 23)', async () => {
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

it('shows nothing between optimistic and committed data, even if a poll answers (4)', async () => {
  const { world, server, page } = await shown('first', { refreshInterval: 1000 })
  const change = byHand<string>()
  await settle(() => page.result.mutate(change.promise, { optimisticData: 'mine?' }))
  await world.pass('1s')
  await server.answer('first')
  await settle(() => change.resolve('mine'))
  await server.answer('mine')

  expect(changes(page)).toEqual([undefined, 'first', 'mine?', 'mine'])
})

it('shows optimistic data until the refetch answers if `populateCache` is false (4)', async () => {
  const { server, page } = await shown('first')
  const change = byHand<string>()
  await settle(() => page.result.mutate(change.promise, { optimisticData: 'mine?', populateCache: false }))
  await settle(() => change.resolve('OK'))
  expect(page.now.data).toBe('mine?')

  await server.answer('mine')
  expect(changes(page)).toEqual([undefined, 'first', 'mine?', 'mine'])
})

it('rolls back to the data that was committed last, in both orders of failure (4)', async () => {
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

it('keeps optimistic data after an error if `rollbackOnError` returns false (4)', async () => {
  const { page } = await shown('first')
  const rollbackOnError = (error: unknown) => error !== 'abort'
  await settle(() =>
    page.result
      .mutate(Promise.reject('abort'), { optimisticData: 'mine?', rollbackOnError, revalidate: false })
      .catch(() => {}),
  )

  expect(page.now.data).toBe('mine?')
})

it('calls `optimisticData` with the committed and the displayed data (4)', async () => {
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

it('fetches on the next mount after `mutate()` without data, even if nothing was mounted (5)', async () => {
  const { world, server, page } = await shown('first', { dedupingInterval: 2000 })
  await page.unmount()
  await settle(() => page.result.mutate())
  await show(world, { key: 'a', fetcher: server.fetcher })

  expect(server.requests).toHaveLength(2)
})

it('fetches an entry that is fresh in the store after `mutate()` without data, even if memory did not hold it (5)', async () => {
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

it('ignores late answers of fetches and mutations after `invalidateAll()` (6)', async () => {
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

it('stores no late answer after `invalidateAll()` if no component shows the entry (6)', async () => {
  const { world, server, page } = await shown('first')
  await settle(() => page.result.mutate())
  await page.unmount()
  await settle(() => world.cache.invalidateAll())
  await server.answer('old')

  expect(await world.cache.exists('a')).toBe(false)
})

it('drops a read of the store that ends after a mutation (7)', async () => {
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

it('drops a read of the store that ends after a faster answer of the network (7)', async () => {
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
