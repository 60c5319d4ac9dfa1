import { describe, expect, it } from 'vitest'
import type { Cachetta, Store } from '../../../src/index.ts'
import { memoryStore, mutate } from '../../../src/index.ts'
import { createDeferred } from '../../support/deferred.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

/** Shows an entry over a store whose deletes take effect when the test says so. */
async function showOverSlowStore() {
  const inner = memoryStore()
  const deletes = createDeferred()
  let deleting: Promise<unknown> | undefined
  const { subscribe: _, sync: __, ...async } = inner
  const store: Store = {
    ...async,
    async set(...args) {
      await deleting // a store keeps the order of its calls
      await inner.set(...args)
    },
    delete(address) {
      const deleted = deletes.promise.then(() => inner.delete(address))
      deleting = deleted
      return deleted
    },
  }
  const app = createTestApp({ store })
  const server = createManualFetcher()
  const props = { key: 'a', fetcher: server.fetcher, options: { duration: '1h' } }
  const page = await showEntry(app, props)
  await server.answer('old')
  await settle(() => app.cache.invalidate('a'))
  return { app, endDeletes: () => settle(() => deletes.resolve(undefined)), page, props, server }
}

describe('`invalidate()` over a slow store', () => {
  it('shows the same in a mounted and in a mounting hook', async () => {
    const { app, endDeletes, page, props, server } = await showOverSlowStore()
    expect(page.latest.data).toBeUndefined()
    const other = await showEntry(app, { ...props, options: { ...props.options, revalidateOnMount: false } })
    expect([page.latest.data, other.latest.data]).toEqual([undefined, undefined])
    await endDeletes()
    await server.answer('new')
    expect([page.latest.data, other.latest.data]).toEqual(['new', 'new'])
  })

  it('keeps a value that is fetched meanwhile, and does not fetch it again', async () => {
    const { app, endDeletes, page, props, server } = await showOverSlowStore()
    const other = await showEntry(app, props)
    await server.answer('new')
    expect([page.latest.data, other.latest.data]).toEqual(['new', 'new'])
    await endDeletes()
    expect([page.latest.data, other.latest.data]).toEqual(['new', 'new'])
    expect(server.requests).toHaveLength(2)
  })

  it('keeps a value that is set meanwhile', async () => {
    const { app, endDeletes, page } = await showOverSlowStore()
    await settle(() => mutate(app.cache, 'a', 'set', { revalidate: false }))
    await endDeletes()
    expect(page.latest.data).toBe('set')
  })
})

describe('a slow invalidation of many entries', () => {
  const invalidations: [name: string, invalidate: (cache: Cachetta) => Promise<void>][] = [
    ['invalidateAll', (cache) => cache.invalidateAll()],
    ['invalidateTags', (cache) => cache.invalidateTags('tag')],
  ]

  it.each(invalidations)('`%s` keeps what is fetched meanwhile, and does not fetch it again', async (_, invalidate) => {
    const { deleteAll, deleteTagged: _1, subscribe: _2, sync: _3, ...inner } = memoryStore()
    const deletes = createDeferred()
    const store: Store = {
      ...inner,
      deleteAll: async (base) => {
        await deleteAll?.(base)
        await deletes.promise
      },
      deleteTagged: () => deletes.promise as Promise<never>,
    }
    const app = createTestApp({ store })
    const server = createManualFetcher()
    const options = { duration: '1h', tags: ['tag'] }
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
    await server.answer('old')
    await settle(() => void invalidate(app.cache))
    await app.advance('200ms') // the hook no longer waits for the end
    await server.answer('new')
    await settle(() => deletes.resolve(undefined))
    expect(page.latest).toMatchObject({ data: 'new', isValidating: false })
    expect(server.requests).toHaveLength(2)
  })
})
