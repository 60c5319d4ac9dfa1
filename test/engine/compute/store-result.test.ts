import { describe, expect, it } from 'vitest'
import { lookup, memoryStore, writeCache } from '../../../src/index.ts'
import { idOf } from '../../../src/key/address.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { addressOfArgs, createManualCache, engineOf } from '../support/manual-cache.ts'
import { subscribeToChanges } from '../support/subscribe-to-changes.ts'

const events = recordEvents()
const lines = recordLogLines()

// flight        v1 |------compute------|
// invalidate           | v2 |
describe('a value older than an invalidation', () => {
  it.each([true, false])('is returned to its caller, and is neither stored nor in memory (lock: %s)', async (lock) => {
    const { cache } = createTestCache({ lruSize: 5, lock })
    const { fn, calls } = createDeferredFunction<[], string>()
    const first = cache(fn)()
    await flushPromises()
    await cache.invalidate()
    calls[0]?.resolve('old')
    expect(await first).toBe('old')
    expect(await lookup(cache)).toEqual({ hit: false })
    expect(events).toContain('dropped')
  })

  it('is not shared with later calls', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const first = cached()
    await flushPromises()
    await cached.invalidate()
    const second = cached()
    await flushPromises()
    calls[1]?.resolve('new')
    expect(await second).toBe('new')
    calls[0]?.resolve('old')
    expect(await first).toBe('old')
    expect(await cached()).toBe('new')
  })

  it('is deleted, also if its write was running', async () => {
    const { cache, complete, operations } = createManualCache({ lruSize: 5 })
    const computed = cache(() => 'old')()
    await flushPromises()
    while (operations[0]?.verb === 'get') {
      operations[0].answer()
      await flushPromises()
    }
    expect(operations.map(({ verb }) => verb)).toEqual(['set'])
    await complete(cache.invalidate())
    expect(await computed).toBe('old')
    expect(await complete(lookup(cache))).toEqual({ hit: false })
  })
})

describe('a value older than a write', () => {
  it('does not overwrite the written value', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    const { fn, calls } = createDeferredFunction<[], string>()
    const first = cache(fn)()
    await flushPromises()
    await writeCache(cache, 'written')
    calls[0]?.resolve('computed')
    expect(await first).toBe('computed')
    expect(await lookup(cache)).toMatchObject({ value: 'written' })
    expect(await lookup(cache.copy({ lruSize: null }))).toMatchObject({ value: 'written' })
  })

  it('does not stay in memory if its write was running', async () => {
    const { cache, drain, operations } = createManualCache({ lruSize: 5, lock: false })
    const computed = cache(() => 'computed')()
    await flushPromises()
    operations[0]?.answer()
    await flushPromises()
    const written = writeCache(cache, 'written')
    await drain()
    await Promise.all([computed, written])
    const found = [lookup(cache), lookup(cache.copy({ lruSize: null }))]
    await drain()
    for (const each of await Promise.all(found)) expect(each).toMatchObject({ value: 'written' })
  })
})

describe('a value in memory', () => {
  it('is removed when a write ends after an invalidation of its tag', async () => {
    const { cache, complete, answer, drain, operations } = createManualCache({
      lruSize: 5,
      lock: false,
      tags: (value) => [String(value)],
    })
    await complete(writeCache(cache, 'a'))
    const invalidation = cache.invalidateTags('b')
    await flushPromises()
    const refresh = cache(() => 'b').refresh()
    await flushPromises()
    expect(operations.map(({ verb }) => verb)).toEqual(['list', 'set'])
    await answer('list')
    await invalidation
    await drain()
    await refresh
    const found = [lookup(cache), lookup(cache.copy({ lruSize: null }))]
    await drain()
    const [inMemory, stored] = await Promise.all(found)
    expect(inMemory).toEqual(stored)
  })
})

describe('a lock that is lost during the computation', () => {
  it('prevents the write, because another engine has invalidated the entry', async () => {
    const store = memoryStore()
    Object.assign(store, { subscribe: undefined })
    const one = createTestCache({ store }).cache
    const two = createTestCache({ store }).cache
    const { fn, calls } = createDeferredFunction<[], string>()
    const computed = one(fn)()
    await flushPromises()
    await two.invalidate()
    calls[0]?.resolve('old')
    expect(await computed).toBe('old')
    expect(await two.exists()).toBe(false)
    expect(events).toContain('dropped')
  })
})

describe('a value', () => {
  it('is not stored if `condition` returns false, throws or rejects', async () => {
    const { cache } = createTestCache()
    const conditions = [
      () => false,
      async () => false,
      () => {
        throw new Error('no')
      },
      () => Promise.reject(new Error('no')),
    ]
    for (const condition of conditions) expect(await cache(() => 'value', { condition })()).toBe('value')
    expect(await cache.exists()).toBe(false)
    expect(events.filter((event) => event === 'refused').length).toBe(4)
    expect(lines.length).toBe(1)
  })

  it('is not stored if `tags` throws', async () => {
    const { cache } = createTestCache({
      tags: () => {
        throw new Error('no tags')
      },
    })
    expect(await cache(() => 'value')()).toBe('value')
    expect(await cache.exists()).toBe(false)
    expect(lines).toEqual([expect.stringContaining('the tags of test threw')])
  })

  it('is returned although a subscriber throws, and the other subscribers are notified', async () => {
    const { cache } = createTestCache()
    const address = addressOfArgs(cache)
    let notifications = 0
    const request = { address, id: idOf(address) }
    subscribeToChanges(engineOf(cache), request, () => {
      throw new Error('of the subscriber')
    })
    subscribeToChanges(engineOf(cache), request, () => {
      notifications += 1
    })
    expect(await cache(() => 'value')()).toBe('value')
    await writeCache(cache, 'written')
    await cache.invalidate()
    expect(notifications).toBe(3)
    expect(lines[0]).toContain('a subscriber of test threw')
  })
})
