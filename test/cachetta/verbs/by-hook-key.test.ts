import { describe, expect, it, vi } from 'vitest'
import {
  getOrSet,
  lookup,
  mutate,
  peek,
  prefetch,
  preload,
  readCache,
  subscribe,
  writeCache,
} from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'

describe('peek', () => {
  it('reads only memory', async () => {
    const { cache, store } = createTestCache()
    await prefetch(cache, ['user', 1], () => 'Ada')
    expect(peek(cache, ['user', 1])).toBe('Ada')
    const other = createTestCache({ store }).cache
    expect(peek(other, ['user', 1])).toBe(undefined)
  })

  it('takes a key as an argument list, and as a cached function and its arguments', async () => {
    const { cache } = createTestCache()
    const getUser = cache(async (id: number) => `user ${id}`)
    await preload(cache, [getUser, 1])
    expect(peek(cache, [getUser, 1])).toBe('user 1')
    expect(peek(cache, [1])).toBe('user 1')
    expect(await readCache(cache, 1)).toBe('user 1')
    expect(peek(cache, null)).toBe(undefined)
  })

  it('refuses anything but a cache', () => {
    expect(() => peek({} as never, 'a')).toThrow(/cache: an object was given; accepted is a Cachetta/)
  })
})

describe('preload', () => {
  it('fetches, stores and resolves with the value', async () => {
    const { cache } = createTestCache()
    expect(await preload(cache, 'a', async (key: string) => key.toUpperCase())).toBe('A')
    expect(await lookup(cache, 'a')).toMatchObject({ hit: true, value: 'A' })
  })

  it('rejects if the fetcher rejects, and stores nothing', async () => {
    const { cache } = createTestCache()
    await expect(preload(cache, 'a', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
    expect(peek(cache, 'a')).toBe(undefined)
  })

  it('needs a fetcher or a cached function', async () => {
    const { cache } = createTestCache()
    await expect(preload(cache, 'a')).rejects.toThrow(/fetcher: none was given/)
    expect(await preload(cache, null)).toBe(undefined)
  })
})

describe('prefetch', () => {
  it('loads a fresh entry from the store, and fetches any other', async () => {
    const { cache, store, clock } = createTestCache()
    await writeCache(cache, 'stored', 'a')
    const other = createTestCache({ store })
    const fetcher = vi.fn(() => 'fetched')
    await prefetch(other.cache, 'a', fetcher, { duration: '1h' })
    expect(fetcher).not.toHaveBeenCalled()
    expect(peek(other.cache, 'a')).toBe('stored')
    other.clock.advance('2h')
    clock.advance('2h')
    await prefetch(other.cache, 'a', fetcher, { duration: '1h' })
    expect(peek(other.cache, 'a')).toBe('fetched')
  })

  it('does not reject if the fetch fails', async () => {
    const { cache } = createTestCache()
    await prefetch(cache, 'a', () => Promise.reject(new Error('down')))
    expect(peek(cache, 'a')).toBe(undefined)
  })
})

describe('mutate', () => {
  it('changes the value in memory at once, then in the store, and resolves with it', async () => {
    const { cache } = createTestCache()
    const changed = mutate(cache, 'a', 1)
    expect(peek(cache, 'a')).toBe(1)
    expect(await changed).toBe(1)
    expect(await readCache(cache, 'a')).toBe(1)
    expect(await mutate<number>(cache, 'a', (before) => (before ?? 0) + 1)).toBe(2)
  })

  it('waits for any object with a `then` method', async () => {
    const { cache } = createTestCache()
    // biome-ignore lint/suspicious/noThenProperty: as clients of databases have it
    const query = { then: (done: (value: number) => void) => done(3) }
    expect(await mutate(cache, 'a', query)).toBe(3)
    expect(peek(cache, 'a')).toBe(3)
  })

  it('deletes the entry if the change is undefined', async () => {
    const { cache } = createTestCache()
    await mutate(cache, 'a', 1)
    await mutate(cache, 'a', undefined)
    expect(peek(cache, 'a')).toBe(undefined)
    expect(await cache.exists('a')).toBe(false)
  })

  it('makes the next prefetch fetch a young value again after `mutate` without data (5)', async () => {
    const { cache } = createTestCache()
    const fetcher = vi.fn(() => 'value')
    await prefetch(cache, 'a', fetcher)
    await prefetch(cache, 'a', fetcher)
    expect(fetcher).toHaveBeenCalledOnce()
    await mutate(cache, 'a')
    await prefetch(cache, 'a', fetcher)
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('takes a filter, which gets the keys as they were given', async () => {
    const { cache } = createTestCache()
    const stop = subscribe(cache, ['user', 3], () => {})
    for (const id of [1, 2]) await mutate(cache, ['user', id], id)
    await mutate(cache, 'other', 0)
    const changed = await mutate<number>(
      cache,
      (key: unknown) => Array.isArray(key) && key[0] === 'user',
      (before) => (before ?? 0) * 10,
    )
    expect(changed).toEqual([0, 10, 20])
    expect([1, 2].map((id) => peek(cache, ['user', id]))).toEqual([10, 20])
    expect(peek(cache, 'other')).toBe(0)
    stop()
  })

  it('calls the filter once for each key, also for one that is shown, stored and in several memories', async () => {
    const { cache } = createTestCache({ lruSize: 10 })
    const withoutLru = cache.copy({ lruSize: null })
    const stop = subscribe(cache, 'shown', () => {})
    for (const each of [cache, withoutLru]) for (const key of ['shown', 'a']) await mutate(each, key, 1)
    const filter = vi.fn(() => false)
    expect(await mutate(cache, filter)).toEqual([])
    expect(filter.mock.calls).toEqual([['shown'], ['a']])
    stop()
  })

  it('rejects if the filter returns a promise, which would pass for every key', async () => {
    const { cache } = createTestCache({ entries: [['a', 1]] })
    const filter = (async () => false) as never
    await expect(mutate(cache, filter, 2)).rejects.toThrow('the filter returned a promise')
    expect(peek(cache, 'a')).toBe(1)
  })

  it('rejects if the filter throws, and changes nothing', async () => {
    const { cache } = createTestCache()
    await mutate(cache, 'a', 1)
    await mutate(cache, 'b', 1)
    const filter = (key: unknown) => {
      if (key === 'b') throw new Error('broken filter')
      return true
    }
    await expect(mutate(cache, filter, 2)).rejects.toThrow('broken filter')
    expect(peek(cache, 'a')).toBe(1)
  })

  it('passes the entries of a cached function by its own tags and options', async () => {
    const { cache } = createTestCache()
    const getUser = cache.at('users')(async (id: number) => id, { tags: (id) => [`user:${id}`] })
    await preload(cache, [getUser, 1])
    await mutate(cache, (key: unknown) => Array.isArray(key) && key[0] === getUser, 5, false)
    expect(await getUser.lookup(1)).toMatchObject({ value: 5 })
    await cache.invalidateTags('user:5')
    expect(await getUser.lookup(1)).toEqual({ hit: false })
  })

  it('reaches only the entries that a path function names', async () => {
    const { cache } = createTestCache()
    const rooms = cache.at((name: unknown) => `rooms/${String(name)}`)
    const houses = cache.at((name: unknown) => {
      if (typeof name !== 'number') throw new Error('houses have numbers')
      return `houses/${name}`
    })
    await mutate(rooms, 'kitchen', 1)
    await mutate(houses, 1, 1)
    await mutate(cache, 'kitchen', 1)
    expect(await mutate(rooms, () => true, 2, false)).toEqual([2])
    expect(await mutate(houses, () => true, 3, false)).toEqual([3])
    expect([peek(rooms, 'kitchen'), peek(houses, 1), peek(cache, 'kitchen')]).toEqual([2, 3, 1])
    expect(await mutate(cache, () => true, 4, false)).toEqual([4, 4, 4])
  })

  it('does not reject for a failed change with `throwOnError: false`', async () => {
    const { cache } = createTestCache()
    const failing = Promise.reject(new Error('no'))
    expect(await mutate(cache, 'a', failing, { throwOnError: false })).toBe(undefined)
    await expect(mutate(cache, 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})

describe('subscribe', () => {
  it('calls the listener with the value after each change, until it is ended', async () => {
    const { cache } = createTestCache()
    const seen: unknown[] = []
    const stop = subscribe(cache, 'a', (value) => seen.push(value))
    await writeCache(cache, 1, 'a')
    await mutate(cache, 'a', 2)
    await cache.invalidate('a')
    stop()
    await writeCache(cache, 3, 'a')
    expect(seen).toEqual([1, 2, undefined])
  })

  it('loads the value of another process into memory before it calls the listener', async () => {
    const { cache, store } = createTestCache()
    const seen: unknown[] = []
    subscribe(cache, 'a', (value) => seen.push(value))
    const other = createTestCache({ store: { ...store } }).cache
    await writeCache(other, 'theirs', 'a')
    await flushPromises()
    expect(seen).toEqual(['theirs'])
  })

  it('holds the value in memory even if other entries fill the LRU', async () => {
    const { cache } = createTestCache({ lruSize: 1 })
    const stop = subscribe(cache, 'a', () => {})
    await mutate(cache, 'a', 1)
    await mutate(cache, 'b', 2)
    await mutate(cache, 'c', 3)
    expect([peek(cache, 'a'), peek(cache, 'b')]).toEqual([1, undefined])
    stop()
  })
})

describe('a function and a preload of one entry', () => {
  it('share one computation', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[id: number], string>()
    const getUser = cache(fn)
    const both = Promise.all([getUser(1), preload(cache, [getUser, 1])])
    await flushPromises()
    expect(calls).toHaveLength(1)
    calls[0]?.resolve('Ada')
    expect(await both).toEqual(['Ada', 'Ada'])
  })
})

describe('no asynchronous verb throws', () => {
  const broken = Symbol('no stable identity')
  const { cache } = createTestCache()
  const getUser = cache(async (id: unknown) => id)
  const [nobody, noFunction] = [{} as never, 'no function' as never]
  const loose = { ...Object.getOwnPropertyDescriptors(Object.getPrototypeOf(cache)) } as Record<
    string,
    { value: unknown }
  >
  const callLoose = (name: string) => (loose[name] as { value: () => Promise<unknown> }).value()

  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    'mutate, no cache': () => mutate(nobody, 'a'),
    'mutate, no key': () => mutate(cache, broken),
    'mutate, a list with no identity': () => mutate(cache, [broken], 1),
    'preload, no cache': () => preload(nobody, 'a', () => 1),
    'preload, no key': () => preload(cache, broken, () => 1),
    'prefetch, no cache': () => prefetch(nobody, 'a', () => 1),
    'prefetch, no key': () => prefetch(cache, broken, () => 1),
    'prefetch, no duration': () => prefetch(cache, 'a', () => 1, { duration: 'soon' as never }),
    'readCache, no cache': () => readCache(nobody),
    'readCache, no key': () => readCache(cache, broken),
    'lookup, no key': () => lookup(cache, broken),
    'writeCache, no cache': () => writeCache(nobody, 1),
    'writeCache, no key': () => writeCache(cache, 1, broken),
    'getOrSet, no cache': () => getOrSet(nobody, () => 1),
    'getOrSet, no function': () => getOrSet(cache, noFunction),
    'getOrSet, no key': () => getOrSet(cache, () => 1, broken as never),
    'a cached function': () => getUser(broken),
    'a cached function, refresh': () => getUser.refresh(broken),
    'a cached function, lookup': () => getUser.lookup(broken),
    'a cached function, invalidate': () => getUser.invalidate(broken),
    'invalidate, no key': () => cache.invalidate(broken),
    'clear, no key': () => cache.clear(broken),
    'exists, no key': () => cache.exists(broken),
    'age, no key': () => cache.age(broken),
    'info, no key': () => cache.info(broken),
    'invalidateTags, no tag': () => cache.invalidateTags(''),
    'invalidateAll, no base': () => cache.at(() => 'a').invalidateAll(),
    'prune, no base': () => cache.at(() => 'a').prune(),
    'entries, no base': () =>
      cache
        .at(() => 'a')
        .entries()
        [Symbol.asyncIterator]()
        .next(),
    ...Object.fromEntries(
      ['invalidate', 'clear', 'invalidateAll', 'invalidateTags', 'exists', 'age', 'info', 'prune'].map((name) => [
        `${name}, no cache`,
        () => callLoose(name),
      ]),
    ),
  }

  it.each(Object.keys(calls))('%s', async (name) => {
    const called = calls[name]?.() // a throw here fails the test
    await expect(called).rejects.toThrow()
  })
})
