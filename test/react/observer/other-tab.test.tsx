import { expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { memoryStore, mutate } from '../../../src/index.ts'
import type { TestCache } from '../../../src/testing.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred } from '../../support/deferred.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createGetKey, showList } from '../support/show-list.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

// The order of the requests decides, and not the instants at which their values came:
//
//     this tab    |--request 1----------------| old, shown |-write 1: withdrawn------|
//     other tab      |--request 2--| new |-write 2-|~~~~~~~~| told
it('shows what another tab stored while an own write is on its way, although the own value came later', async () => {
  const inner = memoryStore()
  const written = createDeferred()
  const { sync: _, lock: __, share: ___, ...methods } = inner
  const store: Store = { ...methods, set: () => written.promise as Promise<void> }
  const app = createTestApp({ store })
  const page = await showEntry(app, { key: 'a', fetcher: async () => 'first' })
  await app.advance('1s')
  await settle(() => void mutate(app.cache, 'a', 'own', { revalidate: false }))
  expect(page.latest.data).toBe('own')

  const other = createTestCache({ store: inner }) // its clock is a second behind
  await settle(() => void mutate(other.cache, 'a', 'other', { revalidate: false }))
  expect(page.latest.data).toBe('other')
  await settle(() => written.resolve(undefined))
  expect(page.latest.data).toBe('other')
})

/** An application, and another one over the same entries. What is stored is gone before the first can read it. */
function createForgetfulApp(): { readonly app: TestApp; readonly other: TestCache } {
  const inner = memoryStore()
  const { sync: _, lock: __, share: ___, ...methods } = inner
  const app = createTestApp({ store: { ...methods, get: async () => null } })
  return { app, other: createTestCache({ store: inner }) }
}

it('a hook fetches if what another tab stored is gone before it is read', async () => {
  const { app, other } = createForgetfulApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await server.answer('first')
  await settle(() => void mutate(other.cache, 'a', 'other', { revalidate: false }))
  expect([page.latest.data, server.requests.length]).toEqual(['first', 2])
  await server.answer('new')
  expect(page.latest.data).toBe('new')
})

it('a list fetches the page that another tab stored if it is gone before it is read', async () => {
  const { app, other } = createForgetfulApp()
  const server = createManualFetcher()
  const list = await showList(app, createGetKey('x'), server)
  await server.answer('first')
  await settle(() => void mutate(other.cache, ['x', 0], 'other', { revalidate: false }))
  expect([list.result.data, server.requests.length]).toEqual([['first'], 2])
  await server.answer('new')
  expect(list.result.data).toEqual(['new'])
})
