import { describe, expect, it } from 'vitest'
import { readCache } from '../../../src/index.ts'
import type { TestCache } from '../../../src/testing.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred, createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

function counting({ cache }: TestCache, options = {}) {
  const state = { calls: 0, fails: false }
  const cached = cache(async () => {
    state.calls += 1
    if (state.fails) throw new Error('down')
    return state.calls
  }, options)
  return { cached, state }
}

describe('staleDuration', () => {
  const policy = { duration: '1h', staleDuration: '30m' } as const

  it('serves the stale value while one computation runs', async () => {
    const { cache, clock } = createTestCache(policy)
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const first = cached()
    await flushPromises()
    calls[0]?.resolve('old')
    await first
    clock.advance('1h')
    expect([await cached(), await cached()]).toEqual(['old', 'old'])
    await flushPromises()
    expect(await cached()).toBe('old')
    expect(calls.length).toBe(2)
    calls[1]?.resolve('new')
    await flushPromises()
    expect(await cached()).toBe('new')
    expect(calls.length).toBe(2)
  })

  it('is fresh until duration, stale until staleDuration past it, then expired', async () => {
    const test = createTestCache(policy)
    const { cached, state } = counting(test)
    await cached()
    test.clock.advance(3_600_000 - 1)
    expect((await test.cache.info()).expired).toBe(false)
    test.clock.advance(1)
    expect(await test.cache.info()).toMatchObject({ expired: false, stale: true, expiresIn: 0 })
    test.clock.advance(1_800_000 - 1)
    expect(await cached.lookup()).toMatchObject({ hit: true, stale: true })
    test.clock.advance(1)
    expect(await cached.lookup()).toEqual({ hit: false })
    expect(await cached()).toBe(2)
    expect(state.calls).toBe(2)
  })

  it('keeps the old value if the revalidation fails, logs it once, and waits longer after each failure', async () => {
    const test = createTestCache({ duration: '1m', staleDuration: '1d' })
    const { cached, state } = counting(test)
    await cached()
    state.fails = true
    test.clock.advance('2m')
    const seen: number[] = []
    for (const pause of [0, 999, 1, 1_999, 1, 3_999, 1]) {
      test.clock.advance(pause)
      expect(await cached()).toBe(1)
      await flushPromises()
      seen.push(state.calls)
    }
    expect(seen).toEqual([2, 2, 3, 3, 4, 4, 5])
    expect(lines.filter((line) => line.includes('could not be revalidated')).length).toBe(1)
  })

  it('revalidates at once again after a success', async () => {
    const test = createTestCache({ duration: '1m', staleDuration: '1d' })
    const { cached, state } = counting(test)
    await cached()
    state.fails = true
    test.clock.advance('2m')
    await cached()
    await flushPromises()
    state.fails = false
    test.clock.advance('1s')
    await cached()
    await flushPromises()
    expect(await cached()).toBe(3)
    test.clock.advance('2m')
    await cached()
    await flushPromises()
    expect(await cached()).toBe(4)
  })

  it('returns the stale value before it calls the function', async () => {
    const { cache, clock } = createTestCache({ ...policy, lock: false })
    const events: string[] = []
    const cached = cache(() => {
      events.push('computes')
    })
    await cached()
    clock.advance('1h')
    cached().then(() => events.push('answered'))
    await flushPromises()
    expect(events).toEqual(['computes', 'answered', 'computes'])
  })

  it('applies the condition to a revalidation, too', async () => {
    const test = createTestCache(policy)
    const { cached } = counting(test, { condition: (n: number) => n === 1 })
    await cached()
    test.clock.advance('1h')
    await cached()
    await flushPromises()
    expect(await cached()).toBe(1)
  })

  it('serves entries for staleDuration even if duration is zero or negative', async () => {
    const { cache, clock } = createTestCache({ duration: -5, staleDuration: '1m' })
    const cached = cache(() => 'value')
    await cached()
    expect(await cached.lookup()).toMatchObject({ stale: true })
    expect(await readCache(cache)).toBe(null)
    clock.advance('1m')
    expect(await cached.lookup()).toEqual({ hit: false })
  })

  it('lets a caller without staleDuration join the revalidation', async () => {
    const { cache, clock } = createTestCache(policy)
    const gate = createDeferred<string>()
    let calls = 0
    const fn = () => {
      calls += 1
      return calls === 1 ? 'old' : gate.promise
    }
    await cache(fn)()
    clock.advance('1h')
    expect(await cache(fn)()).toBe('old')
    const strict = cache(fn, { staleDuration: null })()
    gate.resolve('new')
    expect(await strict).toBe('new')
    expect(calls).toBe(2)
  })
})

describe('staleIfError', () => {
  it('returns the old value while the function fails, until staleIfError is over', async () => {
    const test = createTestCache({ duration: '1h', staleIfError: '1h' })
    const { cached, state } = counting(test)
    await cached()
    state.fails = true
    test.clock.advance('1h')
    expect(await cached()).toBe(1)
    test.clock.advance('1h')
    await expect(cached()).rejects.toThrow('down')
  })

  it('returns the new value if the function succeeds', async () => {
    const test = createTestCache({ duration: '1h', staleIfError: '1h' })
    const { cached } = counting(test)
    await cached()
    test.clock.advance('1h')
    expect(await cached()).toBe(2)
  })

  it('does not return a value of another version', async () => {
    const { cache, clock } = createTestCache({ duration: '1h', staleIfError: '1d' })
    await cache(() => 'old', { version: 1 })()
    clock.advance('2h')
    const failing = cache(() => Promise.reject(new Error('down')), { version: 2 })
    await expect(failing()).rejects.toThrow('down')
  })
})

describe('a time of storage in the future', () => {
  it('makes the entry expired if it is an hour ahead', async () => {
    const test = createTestCache({ lruSize: 5 })
    const { cached } = counting(test)
    await cached()
    test.clock.set(test.clock.now() - 3_600_000)
    expect(await test.cache.info()).toMatchObject({ exists: true, expired: true, age: null })
    expect(await cached()).toBe(2)
  })

  it('counts as now if it is at most a minute ahead', async () => {
    const test = createTestCache()
    const { cached } = counting(test)
    await cached()
    test.clock.set(test.clock.now() - 60_000)
    expect(await test.cache.age()).toBe(0)
    expect(await cached()).toBe(1)
  })
})
