import { describe, expect, it } from 'vitest'
import { lookup, memoryStore, writeCache } from '../../../src/index.ts'
import { idOf } from '../../../src/key/address.ts'
import type { Store } from '../../../src/store/store.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred, createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { addressOfArgs, engineOf } from '../support/manual-cache.ts'
import { subscribeToChanges } from '../support/subscribe-to-changes.ts'

const events = recordEvents()
const lines = recordLogLines()

describe('the one computation of an entry', () => {
  it('is shared by calls that start while it runs, which is reported as `joined`', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const first = cached()
    await flushPromises()
    const second = cached()
    calls[0]?.resolve('value')
    expect([await first, await second]).toEqual(['value', 'value'])
    expect(events).toEqual(['miss', 'joined', 'computed', 'stored'])
  })

  it('is not shared with a call that starts after its value expired, if the store takes that long', async () => {
    const storing = createDeferred<void>()
    const { subscribe: _, ...inner } = memoryStore()
    const set: Store['set'] = async (...args) => {
      await storing.promise
      return inner.set(...args)
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
    storing.resolve()
    await flushPromises()
    calls[1]?.resolve('two')
    expect([await first, await second, await third]).toEqual(['one', 'one', 'two'])
  })

  it('is joined without a read of the store', async () => {
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

  it('leaves no slot after it succeeded, failed or was superseded', async () => {
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

  it('ends as soon as its value is stored, also if the entry has a subscriber', async () => {
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

  it('is stored if at least one of its callers writes', async () => {
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

  it('is not shared by calls of another version, and the later one is stored', async () => {
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

  it('stores nothing in any version after its tag was invalidated', async () => {
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

describe('a refresh', () => {
  it('lets other calls return the stored value while it runs, also without memory', async () => {
    const { cache } = createTestCache()
    await writeCache(cache, 'old')
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const refresh = cached.refresh()
    await flushPromises()
    expect(await cached()).toBe('old')
    calls[0]?.resolve('new')
    expect(await refresh).toBe('new')
    expect(await cached()).toBe('new')
  })

  it('does not fail other calls, which return the stored value', async () => {
    const { cache } = createTestCache()
    await writeCache(cache, 'old')
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const refresh = cached.refresh().catch((error: unknown) => error)
    await flushPromises()
    const other = cached()
    calls[0]?.reject(new Error('down'))
    expect(await other).toBe('old')
    expect(await refresh).toMatchObject({ message: 'down' })
  })

  it('does not wait for the lock', async () => {
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

// flight            |-----------compute-----------| value has tag a
// invalidateTags a      |--|
// join                         |------------------|-compute-|
describe('a computation during which a tag is invalidated', () => {
  const options = { tags: (value: unknown) => [String(value)] }

  it('returns its value to calls before the invalidation and not to later ones, if the value has the tag', async () => {
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

  it('is shared with all calls if its value has another tag', async () => {
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

  it('is not shared with calls after the invalidation if `tags` throws', async () => {
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
    expect(lines.length).toBe(1)
  })
})
