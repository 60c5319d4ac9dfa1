import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
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
