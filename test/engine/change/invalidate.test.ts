import { describe, expect, it } from 'vitest'
import { lookup, memoryStore, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { createManualCache } from '../support/manual-cache.ts'

const events = recordEvents()

describe('invalidate', () => {
  it('forgets in memory before the store has obeyed', async () => {
    const { cache, drain, operations } = createManualCache({ lruSize: 5 })
    const written = writeCache(cache, 'old')
    await drain()
    await written
    const gone = cache.invalidate()
    const found = lookup(cache)
    operations.find(({ verb }) => verb === 'get')?.answer()
    expect(await found).toEqual({ hit: false })
    await drain()
    await gone
    expect(events.at(-1)).toBe('invalidated')
  })

  it('follows a write that is on its way, in the order of the calls', async () => {
    const { cache, drain, inner } = createManualCache()
    const written = writeCache(cache, 'old')
    const gone = cache.invalidate()
    await drain()
    await Promise.all([written, gone])
    expect([...inner.list('test')]).toEqual([])
  })

  it('lets a write that comes after it stand', async () => {
    const { cache, drain } = createManualCache({ lruSize: 5 })
    const gone = cache.invalidate()
    const written = writeCache(cache, 'new')
    await drain()
    await Promise.all([gone, written])
    const found = lookup(cache.copy({ lruSize: null }))
    await drain()
    expect(await found).toMatchObject({ value: 'new' })
  })

  it('lets the next call compute at once, though what it beat still holds the lock', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const beaten = cached()
    await flushPromises()
    await cached.invalidate()
    const next = cached()
    await flushPromises()
    expect(calls.length).toBe(2)
    for (const call of calls) call.resolve('done')
    await Promise.all([beaten, next])
  })

  it('reaches a computation in every memory over the store', async () => {
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
  it('beats an asynchronous computation and a write that are under way', async () => {
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
