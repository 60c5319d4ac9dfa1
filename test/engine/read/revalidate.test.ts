import { describe, expect, it, vi } from 'vitest'
import { createBackoff } from '../../../src/engine/read/revalidate.ts'
import { Cachetta, lookup, memoryStore, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const events = recordEvents()
recordLogLines()

describe('a revalidation', () => {
  const policy = { duration: '1m', staleDuration: '1h' } as const

  it('runs once for several stale results', async () => {
    const { cache, clock } = createTestCache(policy)
    await writeCache(cache, 'old')
    clock.advance('2m')
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    expect(await Promise.all([cached(), cached(), cached()])).toEqual(['old', 'old', 'old'])
    await flushPromises()
    expect(await cached()).toBe('old')
    calls[0]?.resolve('new')
    await flushPromises()
    expect(await cached()).toBe('new')
    expect(calls.length).toBe(1)
    expect(events.filter((event) => event !== 'stale store')).toEqual([
      'stored',
      'computed background',
      'stored background',
      'hit store',
    ])
  })

  it('is superseded by an invalidation and by a write', async () => {
    const { cache, clock } = createTestCache({ ...policy, lruSize: 5 })
    const { fn, calls } = createDeferredFunction<[number], string>()
    const cached = cache(fn)
    for (const key of [1, 2]) await writeCache(cache, 'old', key)
    clock.advance('2m')
    await Promise.all([cached(1), cached(2)])
    await flushPromises()
    await cache.invalidate(1)
    await writeCache(cache, 'written', 2)
    for (const call of calls) call.resolve('late')
    await flushPromises()
    expect([await lookup(cache, 1), await lookup(cache, 2)]).toMatchObject([{ hit: false }, { value: 'written' }])
  })

  it('does not run with `write: false`', async () => {
    const { cache, clock } = createTestCache(policy)
    await writeCache(cache, 'old')
    clock.advance('2m')
    const { fn, calls } = createDeferredFunction<[], string>()
    expect(await cache(fn, { write: false })()).toBe('old')
    await flushPromises()
    expect(calls.length).toBe(0)
  })

  it('runs after a synchronous call has returned, in a later task', async () => {
    const { cache, clock } = createTestCache(policy)
    let calls = 0
    const cached = cache.wrapSync(() => {
      calls += 1
      return calls
    })
    cached()
    clock.advance('2m')
    expect([cached(), cached(), calls]).toEqual([1, 1, 1])
    await flushPromises()
    expect(calls).toBe(2)
    expect(cached()).toBe(2)
  })
})

describe('a revalidation with the clock of the system', () => {
  it('starts in a later task of the event loop than the call that caused it', async () => {
    const cache = new Cachetta({ path: 'test', store: memoryStore(), lock: false, duration: 0, staleDuration: '1h' })
    let calls = 0
    const cached = cache(() => {
      calls += 1
      return calls
    })
    await cached()
    expect(await cached()).toBe(1)
    for (let tick = 0; tick < 50; tick += 1) await undefined
    expect(calls).toBe(1)
    await vi.waitFor(() => expect(calls).toBe(2), 10_000)
  })
})

describe('the pause after failed revalidations', () => {
  const clockAt = (state: { now: number }) => ({ now: () => 0, elapsed: () => state.now, after: () => () => {} })

  it('doubles from a second to a minute, separately for each entry', () => {
    const state = { now: 0 }
    const backoff = createBackoff(clockAt(state))
    const pauses: number[] = []
    for (let failure = 0; failure < 8; failure += 1) {
      backoff.noteFailure('a')
      const startedAt = state.now
      while (backoff.isResting('a')) state.now += 500
      pauses.push(state.now - startedAt)
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    expect(backoff.isResting('b')).toBe(false)
  })

  it('ends with a success, and starts again at one second', () => {
    const state = { now: 0 }
    const backoff = createBackoff(clockAt(state))
    for (let failure = 0; failure < 5; failure += 1) backoff.noteFailure('a')
    backoff.noteSuccess('a')
    expect(backoff.isResting('a')).toBe(false)
    backoff.noteFailure('a')
    state.now += 1_000
    expect(backoff.isResting('a')).toBe(false)
  })

  it('exists for a limited number of entries', () => {
    const backoff = createBackoff(clockAt({ now: 0 }))
    for (let entry = 0; entry <= 1_000; entry += 1) backoff.noteFailure(String(entry))
    expect(backoff.isResting('0')).toBe(false)
    expect(backoff.isResting('1000')).toBe(true)
  })
})
