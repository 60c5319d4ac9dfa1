import { describe, expect, it } from 'vitest'
import type { CacheEvent, Cachetta, Store } from '../../../src/index.ts'
import {
  InvalidOptionError,
  inspect,
  lookup,
  memoryStore,
  mutate,
  readCache,
  subscribe,
  subscribeEvents,
  writeCache,
} from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

function record(cache: Cachetta): CacheEvent[] {
  const events: CacheEvent[] = []
  subscribeEvents(cache, (event) => void events.push(event))
  return events
}

describe('subscribeEvents', () => {
  it('tells the entry, the instant, the source and the age, and no value', async () => {
    const { cache, clock } = createTestCache({ lruSize: 5 })
    const events = record(cache)
    await writeCache(cache, 'secret', 'a')
    clock.advance('3s')
    await readCache(cache, 'a')
    await lookup(cache.copy({ lruSize: 9 }), 'a')
    await flushPromises()
    const hit = { type: 'hit', path: 'test', key: '"a"', at: clock.now(), age: 3_000 }
    expect(events).toEqual([
      { type: 'stored', path: 'test', key: '"a"', at: clock.now() - 3_000, by: 'self' },
      { ...hit, source: 'memory' },
      { ...hit, source: 'store' },
    ])
    expect(JSON.stringify(events)).not.toContain('secret')
  })

  it('tells of the entries at the path of the cache and below it, and of invalidations above it', async () => {
    const { cache } = createTestCache()
    const [all, users] = [record(cache), record(cache.at('users'))]
    await writeCache(cache.at('users', 'one'), 1)
    await writeCache(cache.at('usersettings'), 2)
    await cache.invalidateAll()
    await cache.invalidateTags('a', 'b')
    await flushPromises()
    expect(all.map(({ type, path }) => `${type} ${path}`)).toEqual([
      'stored test/users/one',
      'stored test/usersettings',
      'invalidated test',
      'invalidated ',
    ])
    expect(users).toEqual([all[0], all[2], all[3]])
    expect(all[2]).toMatchObject({ covers: 'path', by: 'self' })
    expect(all[3]).toMatchObject({ covers: 'tags', tags: ['a', 'b'] })
  })

  it('tells nothing after the end of the subscription', async () => {
    const { cache } = createTestCache()
    const events: CacheEvent[] = []
    const unsubscribe = subscribeEvents(cache, (event) => void events.push(event))
    unsubscribe()
    unsubscribe()
    await writeCache(cache, 'value')
    await flushPromises()
    expect(events).toEqual([])
  })

  it('calls a listener when the change is complete, so that it may call the cache', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const seen: unknown[] = []
    subscribeEvents(cache, ({ type }) => {
      if (type === 'dropped') seen.push(cached.lookup(), cached())
    })
    const first = cached()
    await flushPromises()
    await cache.invalidate()
    await flushPromises()
    expect(calls).toHaveLength(2)
    for (const [index, call] of calls.entries()) call.resolve(`value ${index}`)
    expect(await first).toBe('value 0')
    expect(await Promise.all(seen)).toEqual([{ hit: false }, 'value 1'])
    expect(await readCache(cache)).toBe('value 1')
  })

  it('loses nothing to a listener that throws, and logs it once', async () => {
    const { cache } = createTestCache()
    subscribeEvents(cache, () => {
      throw new Error('mine')
    })
    const events = record(cache)
    await writeCache(cache, 'value', 1)
    await writeCache(cache, 'value', 2)
    await flushPromises()
    expect(events).toHaveLength(2)
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([
      expect.stringMatching(/^error cachetta: a listener of subscribeEvents threw/),
    ])
  })

  it('tells what the store could not do, with the entry if there is one', async () => {
    const fails = () => Promise.reject(new Error('down'))
    const store: Store = { ...memoryStore(), set: fails, list: fails as never }
    const { cache } = createTestCache({ store })
    const events = record(cache)
    await writeCache(cache, 'value', 1)
    for await (const entry of cache.entries()) expect(entry).toBeUndefined()
    await flushPromises()
    expect(events.map(({ at: _, ...event }) => event)).toEqual([
      { type: 'trouble', path: 'test', key: '1', operation: 'write', error: expect.any(Error) },
      { type: 'trouble', path: '', key: '', operation: 'list', error: expect.any(Error) },
    ])
  })

  it('takes what others report with care', async () => {
    let report: (change: never) => void = () => {}
    const store: Store = {
      ...memoryStore(),
      subscribe(listener) {
        report = listener
        return () => {}
      },
    }
    const { cache } = createTestCache({ store })
    const events = record(cache)
    const address = { path: 'test', key: '1', exact: false }
    const changes = [null, { type: 'set' }, { type: 'missed' }, { type: 'invalidate', base: 1 }, { address: 'x' }]
    for (const change of changes) report(change as never)
    report({ type: 'set', address, by: 'machine' } as never)
    report({ type: 'invalidate', base: 'test', by: 'tab' } as never)
    report({ type: 'invalidate', tags: ['a'] } as never)
    await flushPromises()
    expect(events.map(({ at: _, ...event }) => event)).toEqual([
      { type: 'stored', path: 'test', key: '1', by: 'machine' },
      { type: 'invalidated', path: 'test', key: '', by: 'tab', covers: 'path' },
      { type: 'invalidated', path: '', key: '', by: 'process', covers: 'tags', tags: ['a'] },
    ])
  })

  it('refuses what is no cache', () => {
    expect(() => subscribeEvents({} as Cachetta, () => {})).toThrow(InvalidOptionError)
  })
})

describe('inspect', () => {
  it('lists what memory holds, who shows it, and what computes it', async () => {
    const { cache, clock } = createTestCache({ lruSize: 5 })
    await writeCache(cache, 'kept', 1)
    const stop = subscribe(cache, 2, () => {})
    const { fn, calls } = createDeferredFunction<[number], string>()
    const computed = cache(fn)(3)
    await flushPromises()
    clock.advance('2s')
    const idle = {
      observers: 0,
      source: null,
      storedAt: null,
      isInMemoryOnly: false,
      flight: null,
      isMutating: false,
      hasError: false,
    }
    const storedAt = clock.now() - 2_000
    const flight = { flight: expect.any(Number), reason: 'call', background: false, elapsed: 2_000 }
    expect(inspect(cache)).toEqual([
      { path: 'test', key: '1', ...idle, source: 'memory', storedAt },
      { path: 'test', key: '2', ...idle, observers: 1 },
      { path: 'test', key: '3', ...idle, flight },
    ])
    expect(inspect(cache.at('below'))).toEqual([])
    stop()
    calls[0]?.resolve('value')
    await computed
  })

  it('numbers a flight as its events do', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const computed = cache(fn)()
    await flushPromises()
    const number = inspect(cache)[0]?.flight?.flight
    const events = record(cache)
    calls[0]?.resolve('value')
    await computed
    await flushPromises()
    expect(events.map((event) => [event.type, 'flight' in event && event.flight])).toEqual([
      ['computed', number],
      ['stored', number],
      ['ended', number],
    ])
  })

  it('says that a mutation runs, and that memory alone has what is shown', async () => {
    const { cache } = createTestCache({ condition: () => false })
    const stop = subscribe(cache, 'a', () => {})
    const { fn, calls } = createDeferredFunction<[], string>()
    const mutated = mutate(cache, 'a', fn())
    expect(inspect(cache)).toMatchObject([{ isMutating: true, observers: 1 }])
    calls[0]?.resolve('value')
    await mutated
    expect(inspect(cache)).toMatchObject([{ isMutating: false, source: 'memory' }])
    stop()
  })
})
