import { describe, expect, it } from 'vitest'
import { idOf } from '../../../src/engine/request/request.ts'
import { lookup, memoryStore, writeCache } from '../../../src/index.ts'
import type { Store } from '../../../src/store/store.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred, createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { addressOfArgs, createManualCache, engineOf } from '../support/manual-cache.ts'
import { subscribeToChanges } from '../support/subscribe-to-changes.ts'

const events = recordEvents()
const lines = recordLogLines()

describe('the one computation of an entry', () => {
  it('is shared by calls that come while it runs, and told as shared', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const first = cached()
    await flushPromises()
    const second = cached()
    calls[0]?.resolve('value')
    expect([await first, await second]).toEqual(['value', 'value'])
    expect(events).toEqual(['miss', 'shared', 'computed', 'stored'])
  })

  it('is not shared with who comes when its value is past its time already, for a store takes so long', async () => {
    const isStored = createDeferred<void>()
    const { subscribe: _, ...inner } = memoryStore()
    const set: Store['set'] = async (...given) => {
      await isStored.promise
      return inner.set(...given)
    }
    const { cache, clock } = createTestCache({ store: { ...inner, set }, duration: '10s' })
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const first = cached()
    await flushPromises()
    calls[0]?.resolve('one')
    await flushPromises()
    clock.advance('9s')
    const second = cached()
    clock.advance('1s')
    const third = cached()
    isStored.resolve()
    await flushPromises()
    calls[1]?.resolve('two')
    expect([await first, await second, await third]).toEqual(['one', 'one', 'two'])
  })

  it('is not looked for in the store by those who share it', async () => {
    const { cache, store } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    let reads = 0
    const { get } = store
    Object.assign(store, {
      get(...args: Parameters<typeof get>) {
        reads += 1
        return get(...args)
      },
    })
    const cached = cache(fn, { lock: false })
    const first = cached()
    await flushPromises()
    const others = [cached(), cached()]
    calls[0]?.resolve('value')
    await Promise.all([first, ...others])
    expect(reads).toBe(1)
  })

  it('leaves no slot behind, whether the function answers, fails or is superseded', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[number], string>()
    const cached = cache(fn)
    const all = Promise.allSettled([cached(1), cached(2), cached(3)])
    await flushPromises()
    await cached.invalidate(3)
    calls[0]?.resolve('value')
    calls[1]?.reject(new Error('down'))
    calls[2]?.resolve('value')
    await all
    await flushPromises()
    expect([...engineOf(cache).slots.values()]).toEqual([])
  })

  it('is over when it has landed, though a subscriber holds on to the entry', async () => {
    const { cache } = createTestCache({ duration: 0, lock: false })
    const address = addressOfArgs(cache)
    subscribeToChanges(engineOf(cache), { address, id: idOf(address) }, () => {})
    let calls = 0
    const cached = cache(() => {
      calls += 1
      return calls
    })
    expect([await cached(), await cached()]).toEqual([1, 2])
  })

  it('is stored as soon as one of its callers may write', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const first = cache(fn, { write: false })()
    await flushPromises()
    const second = cache(fn)()
    await flushPromises()
    calls[0]?.resolve('kept')
    await Promise.all([first, second])
    expect(await lookup(cache)).toMatchObject({ value: 'kept' })
  })

  it('is another one for another version, and the later of the two is stored', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const old = cache(fn, { version: 1 })
    const current = cache(fn, { version: 2 })
    const first = old()
    await flushPromises()
    const second = current()
    await flushPromises()
    calls[0]?.resolve('of 1')
    await flushPromises()
    calls[1]?.resolve('of 2')
    expect([await first, await second]).toEqual(['of 1', 'of 2'])
    expect(await current.lookup()).toMatchObject({ hit: true, value: 'of 2' })
  })

  it('is forbidden to store in any version when its tag is invalidated', async () => {
    const { cache } = createTestCache({ tags: ['t'], lock: false })
    const { fn, calls } = createDeferredFunction<[], string>()
    const first = cache(fn, { version: 1 })()
    await flushPromises()
    const second = cache(fn, { version: 2 })()
    await flushPromises()
    await cache.invalidateTags('t')
    for (const call of calls) call.resolve('older')
    await Promise.all([first, second])
    expect(await cache.exists()).toBe(false)
  })
})

describe('computing anew', () => {
  it('leaves others the stored value meanwhile, without any memory', async () => {
    const { cache } = createTestCache()
    await writeCache(cache, 'old')
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const refreshed = cached.refresh()
    await flushPromises()
    expect(await cached()).toBe('old')
    calls[0]?.resolve('new')
    expect(await refreshed).toBe('new')
    expect(await cached()).toBe('new')
  })

  it('keeps its failure from those whom the stored value answers', async () => {
    const { cache } = createTestCache()
    await writeCache(cache, 'old')
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const refreshed = cached.refresh().catch((error: unknown) => error)
    await flushPromises()
    const other = cached()
    calls[0]?.reject(new Error('down'))
    expect(await other).toBe('old')
    expect(await refreshed).toMatchObject({ message: 'down' })
  })

  it('does not wait for the holder of the lock', async () => {
    const store = memoryStore()
    const one = createTestCache({ store }).cache
    const two = createTestCache({ store }).cache
    const slow = createDeferredFunction<[], string>()
    const waiting = one(slow.fn)()
    await flushPromises()
    expect(await two(() => 'beside').refresh()).toBe('beside')
    slow.calls[0]?.resolve('slow')
    await waiting
  })
})

// process A   |-lock-|-----compute-----|-write-|-release-|
// process B     |-read: missing-|---------waits---------|-read: fresh, adopt it-|
describe('a lock that another engine holds', () => {
  it('is waited for, and what was computed under it is adopted', async () => {
    const store = memoryStore()
    const one = createTestCache({ store }).cache
    const two = createTestCache({ store, lruSize: 5 }).cache
    const first = createDeferredFunction<[], string>()
    const second = createDeferredFunction<[], string>()
    const held = one(first.fn)()
    await flushPromises()
    const waiting = two(second.fn)()
    await flushPromises()
    expect(second.calls.length).toBe(0)
    first.calls[0]?.resolve('once')
    expect([await held, await waiting]).toEqual(['once', 'once'])
    expect(second.calls.length).toBe(0)
    expect(events.filter((event) => event === 'computed' || event === 'adopted')).toEqual(['computed', 'adopted'])
  })

  it('is followed by a read of its own: one that began before saw nothing yet', async () => {
    const hand = createManualCache()
    const two = createTestCache({ store: hand.store }).cache
    const first = createDeferredFunction<[], string>()
    const held = hand.cache(first.fn)()
    await hand.drain()
    const waiting = two(() => 'twice')()
    await hand.drain()
    const earlier = lookup(two)
    hand.operations[0]?.apply()
    first.calls[0]?.resolve('once')
    await flushPromises()
    await hand.answer('set')
    await held
    await hand.drain()
    expect(await waiting).toBe('once')
    await earlier
  })

  it.each([
    ['once', true],
    ['again', false],
  ])('reads %s where that nobody else is there is %s', async (_, isAlone) => {
    let reads = 0
    const inner = memoryStore()
    const store: Store = {
      ...inner,
      get(address, types) {
        reads += 1
        return inner.get(address, types)
      },
      lock: async () => ({ isAlone, isHeld: async () => true, release: async () => {} }),
    }
    expect(await createTestCache({ store }).cache(() => 'value')()).toBe('value')
    expect(reads).toBe(isAlone ? 1 : 2)
  })

  it('lets the waiting one compute when the holder failed', async () => {
    const store = memoryStore()
    const one = createTestCache({ store }).cache
    const two = createTestCache({ store }).cache
    const first = createDeferredFunction<[], string>()
    const held = one(first.fn)().catch((error: unknown) => error)
    await flushPromises()
    const waiting = two(() => 'second')()
    await flushPromises()
    first.calls[0]?.reject(new Error('down'))
    expect(await waiting).toBe('second')
    await held
  })

  it('is neither taken nor waited for with lock: false', async () => {
    const store = memoryStore()
    const one = createTestCache({ store }).cache
    const first = createDeferredFunction<[], string>()
    const held = one(first.fn)()
    await flushPromises()
    expect(await createTestCache({ store, lock: false }).cache(() => 'at once')()).toBe('at once')
    first.calls[0]?.resolve('slow')
    await held
  })

  it('is given back after success and failure', async () => {
    const { cache, store } = createTestCache()
    await cache(() => 'value')()
    await expect(cache(() => Promise.reject(new Error('down'))).refresh()).rejects.toThrow('down')
    const lock = await store.lock?.({ path: 'test', key: '', exact: false }, false)
    expect(lock).not.toBe(null)
  })
})

// flight            |-----------compute-----------| carries a
// invalidateTags a      |--|
// join                         |------------------|-compute-|
describe('a computation during which a tag is invalidated', () => {
  const options = { tags: (value: unknown) => [String(value)] }

  it('answers who waited, and not who came afterwards, when its value carries the tag', async () => {
    const { cache } = createTestCache(options)
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const before = cached()
    await flushPromises()
    await cache.invalidateTags('a')
    const after = cached()
    calls[0]?.resolve('a')
    expect(await before).toBe('a')
    await flushPromises()
    calls[1]?.resolve('b')
    expect(await after).toBe('b')
    expect(await lookup(cache)).toMatchObject({ value: 'b' })
  })

  it('is shared all the same when its value carries another', async () => {
    const { cache } = createTestCache(options)
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const before = cached()
    await flushPromises()
    await cache.invalidateTags('a')
    const after = cached()
    calls[0]?.resolve('c')
    expect([await before, await after]).toEqual(['c', 'c'])
    expect(calls.length).toBe(1)
    expect(await lookup(cache)).toMatchObject({ value: 'c' })
  })

  it('is shared with nobody who came afterwards when its tags cannot be had', async () => {
    const { cache } = createTestCache({
      tags: () => {
        throw new Error('no tags')
      },
    })
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const before = cached()
    await flushPromises()
    await cache.invalidateTags('a')
    const after = cached()
    calls[0]?.resolve('one')
    await flushPromises()
    calls[1]?.resolve('two')
    expect([await before, await after]).toEqual(['one', 'two'])
    expect(lines.length).toBe(2)
  })
})
