import diagnostics from 'node:diagnostics_channel'
import { describe, expect, it } from 'vitest'
import type { CacheEvent } from '../../../src/index.ts'
import { lookup, memoryStore, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const events = recordEvents()
recordLogLines()

/** Returns the events since the last call. */
async function takeEvents(): Promise<string[]> {
  await flushPromises()
  return events.splice(0)
}

describe('the diagnostics channel cachetta', () => {
  it('reports each event in the life of an entry', async () => {
    const { cache, clock } = createTestCache({ duration: '1m', staleDuration: '1m', lruSize: 5 })
    let fails = false
    const cached = cache(() => {
      if (fails) throw new Error('down')
      return 'value'
    })
    await cached()
    expect(await takeEvents()).toEqual(['miss', 'computed', 'stored'])
    await cached()
    await lookup(cache.copy({ lruSize: 9 }))
    expect(await takeEvents()).toEqual(['hit memory', 'hit store'])
    clock.advance('1m')
    await cached()
    await flushPromises()
    expect(await takeEvents()).toEqual(['stale store', 'computed background', 'stored background'])
    clock.advance('1m')
    fails = true
    await cached()
    await flushPromises()
    expect(await takeEvents()).toEqual(['stale store', 'failed background'])
    await cached.refresh().catch(() => undefined)
    expect(await takeEvents()).toEqual(['failed'])
    await cached.invalidate()
    await lookup(cache)
    expect(await takeEvents()).toEqual(['invalidated', 'miss'])
  })

  it('reports refused, dropped, rescued, joined and adopted values', async () => {
    const store = memoryStore()
    const { cache, clock } = createTestCache({ store, duration: '1m', staleIfError: '1h' })
    await cache(() => 'no', { condition: () => false })()
    expect(await takeEvents()).toEqual(['miss', 'computed', 'refused'])
    await cache((): unknown => () => 'unstorable')()
    expect(await takeEvents()).toEqual(['miss', 'computed', 'trouble', 'refused'])
    await cache(() => cache.invalidate().then(() => 'late'))()
    expect(await takeEvents()).toEqual(['miss', 'dropped', 'invalidated', 'computed'])
    await writeCache(cache, 'old')
    clock.advance('2m')
    await cache(() => Promise.reject(new Error('down')))()
    expect(await takeEvents()).toEqual(['stored', 'miss', 'failed', 'rescued'])
    await Promise.all([1, 2].map(() => cache(async () => 'new')()))
    expect(await takeEvents()).toEqual(['miss', 'miss', 'joined', 'computed', 'stored'])
    const other = createTestCache({ store })
    other.clock.set(clock.now())
    await cache.invalidate()
    await takeEvents()
    await Promise.all([cache(async () => 'a')(), other.cache(async () => 'b')()])
    // The second `stored` is the change that the other engine hears of.
    expect((await takeEvents()).sort()).toEqual(['adopted', 'computed', 'dropped', 'miss', 'miss', 'stored', 'stored'])
  })

  it('reports the same events for synchronous functions', async () => {
    const { cache } = createTestCache()
    const cached = cache.wrapSync((n: number) => {
      if (n < 0) throw new Error('down')
      return n
    })
    cached(1)
    cached(1)
    cached.invalidate(1)
    expect(() => cached(-1)).toThrow('down')
    expect(await takeEvents()).toEqual(['miss', 'computed', 'stored', 'hit store', 'invalidated', 'miss', 'failed'])
  })

  it('contains the entry, its age and the time of the computation', async () => {
    const { cache, clock } = createTestCache()
    const messages: CacheEvent[] = []
    const record = (message: unknown) => void messages.push(message as CacheEvent) // all that the channel carries
    diagnostics.subscribe('cachetta', record)
    await cache((_key: string) => clock.advance('2s'))('a')
    clock.advance('3s')
    await lookup(cache, 'a')
    await flushPromises()
    diagnostics.unsubscribe('cachetta', record)
    const at = clock.now() - 5_000
    const ofFlight = { path: 'test', key: '"a"', flight: expect.any(Number), background: false }
    expect(messages).toEqual([
      { type: 'miss', path: 'test', key: '"a"', at },
      { type: 'started', ...ofFlight, at, reason: 'call' },
      { type: 'computing', ...ofFlight, at },
      { type: 'computed', ...ofFlight, at: at + 2_000, elapsed: 2_000 },
      { type: 'stored', ...ofFlight, at: at + 2_000, by: 'self' },
      { type: 'ended', ...ofFlight, at: at + 2_000, elapsed: 2_000 },
      { type: 'hit', path: 'test', key: '"a"', at: at + 5_000, source: 'store', age: 3_000 },
    ])
    expect(new Set(messages.flatMap((event) => ('flight' in event ? [event.flight] : []))).size).toBe(1)
  })
})
