import { describe, expect, it } from 'vitest'
import type { Cachetta } from '../../../src/index.ts'
import { lookup, lookupSync, readCache, writeCache } from '../../../src/index.ts'
import { idOf } from '../../../src/key/address.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { addressOfArgs, createManualCache, engineOf } from '../support/manual-cache.ts'
import { subscribeToChanges } from '../support/subscribe-to-changes.ts'

const events = recordEvents()

describe('invalidateAll', () => {
  // invalidateAll   |-clear-|-------list------|-delete a, b, c-|-clear-|
  // read c                      |--disk--| nothing: c is hidden
  it('hides the entries that are read while it runs', async () => {
    const { cache, complete, drain, answer, operations } = createManualCache({ lruSize: 5 })
    const writes = ['a', 'b', 'c'].map((key) => writeCache(cache.copy({ lruSize: 9 }), key, key))
    await drain()
    await Promise.all(writes)
    const invalidation = cache.invalidateAll()
    await flushPromises()
    const during = lookup(cache, 'c')
    operations.find(({ verb }) => verb === 'get')?.answer()
    expect(await during).toEqual({ hit: false })
    await answer('list')
    await drain()
    await invalidation
    expect(await complete(lookup(cache, 'c'))).toEqual({ hit: false })
  })

  it('deletes an entry whose write the store does not list yet', async () => {
    const { cache, complete, drain, inner } = createManualCache({ lruSize: 5 })
    const write = writeCache(cache, 'old', 1)
    const invalidation = cache.invalidateAll()
    await drain()
    await Promise.all([write, invalidation])
    expect([...inner.list('test')]).toEqual([])
    expect(await complete(lookup(cache, 1))).toEqual({ hit: false })
  })

  it('supersedes every computation under its base path, and no other', async () => {
    const { cache } = createTestCache({ path: 'base/a' })
    const { fn, calls } = createDeferredFunction<[number], number>()
    const inside = cache(fn)
    const outside = cache.copy({ path: 'base/ab' })(fn)
    const both = Promise.all([inside(1), outside(2)])
    await flushPromises()
    await cache.invalidateAll()
    for (const call of calls) call.resolve(call.args[0])
    await both
    expect([await inside.lookup(1), await outside.lookup(2)]).toMatchObject([{ hit: false }, { hit: true }])
  })

  it('lets the next call compute at once, even if the entry was never stored', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const superseded = cached()
    await flushPromises()
    await cache.invalidateAll()
    const next = cached()
    await flushPromises()
    expect(calls.length).toBe(2)
    for (const call of calls) call.resolve('done')
    await Promise.all([superseded, next])
  })
})

describe('a listener that reads a synchronous store', () => {
  const invalidations: [name: string, invalidate: (cache: Cachetta) => unknown][] = [
    ['invalidate', (cache) => cache.invalidate(1)],
    ['invalidateSync', (cache) => cache.invalidateSync(1)],
    ['invalidateTags', (cache) => cache.invalidateTags('tag')],
    ['invalidateAll', (cache) => cache.invalidateAll()],
    ['invalidateAllSync', (cache) => cache.invalidateAllSync()],
  ]

  it.each(invalidations)('is told of `%s` when the entry counts as missing already', async (_name, invalidate) => {
    const { cache } = createTestCache({ tags: ['tag'] })
    await writeCache(cache, 'old', 1)
    const address = addressOfArgs(cache, 1)
    const found: unknown[] = []
    subscribeToChanges(engineOf(cache), { address, id: idOf(address) }, () => found.push(lookupSync(cache, 1)))
    await invalidate(cache)
    expect(found).not.toEqual([])
    expect(found.filter((each) => !isMiss(each))).toEqual([])
  })
})

function isMiss(found: unknown): boolean {
  return (found as { hit: boolean }).hit === false
}

describe('invalidateAllSync', () => {
  it('deletes the entries, and supersedes running computations', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    const { fn, calls } = createDeferredFunction<[number], string>()
    await writeCache(cache, 'old', 1)
    const computed = cache(fn)(2)
    await flushPromises()
    cache.invalidateAllSync()
    const next = cache(fn)(2)
    await flushPromises()
    for (const call of calls) call.resolve('done')
    expect(calls.length).toBe(2)
    await Promise.all([computed, next])
    expect(await readCache(cache, 1)).toBe(null)
  })
})

describe('invalidateTags', () => {
  const options = { tags: (value: unknown) => [String(value)], lruSize: 5 }

  it('deletes entries with the tag from store and memory, and no others', async () => {
    const { cache } = createTestCache(options)
    await writeCache(cache, 'a', 1)
    await writeCache(cache, 'b', 2)
    await cache.invalidateTags('a')
    expect([await readCache(cache, 1), await readCache(cache, 2)]).toEqual([null, 'b'])
    expect(events.filter((event) => event === 'invalidated').length).toBe(1)
  })

  it('deletes an entry that is being written, because it lists the entries after the write', async () => {
    const { cache, complete, drain, inner, operations } = createManualCache(options)
    const write = writeCache(cache, 'a', 1)
    const invalidation = cache.invalidateTags('a')
    await flushPromises()
    expect(operations.map(({ verb }) => verb)).toEqual(['set'])
    await drain()
    await Promise.all([write, invalidation])
    expect([...inner.list('test')]).toEqual([])
    expect(await complete(lookup(cache, 1))).toEqual({ hit: false })
  })

  it('deletes entries whose path comes from a function', async () => {
    const { cache } = createTestCache({ ...options, path: (id: unknown) => `items/${id}` })
    await writeCache(cache, 'a', 1)
    await cache.invalidateTags('a')
    expect(await cache.exists(1)).toBe(false)
  })

  it('notifies the subscribers of the deleted entries', async () => {
    const { cache } = createTestCache(options)
    await writeCache(cache, 'a', 1)
    await writeCache(cache, 'b', 2)
    const notified: number[] = []
    for (const key of [1, 2]) {
      const address = addressOfArgs(cache, key)
      subscribeToChanges(engineOf(cache), { address, id: idOf(address) }, () => void notified.push(key))
    }
    await cache.invalidateTags('a')
    expect(notified).toEqual([1])
  })

  it('removes from memory an entry that was stored after the listing and is deleted with it', async () => {
    const { cache, complete, drain, answer, inner } = createManualCache({ ...options, lock: false })
    await complete(writeCache(cache, 'a', 1))
    const invalidation = cache.invalidateTags('a')
    await flushPromises()
    const listing = answer('list')
    const next = writeCache(cache, 'b', 1)
    await listing
    await drain()
    await Promise.all([invalidation, next])
    const after = lookup(cache, 1)
    await drain()
    expect((await after).hit).toBe([...inner.list('test')].length === 1)
  })
})

describe('many entries', () => {
  it('are deleted at most 64 at a time, and not one after the other', async () => {
    const { cache, drain, answer, operations } = createManualCache({})
    const keys = Array.from({ length: 150 }, (_, index) => index)
    const writes = keys.map((key) => writeCache(cache, key, key))
    await drain()
    await Promise.all(writes)
    const invalidation = cache.invalidateAll()
    await flushPromises()
    await answer('list')
    await flushPromises()
    expect(operations.map(({ verb }) => verb)).toEqual(Array.from({ length: 64 }, () => 'delete'))
    await drain()
    await invalidation
  })
})
