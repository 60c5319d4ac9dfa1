import { describe, expect, it } from 'vitest'
import type { CachettaOptions, Store } from '../../../src/index.ts'
import { InvalidOptionError, memoryStore, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createManualCache } from '../../engine/support/manual-cache.ts'
import { createDeferred, createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

/** A platform that keeps the process running for what it was given. */
function createPlatform() {
  let open = 0
  let given = 0
  return {
    waitUntil(work: Promise<unknown>) {
      open += 1
      given += 1
      void work.then(() => (open -= 1)) // a rejection would fail the test
    },
    get given() {
      return given
    },
    /** True once the platform would freeze the process. */
    async isFrozen() {
      await flushPromises()
      return open === 0
    },
  }
}

const stale: Partial<CachettaOptions> = { duration: '1m', staleDuration: '1h' }

describe('waitUntil gets', () => {
  it('a revalidation in the background, until its value is stored', async () => {
    const platform = createPlatform()
    const { answer, cache, clock, complete, drain, inner } = createManualCache({
      ...stale,
      waitUntil: platform.waitUntil,
    })
    const { calls, fn } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    await complete(writeCache(cache, 'old'))
    clock.advance('2m')
    const call = cached()
    await answer('get')
    expect(await call).toBe('old')
    const before = platform.given
    clock.advance(0)
    await drain()
    expect(calls.length).toBe(1)
    expect(await platform.isFrozen()).toBe(false)
    calls[0]?.resolve('new')
    await flushPromises()
    expect(await platform.isFrozen()).toBe(false) // it is being stored
    await drain()
    expect(await platform.isFrozen()).toBe(true)
    expect([...inner.list('')].length).toBe(1)
    expect(platform.given).toBe(before)
  })

  it('a revalidation that fails, and does not reject', async () => {
    const platform = createPlatform()
    const { cache, clock } = createTestCache({ ...stale, waitUntil: platform.waitUntil })
    await writeCache(cache, 'old')
    clock.advance('2m')
    const cached = cache(async () => {
      throw new Error('the source is down')
    })
    expect(await cached()).toBe('old')
    clock.advance(0)
    expect(await platform.isFrozen()).toBe(true)
    expect(platform.given).toBe(2)
  })

  it('a write that takes longer than the call waits for it', async () => {
    const platform = createPlatform()
    const writing = createDeferred<void>()
    const { sync: _, ...store } = memoryStore()
    const slow: Store = { ...store, lock: async () => null, set: () => writing.promise }
    const { cache, clock } = createTestCache({ store: slow, waitUntil: platform.waitUntil })
    const call = cache(async () => 'value')()
    await flushPromises()
    clock.advance('6s')
    expect(await call).toBe('value')
    expect(await platform.isFrozen()).toBe(false)
    writing.resolve()
    expect(await platform.isFrozen()).toBe(true)
  })

  it('the release of a lock that was granted too late', async () => {
    const platform = createPlatform()
    const [granting, releasing] = [createDeferred<void>(), createDeferred<void>()]
    const { sync: _1, share: _2, ...store } = memoryStore()
    const lock = { isHeld: async () => true, release: () => releasing.promise }
    const slow: Store = { ...store, lock: () => granting.promise.then(() => lock) }
    const { cache, clock } = createTestCache({
      lock: false,
      store: { ...slow, share: () => granting.promise.then(() => lock) },
      waitUntil: platform.waitUntil,
    })
    const call = cache(async () => 'value')()
    await flushPromises()
    clock.advance('6s')
    expect(await call).toBe('value')
    granting.resolve()
    expect(await platform.isFrozen()).toBe(false)
    releasing.resolve()
    expect(await platform.isFrozen()).toBe(true)
  })

  it('what the store does after its calls: messages to other processes', async () => {
    const platform = createPlatform()
    const publishing = createDeferred<void>()
    const store: Store = { ...memoryStore(), flush: () => publishing.promise }
    const { cache } = createTestCache({ store, waitUntil: platform.waitUntil })
    await cache.invalidate(1)
    expect(await platform.isFrozen()).toBe(false)
    publishing.resolve()
    expect(await platform.isFrozen()).toBe(true)
  })

  it.each<[verb: string, call: (cache: ReturnType<typeof createTestCache>['cache']) => Promise<unknown>]>([
    ['a call that computes', (cache) => cache(async (id: number) => id)(1)],
    ['refresh', (cache) => cache(async (id: number) => id).refresh(1)],
    ['writeCache', (cache) => writeCache(cache, 'value', 1)],
    ['invalidate of a cache', (cache) => cache.invalidate(1)],
    ['invalidate of a function', (cache) => cache(async (id: number) => id).invalidate(1)],
    ['invalidateAll', (cache) => cache.invalidateAll()],
    ['invalidateTags', (cache) => cache.invalidateTags('tag')],
  ])('%s', async (_, call) => {
    const platform = createPlatform()
    const { cache } = createTestCache({ waitUntil: platform.waitUntil })
    await call(cache)
    expect(platform.given).toBe(1)
    expect(await platform.isFrozen()).toBe(true)
  })

  it('nothing for a hit', async () => {
    const platform = createPlatform()
    const { cache } = createTestCache({ waitUntil: platform.waitUntil })
    const cached = cache(async () => 'value')
    await cached()
    const { given } = platform
    await cached()
    expect(platform.given).toBe(given)
  })

  it('the work of one request, if a copy of the cache has a waitUntil of its own', async () => {
    const [platform, request] = [createPlatform(), createPlatform()]
    const { cache } = createTestCache({ waitUntil: platform.waitUntil })
    await cache.copy({ waitUntil: request.waitUntil })(async (id: number) => id)(1)
    expect([platform.given, request.given]).toEqual([0, 1])
  })

  it('the work of a scope', async () => {
    const platform = createPlatform()
    const { cache } = createTestCache({ waitUntil: platform.waitUntil })
    await cache.scope()(async (id: number) => id)(1)
    expect(platform.given).toBe(1)
    expect(await platform.isFrozen()).toBe(true)
  })
})

it('a waitUntil that throws costs no value, and the log has one line', async () => {
  const { cache } = createTestCache({
    waitUntil() {
      throw new Error('called outside of a request')
    },
  })
  const cached = cache(async (id: number) => id)
  expect(await cached(1)).toBe(1)
  expect(await cached(2)).toBe(2)
  expect(lines.join('\n')).toContain('waitUntil threw; work in the background may be cut off')
  expect(lines.length).toBe(1)
})

it('a waitUntil that is no function is refused', () => {
  const create = () => createTestCache({ waitUntil: true as never })
  expect(create).toThrow(InvalidOptionError)
  expect(create).toThrow('waitUntil: true was given; accepted is a function')
})
