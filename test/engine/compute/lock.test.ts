import { describe, expect, it } from 'vitest'
import { lookup, memoryStore } from '../../../src/index.ts'
import type { Store } from '../../../src/store/store.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { createManualCache } from '../support/manual-cache.ts'

const events = recordEvents()

// process A   |-lock-|-----compute-----|-write-|-release-|
// process B     |-read: missing-|---------waits---------|-read: fresh, adopts it-|
describe('a lock that another engine holds', () => {
  it('makes a call wait, which then adopts the value that was computed under the lock', async () => {
    const store = memoryStore()
    const one = createTestCache({ store }).cache
    const two = createTestCache({ store, lruSize: 5 }).cache
    const first = createDeferredFunction<[], string>()
    const second = createDeferredFunction<[], string>()
    const computing = one(first.fn)()
    await flushPromises()
    const waiting = two(second.fn)()
    await flushPromises()
    expect(second.calls.length).toBe(0)
    first.calls[0]?.resolve('once')
    expect([await computing, await waiting]).toEqual(['once', 'once'])
    expect(second.calls.length).toBe(0)
    expect(events.filter((event) => event === 'computed' || event === 'adopted')).toEqual(['computed', 'adopted'])
  })

  it('is followed by a new read, because an earlier read found nothing', async () => {
    const manual = createManualCache()
    const two = createTestCache({ store: manual.store }).cache
    const first = createDeferredFunction<[], string>()
    const computing = manual.cache(first.fn)()
    await manual.drain()
    const waiting = two(() => 'twice')()
    await manual.drain()
    const earlier = lookup(two)
    manual.operations[0]?.apply()
    first.calls[0]?.resolve('once')
    await flushPromises()
    await manual.answer('set')
    await computing
    await manual.drain()
    expect(await waiting).toBe('once')
    await earlier
  })

  it.each([
    ['no second read', 1, { isAlone: true }],
    ['no second read', 1, { isEmpty: true }],
    ['a second read', 2, { isAlone: false, isEmpty: false }],
  ])('is followed by %s if it has %j', async (_, expected, fields) => {
    let reads = 0
    const inner = memoryStore()
    const store: Store = {
      ...inner,
      get(address, types) {
        reads += 1
        return inner.get(address, types)
      },
      lock: async () => ({ ...fields, isHeld: async () => true, release: async () => {} }),
    }
    expect(await createTestCache({ store }).cache(() => 'value')()).toBe('value')
    expect(reads).toBe(expected)
  })

  it('lets the waiting call compute after the holder failed', async () => {
    const store = memoryStore()
    const one = createTestCache({ store }).cache
    const two = createTestCache({ store }).cache
    const first = createDeferredFunction<[], string>()
    const computing = one(first.fn)().catch((error: unknown) => error)
    await flushPromises()
    const waiting = two(() => 'second')()
    await flushPromises()
    first.calls[0]?.reject(new Error('down'))
    expect(await waiting).toBe('second')
    await computing
  })

  it('is ignored with `lock: false`', async () => {
    const store = memoryStore()
    const one = createTestCache({ store }).cache
    const first = createDeferredFunction<[], string>()
    const computing = one(first.fn)()
    await flushPromises()
    expect(await createTestCache({ store, lock: false }).cache(() => 'at once')()).toBe('at once')
    first.calls[0]?.resolve('slow')
    await computing
  })

  it('is released after success and failure', async () => {
    const { cache, store } = createTestCache()
    await cache(() => 'value')()
    await expect(cache(() => Promise.reject(new Error('down'))).refresh()).rejects.toThrow('down')
    const lock = await store.lock?.({ path: 'test', key: '', exact: false }, false)
    expect(lock).not.toBe(null)
  })
})
