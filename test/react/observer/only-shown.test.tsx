import { expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { lookup, memoryStore, mutate } from '../../../src/index.ts'
import { createManualStore } from '../../engine/support/manual-store.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

// What a hook shows without having stored it: the store keeps an older value meanwhile.

/** A store that answers in promises. */
function createStore(): Store {
  const { sync: _, ...store } = memoryStore()
  return store
}

const condition = (value: unknown) => value !== 'refused'
const fail = () => Promise.reject(new Error('refused'))

it('keeps a value that its `condition` refuses, while a call reads the older one', async () => {
  const app = createTestApp({ condition, store: createStore(), duration: '1s', staleDuration: '1h' })
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await server.answer('stored')
  await app.advance('1m')
  await settle(() => page.result.mutate())
  await server.answer('refused')
  expect(page.latest.data).toBe('refused')
  await settle(() => lookup(app.cache, 'a'))
  expect(page.latest.data).toBe('refused')
  const other = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  expect([page.latest.data, other.latest.data]).toEqual(['refused', 'refused'])
})

it.each([{ rollbackOnError: false }, { populateCache: false }])(
  'keeps optimistic data with %j when the first read of the store ends after it',
  async (given) => {
    const { operations, store } = createManualStore({ locks: false })
    const seeded = createTestApp({ store, entries: { a: 'stored' } } as object)
    await settle(() => operations[0]?.answer())
    await seeded.advance('1m')
    const app = createTestApp({ store })
    await app.advance('1m')
    const page = await showEntry(app, { key: 'a', fetcher: createManualFetcher().fetcher })
    const change = 'rollbackOnError' in given ? fail : async () => 'result'
    const options = { ...given, optimisticData: 'mine', revalidate: false, throwOnError: false }
    await settle(() => mutate(app.cache, 'a', change as never, options))
    expect(page.latest.data).toBe('mine')
    expect(operations.map(({ verb }) => verb)).toEqual(['get'])
    while (operations.length > 0) await settle(() => operations[0]?.answer())
    expect(page.latest.data).toBe('mine')
  },
)

it('shows what another tab has stored in place of a value that is only shown', async () => {
  const app = createTestApp({ condition, store: memoryStore() })
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await server.answer('refused')
  const other = createTestApp({ store: app.store, now: Date.UTC(2029, 0, 1) } as object) // its clock is behind
  await settle(() => mutate(other.cache, 'a', 'of another tab'))
  expect(page.latest.data).toBe('of another tab')
})
