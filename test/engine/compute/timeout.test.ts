import { describe, expect, it } from 'vitest'
import { lookup, memoryStore, prefetch, TimeoutError } from '../../../src/index.ts'
import type { Lock, Store } from '../../../src/store/store.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

describe('a computation that takes longer than its timeout', () => {
  it('rejects all callers with a TimeoutError, and its late result is not stored', async () => {
    const { cache, clock } = createTestCache({ path: 'slow', timeout: '5s' })
    const slow = createDeferredFunction<[], string>()
    const cached = cache(slow.fn)
    const calls = [cached(), cached()].map((call) => call.catch((error: unknown) => error))
    await flushPromises()
    clock.advance('4999ms')
    clock.advance('1ms')
    for (const error of await Promise.all(calls)) {
      expect(error).toBeInstanceOf(TimeoutError)
      expect(error).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('slow') })
    }
    slow.calls[0]?.resolve('late')
    await flushPromises()
    expect(await lookup(cache)).toEqual({ hit: false })
  })

  it('returns the old value within staleIfError', async () => {
    const { cache, clock } = createTestCache({ duration: '1h', staleIfError: '1d', timeout: '5s' })
    const slow = createDeferredFunction<[], string>()
    const cached = cache(slow.fn)
    const first = cached()
    await flushPromises()
    slow.calls[0]?.resolve('old')
    await first
    clock.advance('2h')
    const second = cached()
    await flushPromises()
    clock.advance('5s')
    expect(await second).toBe('old')
  })

  it('aborts the signal of a fetcher, with the error as the reason, also in a scope', async () => {
    const { cache, clock } = createTestCache({ timeout: '5s' })
    const reasons: unknown[] = []
    const fetcher = (_key: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason)
          reject(signal.reason)
        })
      })
    for (const each of [cache, cache.scope()]) {
      const fetching = prefetch(each, 'key', fetcher)
      await flushPromises()
      clock.advance('5s')
      await fetching
    }
    expect(reasons).toEqual([expect.any(TimeoutError), expect.any(TimeoutError)])
  })

  it('leaves no timer behind if it ends earlier', async () => {
    const { cache, clock } = createTestCache({ timeout: '5s' })
    const cached = cache(async () => 'quick')
    expect(await cached()).toBe('quick')
    await flushPromises()
    clock.advance('10s')
    expect(await cached()).toBe('quick')
  })
})

describe('a lock that its holder does not release', () => {
  const logs = recordLogLines()
  const sharedLock: Lock = { isShared: true, isHeld: async () => true, release: async () => {} }

  it.each<[boolean | '10s', boolean | number]>([
    [true, true],
    ['10s', 10_000],
  ])('is awaited for the time that `lock: %s` gives, then the call computes and logs that', async (lock, expected) => {
    const waits: unknown[] = []
    const inner = memoryStore()
    const store: Store = {
      ...inner,
      lock: async (_address, wait) => {
        waits.push(wait)
        return sharedLock
      },
    }
    const cached = createTestCache({ store, lock, path: 'held' }).cache(async () => 'computed')
    expect(await cached()).toBe('computed')
    expect(waits).toEqual([expected])
    expect(logs).toEqual([expect.stringMatching(/^warn .*held.*too long/)])
  })
})
