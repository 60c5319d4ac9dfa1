import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Cachetta, Store } from '../../../src/index.ts'
import { lookup, memoryStore, setLogLevel, writeCache } from '../../../src/index.ts'
import type { TestCache } from '../../../src/testing.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

beforeEach(() => setLogLevel('info'))

const never = () => new Promise<never>(() => {})

/** An asynchronous store without locks, with these methods. */
function createStore(methods: Partial<Store>): Store {
  const { deleteAll: _1, lock: _2, share: _3, subscribe: _4, sync: _5, ...store } = memoryStore()
  return { ...store, ...methods }
}

/** Advances the clock in steps until the promise has settled. Returns the result, and the milliseconds that it took. */
async function waitFor<T>(
  { clock }: Pick<TestCache, 'clock'>,
  promise: Promise<T>,
): Promise<{ value: T; took: number }> {
  const startedAt = clock.elapsed()
  let isSettled = false
  const end = () => {
    isSettled = true
  }
  promise.then(end, end)
  for (let step = 0; step < 3_000 && !isSettled; step += 1) {
    await flushPromises()
    if (!isSettled) clock.advance(50)
  }
  if (!isSettled) throw new Error('the call never ends')
  return { value: await promise, took: clock.elapsed() - startedAt }
}

const callOf = (cache: Cachetta, fn: () => unknown = () => 'value') => cache(async () => fn())()

const lockOf = (methods: object) => async () => ({ isHeld: async () => true, release: async () => {}, ...methods })

describe('a call whose store never answers', () => {
  it.each<[verb: string, methods: Partial<Store>, limit: number]>([
    ['get', { get: never }, 5_000],
    ['set', { set: never }, 5_000],
    ['lock', { lock: never }, 65_000],
    ['lock and share', { lock: never, share: never }, 65_200],
    ['isHeld', { lock: lockOf({ isHeld: never }) }, 5_000],
    ['set of the lock', { lock: lockOf({ set: never }) }, 5_000],
    ['release', { lock: lockOf({ release: never }) }, 5_000],
  ])('returns its value after a bounded time if `%s` hangs, and says it once', async (_verb, methods, limit) => {
    const test = createTestCache({ store: createStore(methods) })
    const first = await waitFor(test, callOf(test.cache))
    expect(first.value).toBe('value')
    expect(first.took).toBeLessThanOrEqual(limit)
    expect(lines.filter((line) => line.includes('has not answered for'))).toHaveLength(1)
    const again = await waitFor(test, callOf(test.cache.copy({ duration: 0 })))
    expect(again.value).toBe('value')
    expect(again.took).toBeLessThanOrEqual(5_000)
  })

  it.each(['isHeld', 'release'])('waits long for `%s` once: the next calls wait a moment', async (verb) => {
    const test = createTestCache({ store: createStore({ lock: lockOf({ [verb]: never }) }) })
    const call = () => waitFor(test, callOf(test.cache.copy({ duration: 0 })))
    expect((await call()).took).toBe(5_000)
    for (let round = 0; round < 3; round += 1) expect((await call()).took).toBeLessThanOrEqual(200)
  })

  it('reads as long as before after a lock that could not be released', async () => {
    const read = createDeferred()
    const { get } = memoryStore()
    let isSlow = false
    const slowGet: Store['get'] = async (...args) => (isSlow ? read.promise.then(() => get(...args)) : get(...args))
    const test = createTestCache({ store: createStore({ get: slowGet, lock: lockOf({ release: never }) }) })
    await waitFor(test, callOf(test.cache))
    isSlow = true
    expect((await waitFor(test, lookup(test.cache, 'other'))).took).toBe(5_000)
  })

  it('ends if all methods hang: first after one long wait, then after short ones', async () => {
    const methods = { get: never, set: never, delete: never, stat: never, lock: never, share: never }
    const test = createTestCache({ store: createStore(methods) })
    expect(await waitFor(test, callOf(test.cache))).toMatchObject({ value: 'value', took: 5_600 })
    expect((await waitFor(test, callOf(test.cache))).took).toBeLessThanOrEqual(1_000)
  })

  it('waits as long as `lock` says, and no longer', async () => {
    const test = createTestCache({ store: createStore({ lock: never }), lock: '10s' })
    expect((await waitFor(test, callOf(test.cache))).took).toBe(15_000)
  })

  it('rejects with the error of its function, too', async () => {
    const test = createTestCache({ store: createStore({ lock: lockOf({ release: never }) }) })
    const failing = callOf(test.cache, () => Promise.reject(new Error('down'))).catch((error: Error) => error.message)
    expect(await waitFor(test, failing)).toEqual({ value: 'down', took: 5_000 })
  })
})

describe('a verb whose store never answers', () => {
  it.each<[verb: string, methods: Partial<Store>, call: (cache: Cachetta) => Promise<unknown>, limit: number]>([
    ['lookup', { get: never }, (cache) => lookup(cache), 5_000],
    ['exists', { get: never, stat: never }, (cache) => cache.exists(), 5_000],
    ['info', { stat: never }, (cache) => cache.info(), 5_000],
    ['writeCache', { set: never }, (cache) => writeCache(cache, 'value'), 5_000],
    ['invalidate', { delete: never }, (cache) => cache.invalidate(), 5_000],
    ['invalidateAll', { list: () => silentList() }, (cache) => cache.invalidateAll(), 60_000],
    [
      'invalidateAll by deleteAll',
      { deleteAll: never, list: () => silentList() },
      (cache) => cache.invalidateAll(),
      120_000,
    ],
    ['invalidateTags', { list: () => silentList() }, (cache) => cache.invalidateTags('tag'), 180_000],
    ['invalidateTags by deleteTagged', { deleteTagged: never }, (cache) => cache.invalidateTags('tag'), 60_000],
    ['endComputations', { endComputations: never }, (cache) => cache.invalidateAll(), 5_000],
    ['entries', { list: () => silentList() }, (cache) => listAll(cache), 60_000],
    ['prune', { list: () => silentList() }, (cache) => cache.prune(), 60_000],
  ])('ends: %s', async (_verb, methods, call, limit) => {
    const test = createTestCache({ store: createStore(methods) })
    expect((await waitFor(test, call(test.cache))).took).toBeLessThanOrEqual(limit)
    expect(lines.some((line) => line.includes('has not answered for'))).toBe(true)
  })
})

function silentList(): AsyncGenerator<never> {
  return { next: never, return: never, throw: never, [Symbol.asyncIterator]: silentList } as never
}

async function listAll(cache: Cachetta): Promise<void> {
  for await (const entry of cache.entries()) expect(entry).toBe('nothing')
}

describe('an answer that comes too late', () => {
  it('ends the trouble: the next call waits again', async () => {
    const gate = createDeferred()
    const inner = createStore({})
    const store = createStore({ ...inner, get: (...args) => gate.promise.then(() => inner.get(...args)) })
    const test = createTestCache({ store })
    await waitFor(test, callOf(test.cache))
    gate.resolve(undefined)
    await flushPromises()
    expect(lines.at(-1)).toContain('works again')
    expect(
      await waitFor(
        test,
        callOf(test.cache, () => 'computed again'),
      ),
    ).toEqual({ value: 'value', took: 0 })
  })

  it('releases a lock that was granted after its call', async () => {
    const granted = createDeferred<never>()
    const release = vi.fn(async () => {})
    const test = createTestCache({ store: createStore({ lock: () => granted.promise }), lock: '1s' })
    await waitFor(test, callOf(test.cache))
    granted.resolve({ isHeld: async () => true, release } as never)
    await flushPromises()
    expect(release).toHaveBeenCalledTimes(1)
  })

  it('of a write makes the entry count', async () => {
    const gate = createDeferred()
    const inner = createStore({})
    const set: Store['set'] = (...args) => gate.promise.then(() => inner.set(...args))
    const test = createTestCache({ store: createStore({ ...inner, set }) })
    await waitFor(test, callOf(test.cache))
    gate.resolve(undefined)
    await flushPromises()
    expect(await callOf(test.cache, () => 'computed again')).toBe('value')
  })

  it('of a delete hides the entry until then', async () => {
    const test = createTestCache({ store: createStore({ delete: never }) })
    await callOf(test.cache)
    await waitFor(test, test.cache.invalidate())
    expect(await callOf(test.cache, () => 'new')).toBe('new')
  })
})

describe('a store that cannot list what an invalidation has to delete', () => {
  const listWith = (next: () => Promise<never>) => () => ({ [Symbol.asyncIterator]: () => ({ next }) })
  const unanswered = listWith(never)
  const failing = listWith(() => Promise.reject(new Error('the disk is away')))

  it.each([
    ['never answers', 'invalidateAll', unanswered],
    ['never answers', 'invalidateTags', unanswered],
    ['fails', 'invalidateAll', failing],
    ['fails', 'invalidateTags', failing],
  ] as const)('and %s: nobody reads it after `%s`', async (_title, verb, list) => {
    const store = createStore({})
    const { list: listAll } = store
    const test = createTestCache({ store, tags: ['users'] })
    const { cache } = test
    const invalidate = () => (verb === 'invalidateAll' ? cache.invalidateAll() : cache.invalidateTags('users'))
    await writeCache(cache, 'old', 1)
    await writeCache(cache, 'old', 2)

    Object.assign(store, { list })
    await waitFor(test, invalidate())
    for (const key of [1, 2]) expect((await lookup(cache, key)).hit).toBe(false)
    test.clock.advance(1_000)
    await writeCache(cache, 'new', 2)
    expect(await lookup(cache, 2)).toMatchObject({ hit: true, value: 'new' })

    Object.assign(store, { list: listAll })
    await waitFor(test, invalidate())
    for await (const entry of cache.entries()) throw new Error(`${entry.path} is left`)
    await writeCache(cache, 'newest', 1)
    expect(await lookup(cache, 1)).toMatchObject({ hit: true, value: 'newest' })
  })
})
