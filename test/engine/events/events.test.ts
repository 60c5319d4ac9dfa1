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
function takeEvents(): string[] {
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
    expect(takeEvents()).toEqual(['miss', 'computed', 'stored'])
    await cached()
    await lookup(cache.copy({ lruSize: 9 }))
    expect(takeEvents()).toEqual(['hit memory', 'hit store'])
    clock.advance('1m')
    await cached()
    await flushPromises()
    expect(takeEvents()).toEqual(['stale store', 'computed background', 'stored background'])
    clock.advance('1m')
    fails = true
    await cached()
    await flushPromises()
    expect(takeEvents()).toEqual(['stale store', 'failed background'])
    await cached.refresh().catch(() => undefined)
    expect(takeEvents()).toEqual(['failed'])
    await cached.invalidate()
    await lookup(cache)
    expect(takeEvents()).toEqual(['invalidated', 'miss'])
  })

  it('reports refused, discarded, rescued, shared and adopted values', async () => {
    const store = memoryStore()
    const { cache, clock } = createTestCache({ store, duration: '1m', staleIfError: '1h' })
    await cache(() => 'no', { condition: () => false })()
    expect(takeEvents()).toEqual(['miss', 'computed', 'refused'])
    await cache((): unknown => () => 'unstorable')()
    expect(takeEvents()).toEqual(['miss', 'computed', 'trouble', 'refused'])
    await cache(() => cache.invalidate().then(() => 'late'))()
    expect(takeEvents()).toEqual(['miss', 'invalidated', 'computed', 'discarded'])
    await writeCache(cache, 'old')
    clock.advance('2m')
    await cache(() => Promise.reject(new Error('down')))()
    expect(takeEvents()).toEqual(['stored', 'miss', 'failed', 'rescued'])
    await Promise.all([1, 2].map(() => cache(async () => 'new')()))
    expect(takeEvents()).toEqual(['miss', 'miss', 'shared', 'computed', 'stored'])
    const other = createTestCache({ store })
    other.clock.set(clock.now())
    await cache.invalidate()
    takeEvents()
    await Promise.all([cache(async () => 'a')(), other.cache(async () => 'b')()])
    expect(takeEvents().sort()).toEqual(['adopted', 'computed', 'miss', 'miss', 'stored'])
  })

  it('reports the same events for synchronous functions', () => {
    const { cache } = createTestCache()
    const cached = cache.wrapSync((n: number) => {
      if (n < 0) throw new Error('down')
      return n
    })
    cached(1)
    cached(1)
    cached.invalidate(1)
    expect(() => cached(-1)).toThrow('down')
    expect(takeEvents()).toEqual(['miss', 'computed', 'stored', 'hit store', 'invalidated', 'miss', 'failed'])
  })

  it('contains the entry, its age and the time of the computation', async () => {
    const { cache, clock } = createTestCache()
    const messages: CacheEvent[] = []
    const record = (message: unknown) => void messages.push(message as CacheEvent) // all that the channel carries
    diagnostics.subscribe('cachetta', record)
    await cache((_key: string) => clock.advance('2s'))('a')
    clock.advance('3s')
    await lookup(cache, 'a')
    diagnostics.unsubscribe('cachetta', record)
    expect(messages).toEqual([
      { type: 'miss', path: 'test', key: '"a"' },
      { type: 'computed', path: 'test', key: '"a"', elapsed: 2_000, background: false },
      { type: 'stored', path: 'test', key: '"a"', background: false },
      { type: 'hit', path: 'test', key: '"a"', source: 'store', age: 3_000 },
    ])
  })
})
