import { describe, expect, it } from 'vitest'
import { idOf } from '../../../src/engine/request/request.ts'
import { lookup, memoryStore, writeCache } from '../../../src/index.ts'
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
  it.each([true, false])('is handed to its caller and kept nowhere (lock: %s)', async (lock) => {
    const { cache } = createTestCache({ lruSize: 5, lock })
    const { fn, calls } = createDeferredFunction<[], string>()
    const first = cache(fn)()
    await flushPromises()
    await cache.invalidate()
    calls[0]?.resolve('old')
    expect(await first).toBe('old')
    expect(await lookup(cache)).toEqual({ hit: false })
    expect(events).toContain('discarded')
  })

  it('is shared with nobody who calls afterwards', async () => {
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

  it('is gone even when it was already on its way to the store', async () => {
    const { cache, drain, operations } = createManualCache({ lruSize: 5 })
    const computed = cache(() => 'old')()
    await flushPromises()
    while (operations[0]?.verb === 'get') {
      operations[0].answer()
      await flushPromises()
    }
    expect(operations.map(({ verb }) => verb)).toEqual(['set'])
    const gone = cache.invalidate()
    await drain()
    await gone
    expect(await computed).toBe('old')
    const found = lookup(cache)
    await drain()
    expect(await found).toEqual({ hit: false })
  })
})

describe('a value older than a write', () => {
  it('does not replace what was written', async () => {
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

  it('does not stay in memory when it was already on its way to the store', async () => {
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

describe('what memory holds', () => {
  it('goes when a write ends that an invalidation of its tag has overtaken', async () => {
    const { cache, answer, drain, operations } = createManualCache({
      lruSize: 5,
      lock: false,
      tags: (value) => [String(value)],
    })
    const written = writeCache(cache, 'a')
    await drain()
    await written
    const gone = cache.invalidateTags('b')
    await flushPromises()
    const refreshed = cache(() => 'b').refresh()
    await flushPromises()
    expect(operations.map(({ verb }) => verb)).toEqual(['list', 'set'])
    await answer('list')
    await gone
    await drain()
    await refreshed
    const found = [lookup(cache), lookup(cache.copy({ lruSize: null }))]
    await drain()
    const [remembered, stored] = await Promise.all(found)
    expect(remembered).toEqual(stored)
  })
})

describe('a lock lost while computing', () => {
  it('takes away the right to store: another engine has invalidated the entry', async () => {
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
    expect(events).toContain('discarded')
  })
})

describe('a value', () => {
  it('is not stored when the condition does not hold, throws or rejects', async () => {
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
    expect(lines.length).toBe(2)
  })

  it('is not stored when its tags cannot be had', async () => {
    const { cache } = createTestCache({
      tags: () => {
        throw new Error('no tags')
      },
    })
    expect(await cache(() => 'value')()).toBe('value')
    expect(await cache.exists()).toBe(false)
    expect(lines).toEqual([expect.stringContaining('the tags of test threw')])
  })

  it('reaches its caller though a subscriber throws, and the other subscribers hear of it', async () => {
    const { cache } = createTestCache()
    const address = addressOfArgs(cache)
    const heard: string[] = []
    const question = { address, id: idOf(address) }
    subscribeToChanges(engineOf(cache), question, () => {
      throw new Error('mine')
    })
    subscribeToChanges(engineOf(cache), question, () => void heard.push('told'))
    expect(await cache(() => 'value')()).toBe('value')
    await writeCache(cache, 'written')
    await cache.invalidate()
    expect(heard).toEqual(['told', 'told', 'told'])
    expect(lines[0]).toContain('a subscriber of test threw')
  })
})
