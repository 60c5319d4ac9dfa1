import { expect, it, vi } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { memoryStore, mutate, writeCache } from '../../../src/index.ts'
import { createManualStore } from '../../engine/support/manual-store.ts'
import { createDeferred, flushPromises } from '../../support/deferred.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import type { MountedEntry } from '../support/show-entry.tsx'
import { showEntry } from '../support/show-entry.tsx'
import { showWithData } from '../support/show-with-data.ts'
import { createTestApp } from '../support/test-app.tsx'

const dataOf = ({ renders }: MountedEntry) => renders.map(({ data }) => data)

it('drops a fetch that starts before a mutation and ends after it (1)', async () => {
  const onDiscarded = vi.fn()
  const onSuccess = vi.fn()
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { onDiscarded, onSuccess } })

  await settle(() => page.result.mutate('mutated', false))
  await server.answer('old')

  expect(page.latest).toMatchObject({ data: 'mutated', isValidating: false })
  expect(onDiscarded).toHaveBeenCalledExactlyOnceWith('a')
  expect(onSuccess).not.toHaveBeenCalled()
})

it('drops a fetch that starts during a mutation and ends after it (1)', async () => {
  const { app, server, page } = await showWithData('first')
  const change = createDeferred<string>()
  await settle(() => page.result.mutate(change.promise, { revalidate: false }))
  await app.advance('10s')
  await app.browser.focus()
  expect(server.requests).toHaveLength(2)

  await settle(() => change.resolve('mutated'))
  await server.answer('outdated')

  expect(page.latest.data).toBe('mutated')
})

it('drops a fetch that ends while a mutation runs (1)', async () => {
  const onDiscarded = vi.fn()
  const { app, server, page } = await showWithData('first', { onDiscarded })
  await app.advance('10s')
  await app.browser.focus()
  const change = createDeferred<string>()
  await settle(() => page.result.mutate(change.promise, { revalidate: false }))
  await server.answer('outdated')
  expect(page.latest.data).toBe('first')
  expect(onDiscarded).toHaveBeenCalledOnce()

  await settle(() => change.resolve('mutated'))
  expect(page.latest.data).toBe('mutated')
})

it('drops the error of a fetch that a mutation superseded, and does not retry (1)', async () => {
  const called: string[] = []
  const options = { onError: () => called.push('error'), onDiscarded: () => called.push('discarded') }
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  await settle(() => page.result.mutate('mutated', false))
  await server.fail(new Error('down'))
  await app.advance('1h')

  expect(page.latest).toMatchObject({ data: 'mutated', error: undefined })
  expect(called).toEqual(['discarded'])
  expect(server.requests).toHaveLength(1)
})

it('lets the later of two mutations win, whichever ends last (2)', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const { page } = await showWithData('first')
    const changes = [createDeferred<string>(), createDeferred<string>()]
    await settle(() => changes.map(({ promise }) => page.result.mutate(promise, false)))
    for (const index of order) await settle(() => changes[index]?.resolve(`change ${index}`))

    expect(page.latest.data).toBe('change 1')
    await page.unmount()
  }
})

it('rejects the promise of an earlier mutation that fails, and changes no data (2)', async () => {
  const { page } = await showWithData('first')
  const [one, two] = [createDeferred<string>(), createDeferred<string>()]
  let caught: unknown
  await settle(() => {
    page.result
      .mutate(one.promise, { revalidate: false, optimisticData: 'one, optimistic' })
      .catch((error: unknown) => {
        caught = error
      })
    void page.result.mutate(two.promise, { revalidate: false, optimisticData: 'two, optimistic' })
  })
  await settle(() => one.reject('refused'))
  expect(page.latest.data).toBe('two, optimistic')
  await settle(() => two.resolve('two'))

  expect(caught).toBe('refused')
  expect(page.latest).toMatchObject({ data: 'two', error: undefined })
})

it('lets the later of two requests win within `dedupingInterval`, and validates until it ends (3)', async () => {
  const { server, page } = await showWithData('first', { dedupingInterval: 2000 })
  await settle(() => page.result.mutate())
  await settle(() => page.result.mutate())
  expect(server.requests).toHaveLength(3)

  await server.answer('later', 2)
  expect(page.latest).toMatchObject({ data: 'later', isValidating: false })
  await server.answer('earlier', 1)
  expect(page.latest).toMatchObject({ data: 'later', isValidating: false })
})

it('keeps validating when the earlier of two requests ends (3)', async () => {
  const { server, page } = await showWithData('first')
  await settle(() => page.result.mutate())
  await settle(() => page.result.mutate())
  await server.answer('earlier', 1)
  expect(page.latest).toMatchObject({ data: 'first', isValidating: true })

  await server.answer('later', 2)
  expect(page.latest).toMatchObject({ data: 'later', isValidating: false })
})

it('fetches on the next mount after `mutate()` without data, even if nothing was mounted (5)', async () => {
  const { app, server, page } = await showWithData('first', { dedupingInterval: 2000 })
  await page.unmount()
  await settle(() => page.result.mutate())
  await showEntry(app, { key: 'a', fetcher: server.fetcher })

  expect(server.requests).toHaveLength(2)
})

it('fetches an entry that is fresh in the store after `mutate()` without data, even if memory did not hold it (5)', async () => {
  const { store, ...app } = createTestApp({ duration: '1h' })
  const server = createManualFetcher()
  await writeCache(app.cache, 'stored', 'a')
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await page.unmount()
  const reloaded = createTestApp({ duration: '1h', store })
  await settle(() => mutate(reloaded.cache, 'a'))
  const again = await showEntry(reloaded, { key: 'a', fetcher: server.fetcher })

  expect(again.latest).toMatchObject({ data: 'stored', isValidating: true })
  expect(server.requests).toHaveLength(1)
})

it('ignores late answers of fetches and mutations after `invalidateAll()` (6)', async () => {
  const { app, server, page } = await showWithData('first')
  await settle(() => page.result.mutate())
  const change = createDeferred<string>()
  await settle(() => page.result.mutate(change.promise, { optimisticData: 'optimistic', revalidate: false }))
  await settle(() => app.cache.invalidateAll())
  expect(page.latest).toMatchObject({ data: undefined, isLoading: true })

  await settle(() => change.resolve('mutated'))
  await server.answer('old', 1)
  expect(page.latest).toMatchObject({ data: undefined, isLoading: true })
  await server.answer('new')
  expect(page.latest.data).toBe('new')
})

it('stores no late answer after `invalidateAll()` if no component shows the entry (6)', async () => {
  const { app, server, page } = await showWithData('first')
  await settle(() => page.result.mutate())
  await page.unmount()
  await settle(() => app.cache.invalidateAll())
  await server.answer('old')

  expect(await app.cache.exists('a')).toBe(false)
})

it('drops a read of the store that ends after a mutation (7)', async () => {
  const manual = createManualStore({ locks: false })
  const app = createTestApp({ store: manual.store })
  const writing = writeCache(app.cache, 'old', 'a')
  manual.operations[0]?.answer()
  await writing

  const reloaded = createTestApp({ store: manual.store })
  const page = await showEntry(reloaded, { key: 'a', fetcher: null })
  const read = manual.operations[0]
  read?.apply()
  await settle(() => page.result.mutate('mutated', false))
  await settle(() => read?.answer())

  expect(read?.verb).toBe('get')
  expect(dataOf(page)).not.toContain('old')
  expect(page.latest.data).toBe('mutated')
})

it('drops a read of the store that ends after a faster answer of the network (7)', async () => {
  const manual = createManualStore({ locks: false })
  const writing = writeCache(createTestApp({ store: manual.store }).cache, 'old', 'a')
  manual.operations[0]?.answer()
  await writing

  const app = createTestApp({ store: manual.store })
  const page = await showEntry(app, { key: 'a', fetcher: null })
  const read = manual.operations[0]
  read?.apply()
  const get = app.cache(async (_key: string) => 'new')
  await settle(() => get.refresh('a'))
  await settle(() => manual.operations.find(({ verb }) => verb === 'set')?.answer())
  expect(page.latest.data).toBe('new')
  await settle(() => read?.answer())
  await flushPromises()

  expect(dataOf(page)).not.toContain('old')
  expect(page.latest.data).toBe('new')
})

const asynchronous = () => {
  const { sync: _, ...store } = memoryStore()
  return store
}

it.each(Object.entries({ 'a synchronous': memoryStore, 'an asynchronous': asynchronous }))(
  'fetches while a superseded request hangs that took the lock of %s store',
  async (_name, createStore) => {
    const app = createTestApp({ store: createStore() })
    const server = createManualFetcher()
    const options = { focusThrottleInterval: 0 }
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
    await settle(() => mutate(app.cache, 'a', 'set', { revalidate: false }))
    await app.advance('10s')
    await app.browser.focus()
    await settle()
    expect(server.requests).toHaveLength(2)
    await server.answer('new', 1)
    expect(page.latest).toMatchObject({ data: 'new', isValidating: false })
    await server.answer('old', 0)
    expect(page.latest.data).toBe('new')
  },
)

it('gives a lock up that it gets only when it is superseded', async () => {
  const granted = createDeferred<void>()
  const released = vi.fn(async () => {})
  const store: Store = {
    ...asynchronous(),
    lock: async () => {
      await granted.promise
      return { isHeld: async () => true, release: released }
    },
  }
  const app = createTestApp({ store })
  const server = createManualFetcher()
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { dedupingInterval: 0 } })
  await settle(() => mutate(app.cache, 'a', 'set', { revalidate: false }))
  await settle(() => granted.resolve())
  await settle()
  expect(released).toHaveBeenCalledOnce()
  expect(server.requests).toHaveLength(1)
  await server.answer('old')
  expect(released).toHaveBeenCalledOnce()
})
