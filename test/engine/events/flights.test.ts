import { beforeEach, describe, expect, it } from 'vitest'
import type { CacheEvent, Cachetta } from '../../../src/index.ts'
import { memoryStore, mutate, preload, subscribe, subscribeEvents, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'

const events: CacheEvent[] = []
beforeEach(() => void events.splice(0))

function record(cache: Cachetta): void {
  subscribeEvents(cache, (event) => void events.push(event))
}

/** Returns type and flight of each event, with flights counted from 1, and the reason if there is one. */
async function takeSteps(): Promise<string[]> {
  await flushPromises()
  const flights: number[] = []
  return events.splice(0).map((event) => {
    const flight = 'flight' in event ? event.flight : undefined
    if (flight !== undefined && !flights.includes(flight)) flights.push(flight)
    const number = flight === undefined ? '' : ` ${flights.indexOf(flight) + 1}`
    return `${event.type}${number}${'reason' in event ? `: ${event.reason}` : ''}`
  })
}

describe('the events of a flight', () => {
  it('have one number from its start to its end, also for those who join it', async () => {
    const { cache, clock } = createTestCache()
    record(cache)
    const { fn, calls } = createDeferredFunction<[string], string>()
    const cached = cache(fn)
    const both = Promise.all([cached('a'), cached('a'), cached('b')])
    await flushPromises()
    clock.advance('2s')
    for (const call of calls) call.resolve('value')
    await both
    const [first] = events.flatMap((event) => (event.type === 'started' ? [event.flight] : []))
    await flushPromises()
    const ofFirst = events.filter((event) => 'flight' in event && event.flight === first)
    expect(ofFirst.map(({ type, key }) => `${type} ${key}`)).toEqual(
      ['started', 'joined', 'computing', 'computed', 'stored', 'ended'].map((type) => `${type} "a"`),
    )
    expect(ofFirst.at(-1)).toMatchObject({ type: 'ended', elapsed: 2_000, at: clock.now() })
  })

  it('say why it was dropped, and end when its function does', async () => {
    const { cache } = createTestCache()
    record(cache)
    const { fn, calls } = createDeferredFunction<[], string>()
    const computed = cache(fn)()
    await flushPromises()
    await writeCache(cache, 'written')
    expect(await takeSteps()).toEqual(['miss', 'started 1: call', 'computing 1', 'dropped 1: write', 'stored'])
    calls[0]?.resolve('late')
    await computed
    expect(await takeSteps()).toEqual(['computed 1', 'ended 1'])
  })

  it('tell a failure, and nothing after its end', async () => {
    const { cache, clock } = createTestCache({ timeout: '1s' })
    record(cache)
    const { fn, calls } = createDeferredFunction<[], string>()
    const failing = cache(fn)()
    failing.catch(() => {})
    await flushPromises()
    clock.advance('1s')
    await expect(failing).rejects.toThrow('timeout')
    expect(await takeSteps()).toEqual(['miss', 'started 1: call', 'computing 1', 'failed 1', 'ended 1'])
    calls[0]?.resolve('much later')
    expect(await takeSteps()).toEqual([])
  })

  it('are told from its middle to a listener that comes later', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const computed = cache(fn)()
    await flushPromises()
    record(cache)
    calls[0]?.resolve('value')
    await computed
    expect(await takeSteps()).toEqual(['computed 1', 'stored 1', 'ended 1'])
  })

  it('say the reason of preloads, and of mutations', async () => {
    const { cache } = createTestCache()
    record(cache)
    await preload(cache, 'a', () => 'fetched')
    expect((await takeSteps()).filter((step) => step.startsWith('started'))).toEqual(['started 1: preload'])
    await mutate(cache, 'a', 'set')
    expect(await takeSteps()).toEqual(['stored'])
  })

  it('are the same for a synchronous function', async () => {
    const { cache } = createTestCache()
    record(cache)
    const cached = cache.wrapSync((n: number) => n)
    cached(1)
    const sync = await takeSteps()
    await cache(async (n: number) => n)(2)
    expect(await takeSteps()).toEqual(sync)
    expect(sync).toEqual(['miss', 'started 1: call', 'computing 1', 'computed 1', 'stored 1', 'ended 1'])
  })

  it('say that a synchronous function has changed its own entry', async () => {
    const { cache } = createTestCache()
    record(cache)
    cache.wrapSync(() => cache.invalidateSync())()
    expect(await takeSteps()).toContain('dropped 1: own change')
  })
})

describe('observers', () => {
  it('are counted when one comes and when one leaves', async () => {
    const { cache } = createTestCache()
    record(cache)
    const [stopFirst, stopSecond] = [subscribe(cache, 'a', () => {}), subscribe(cache, 'a', () => {})]
    stopFirst()
    stopSecond()
    await flushPromises()
    const counts = events.flatMap((event) => ('observers' in event ? [[event.type, event.observers]] : []))
    expect(counts).toEqual([
      ['observed', 1],
      ['observed', 2],
      ['unobserved', 1],
      ['unobserved', 0],
    ])
  })
})

describe('a change by another engine over one store', () => {
  it('says who made it', async () => {
    const store = memoryStore()
    const [here, there] = [createTestCache({ store }), createTestCache({ store })]
    record(here.cache)
    await writeCache(there.cache, 'value', 1)
    await there.cache.invalidate(1)
    await writeCache(here.cache, 'value', 2)
    await flushPromises()
    const changes = events.map((event) => ('by' in event ? `${event.type} ${event.key} by ${event.by}` : event.type))
    expect(changes).toEqual(['stored 1 by process', 'invalidated 1 by process', 'stored 2 by self'])
  })
})

describe('an entry that a full memory drops', () => {
  it('is told for a cache with `lruSize`', async () => {
    const { cache } = createTestCache({ lruSize: 2 })
    record(cache)
    for (const key of [1, 2, 3, 4]) await writeCache(cache, 'value', key)
    await flushPromises()
    expect(events.flatMap(({ type, key }) => (type === 'evicted' ? [key] : []))).toEqual(['1', '2'])
  })

  it('is told for the memory of hooks', async () => {
    const { cache } = createTestCache()
    record(cache)
    for (let count = 1; count <= 1_001; count += 1) await preload(cache, count, () => 'value')
    await flushPromises()
    expect(events.flatMap(({ type, key }) => (type === 'evicted' ? [key] : []))).toEqual(['1'])
  })
})
