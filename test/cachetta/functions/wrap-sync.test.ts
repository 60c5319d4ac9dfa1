import { describe, expect, it } from 'vitest'
import { InvalidOptionError, lookup, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

function counting(options: Parameters<typeof createTestCache>[0] = {}) {
  const state = { calls: 0, fails: false }
  const { cache, clock } = createTestCache(options)
  const cached = cache.wrapSync((_n: number) => {
    state.calls += 1
    if (state.fails) throw new Error('down')
    return state.calls
  })
  return { cache, clock, cached, state }
}

describe('a synchronous cached function', () => {
  it('stays synchronous and computes once per arguments', () => {
    const { cached, state } = counting()
    expect([cached(1), cached(1), cached(2)]).toEqual([1, 1, 2])
    expect(state.calls).toBe(2)
  })

  it('throws the error of the function, and does not cache it', () => {
    const { cached, state } = counting()
    state.fails = true
    expect(() => cached(1)).toThrow('down')
    state.fails = false
    expect(cached(1)).toBe(2)
  })

  it('shares its entries with asynchronous functions', async () => {
    const { cache, cached } = counting({ lruSize: 5 })
    cached(1)
    expect(await cache((_n: number) => 'other')(1)).toBe(1)
  })

  it('returns a stale value at once, and revalidates after the return', async () => {
    const { cached, clock, state } = counting({ duration: '1h', staleDuration: '1h' })
    cached(1)
    clock.advance('1h')
    expect([cached(1), cached(1)]).toEqual([1, 1])
    expect(state.calls).toBe(1)
    await flushPromises()
    expect(state.calls).toBe(2)
    expect(cached(1)).toBe(2)
  })

  it('returns the old value within staleIfError', () => {
    const { cached, clock, state } = counting({ duration: '1h', staleIfError: '1h' })
    cached(1)
    clock.advance('1h')
    state.fails = true
    expect(cached(1)).toBe(1)
  })

  it('has synchronous verbs', () => {
    const { cached } = counting()
    cached(1)
    expect(cached.lookup(1)).toMatchObject({ hit: true, value: 1 })
    expect(cached.refresh(1)).toBe(2)
    cached.invalidate(1)
    expect(cached.lookup(1)).toEqual({ hit: false })
  })

  it('wins over the computation of an asynchronous function that began before', async () => {
    const { cache, cached } = counting()
    let finish = (_value: number) => {}
    const slow = cache((_n: number) => new Promise<number>((resolve) => (finish = resolve)), { read: false })
    const running = slow(1)
    await flushPromises()
    await writeCache(cache, 'mine', 1)
    cache.invalidateSync(1)
    cached(1)
    finish(99)
    expect(await running).toBe(99)
    expect(await lookup(cache, 1)).toMatchObject({ value: 1 })
  })

  it('stores nothing with write: false, and computes each time with read: false', () => {
    const { cache, cached } = counting({ write: false })
    expect([cached(1), cached(1)]).toEqual([1, 2])
    expect(cache.existsSync(1)).toBe(false)
    const fresh = counting({ read: false })
    expect([fresh.cached(1), fresh.cached(1)]).toEqual([1, 2])
  })

  it('returns a value that cannot be stored, and logs it once', () => {
    const { cache } = createTestCache()
    const cached = cache.wrapSync(() => ({ close: () => {} }))
    cached()
    cached()
    expect(lines).toEqual([expect.stringContaining('close')])
  })

  it('refuses an asynchronous condition', () => {
    const { cache } = createTestCache({ condition: async () => true })
    expect(() => cache.wrapSync(() => 1)()).toThrow(InvalidOptionError)
  })

  it('treats a condition that throws as false', () => {
    const { cache } = createTestCache({
      condition: () => {
        throw new Error('oops')
      },
    })
    expect(cache.wrapSync(() => 1)()).toBe(1)
    expect(cache.existsSync()).toBe(false)
  })
})

describe('invalidateAllSync', () => {
  it('deletes all entries under the base', () => {
    const { cache, cached } = counting({ lruSize: 5 })
    cached(1)
    cached(2)
    cache.invalidateAllSync()
    expect([cache.existsSync(1), cache.existsSync(2)]).toEqual([false, false])
    expect(cached(1)).toBe(3)
  })
})
