import { describe, expect, it } from 'vitest'
import { lookup, memoryStore, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { createManualCache } from '../support/manual-cache.ts'

const events = recordEvents()

describe('invalidate', () => {
  it('removes the entry from memory before the store has deleted it', async () => {
    const { cache, complete, drain, operations } = createManualCache({ lruSize: 5 })
    await complete(writeCache(cache, 'old'))
    const invalidation = cache.invalidate()
    const found = lookup(cache)
    operations.find(({ verb }) => verb === 'get')?.answer()
    expect(await found).toEqual({ hit: false })
    await drain()
    await invalidation
    expect(events.at(-1)).toBe('invalidated')
  })

  it('deletes an entry whose write was called earlier and still runs', async () => {
    const { cache, drain, inner } = createManualCache()
    const write = writeCache(cache, 'old')
    const invalidation = cache.invalidate()
    await drain()
    await Promise.all([write, invalidation])
    expect([...inner.list('test')]).toEqual([])
  })

  it('does not delete an entry whose write was called later', async () => {
    const { cache, complete, drain } = createManualCache({ lruSize: 5 })
    const invalidation = cache.invalidate()
    const write = writeCache(cache, 'new')
    await drain()
    await Promise.all([invalidation, write])
    expect(await complete(lookup(cache.copy({ lruSize: null })))).toMatchObject({ value: 'new' })
  })

  it('lets the next call compute at once, although the superseded computation holds the lock', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const superseded = cached()
    await flushPromises()
    await cached.invalidate()
    const next = cached()
    await flushPromises()
    expect(calls.length).toBe(2)
    for (const call of calls) call.resolve('done')
    await Promise.all([superseded, next])
  })

  it('removes the entry from every memory over the store', async () => {
    const store = memoryStore()
    const { cache } = createTestCache({ store, lruSize: 5 })
    const other = cache.copy({ lruSize: 7 })
    await writeCache(cache, 'old')
    expect(await lookup(other)).toMatchObject({ value: 'old' })
    await other.invalidate()
    expect(await lookup(cache)).toEqual({ hit: false })
  })
})

describe('invalidateSync', () => {
  it('supersedes an asynchronous computation that runs', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    const { fn, calls } = createDeferredFunction<[], string>()
    const computed = cache(fn)()
    await flushPromises()
    cache.invalidateSync()
    calls[0]?.resolve('old')
    expect(await computed).toBe('old')
    expect(await lookup(cache)).toEqual({ hit: false })
  })
})
