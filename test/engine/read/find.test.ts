import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { lookup, lookupSync, memoryStore, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { addressOfArgs, createManualCache } from '../support/manual-cache.ts'

recordLogLines()

describe('a read that a change supersedes', () => {
  // read    |---------disk---------| v1
  // write        |--v2--|
  it('is repeated if a write happened while it ran', async () => {
    const { cache, complete, answer, drain, operations } = createManualCache({ lruSize: 5 })
    await complete(writeCache(cache, 'v1'))
    const read = lookup(cache.copy({ lruSize: 6 }))
    operations[0]?.apply()
    const second = writeCache(cache, 'v2')
    await answer('set')
    await second
    await answer('get')
    expect(operations.length).toBe(1)
    await drain()
    expect(await read).toMatchObject({ value: 'v2' })
  })

  // read         |------disk------| v1
  // write      |--v2--|
  it('is repeated if it started during a write and ends after it', async () => {
    const { cache, complete, answer, drain, operations } = createManualCache()
    await complete(writeCache(cache, 'v1'))
    const second = writeCache(cache, 'v2')
    const read = lookup(cache)
    operations[1]?.apply()
    await answer('set')
    await second
    await drain()
    expect(await read).toMatchObject({ value: 'v2' })
  })

  it('is not shared with a call that begins after the write', async () => {
    const { cache, complete, answer, operations } = createManualCache()
    await complete(writeCache(cache, 'v1'))
    const second = writeCache(cache, 'v2')
    void lookup(cache)
    operations[1]?.apply()
    await answer('set')
    await second
    expect(await complete(lookup(cache))).toMatchObject({ value: 'v2' })
  })

  // invalidate   |----delete----|
  // read            |--------disk--------| v1
  it.each([undefined, 5])(
    'does not restore an entry that was invalidated while it ran (lruSize %s)',
    async (lruSize) => {
      const { cache, complete, answer, drain, operations } = createManualCache({ lruSize })
      await complete(writeCache(cache.copy({ lruSize: 6 }), 'v1'))
      const invalidation = cache.invalidate()
      const during = lookup(cache)
      operations[1]?.apply()
      await answer('delete')
      await invalidation
      const after = lookup(cache)
      await drain()
      await during
      expect(await after).toEqual({ hit: false })
      expect(await complete(lookup(cache))).toEqual({ hit: false })
    },
  )

  it('does not restore an entry whose tag was invalidated while it ran', async () => {
    const { cache, complete, answer, drain, operations } = createManualCache({ lruSize: 5, tags: ['t'] })
    await complete(writeCache(cache.copy({ lruSize: 6 }), 'v1'))
    const during = lookup(cache)
    const read = operations[0]
    read?.apply()
    const invalidation = cache.invalidateTags('t')
    await flushPromises()
    await answer('list')
    await answer('delete')
    await invalidation
    const after = lookup(cache)
    await drain()
    await during
    expect(await after).toEqual({ hit: false })
    expect(await complete(lookup(cache))).toEqual({ hit: false })
  })

  // Another process has just deleted the entry. So the list does not contain it, and only the read knows it.
  it.each(['invalidateTags', 'invalidateAll'] as const)(
    'does not restore an entry that %s could not list',
    async (verb) => {
      const { cache, complete, answer, drain, operations, inner } = createManualCache({
        lruSize: 5,
        tags: ['t'],
        duration: '1h',
      })
      await complete(writeCache(cache.copy({ lruSize: 6 }), 'v1'))
      const early = lookup(cache)
      operations[0]?.apply()
      inner.delete(addressOfArgs(cache))
      const invalidation = verb === 'invalidateTags' ? cache.invalidateTags('t') : cache.invalidateAll()
      await flushPromises()
      if (verb === 'invalidateAll') await answer('delete')
      await answer('list')
      await invalidation
      const after = lookup(cache)
      await drain()
      await early
      expect(await after).toEqual({ hit: false })
      expect(await complete(lookup(cache))).toEqual({ hit: false })
    },
  )

  it.each(['invalidateTags', 'invalidateAll'] as const)(
    'leaves nothing in memory if it ends before %s has ended',
    async (verb) => {
      const { cache, complete, answer, operations, inner } = createManualCache({
        lruSize: 5,
        tags: ['t'],
        duration: '1h',
      })
      await complete(writeCache(cache.copy({ lruSize: 6 }), 'v1'))
      const invalidation = verb === 'invalidateTags' ? cache.invalidateTags('t') : cache.invalidateAll()
      await flushPromises()
      const during = lookup(cache)
      operations.find((each) => each.verb === 'get')?.apply()
      inner.delete(addressOfArgs(cache))
      await answer('get')
      await during
      await answer('list')
      await invalidation
      expect(await complete(lookup(cache))).toEqual({ hit: false })
    },
  )

  it('sets nothing in memory if it read the entry before a delete, even if the clock was set back', async () => {
    const { cache, complete, clock, answer, operations } = createManualCache({ lruSize: 5 })
    await complete(writeCache(cache.copy({ lruSize: 6 }), 'v1'))
    clock.set(clock.now() - 1_000)
    const invalidation = cache.invalidate()
    const during = lookup(cache)
    const read = operations[1]
    read?.answer()
    await flushPromises()
    await during
    await answer('delete')
    await invalidation
    expect(await complete(lookup(cache))).toEqual({ hit: false })
  })
})

describe('a read', () => {
  it('is shared by concurrent lookups', async () => {
    const { cache, drain, operations } = createManualCache()
    const both = Promise.all([lookup(cache), lookup(cache.copy({ duration: '1m' }))])
    await flushPromises()
    expect(operations.length).toBe(1)
    await drain()
    expect(await both).toEqual([{ hit: false }, { hit: false }])
  })

  it('is not shared by lookups that allow other types', async () => {
    const { cache, drain, operations } = createManualCache()
    class Own {}
    const both = Promise.all([lookup(cache), lookup(cache.copy({ allowedTypes: [Own] }))])
    await flushPromises()
    expect(operations.length).toBe(2)
    await drain()
    await both
  })

  it('does not happen while memory has a fresh entry', async () => {
    const { cache, complete, operations } = createManualCache({ lruSize: 5, duration: '1m' })
    await complete(writeCache(cache, 'v1'))
    expect(await lookup(cache)).toMatchObject({ value: 'v1' })
    expect(operations.length).toBe(0)
  })

  it('returns the entry from memory if the store fails', async () => {
    const { cache, complete, clock, drain, operations } = createManualCache({
      lruSize: 5,
      duration: '1m',
      staleDuration: '1h',
    })
    await complete(writeCache(cache, 'v1'))
    clock.advance('2m')
    const found = lookup(cache)
    operations[0]?.fail(new Error('gone'))
    await drain()
    expect(await found).toMatchObject({ value: 'v1', stale: true })
  })
})

describe('an entry in memory past its duration', () => {
  /** A store that other processes can change without a report to this one. */
  function silentStore(): Store {
    const { subscribe, ...store } = memoryStore()
    return store
  }

  it('is a miss after another process has deleted it', async () => {
    const store = silentStore()
    const { cache, clock } = createTestCache({ store, duration: '1m', staleDuration: '1h', lruSize: 5 })
    await writeCache(cache, 'old')
    await store.delete(addressOfArgs(cache))
    clock.advance('2m')
    expect(await lookup(cache)).toEqual({ hit: false })
    expect(lookupSync(cache)).toEqual({ hit: false })
    expect(await cache(() => 'new')()).toBe('new')
  })

  it('is served while the store fails', async () => {
    const store = silentStore()
    const { cache, clock } = createTestCache({ store, duration: '1m', staleDuration: '1h', lruSize: 5 })
    await writeCache(cache, 'old')
    store.get = () => Promise.reject(new Error('gone'))
    clock.advance('2m')
    expect(await lookup(cache)).toMatchObject({ hit: true, value: 'old', stale: true })
  })
})
