import { describe, expect, it } from 'vitest'
import { InvalidOptionError, lookup, memoryStore, readCache, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

describe('invalidate', () => {
  it('deletes the entry of these arguments and no other', async () => {
    const { cache } = createTestCache({ lruSize: 10 })
    const cached = cache((n: number) => n)
    await cached(1)
    await cached(2)
    await cached.invalidate(1)
    expect([await cache.exists(1), await cache.exists(2)]).toEqual([false, true])
    await cache.clear(2)
    expect(await lookup(cache, 2)).toEqual({ hit: false })
  })

  it('wins over a running computation: its caller gets the result, the cache does not store it', async () => {
    const { cache } = createTestCache({ lruSize: 10 })
    const { fn, calls } = createDeferredFunction<[number], string>()
    const cached = cache(fn)
    const before = cached(1)
    await flushPromises()
    await cached.invalidate(1)
    const after = cached(1)
    await flushPromises()
    expect(calls.length).toBe(2)
    calls[1]?.resolve('after')
    expect(await after).toBe('after')
    calls[0]?.resolve('before')
    expect(await before).toBe('before')
    expect(await cached(1)).toBe('after')
  })

  it('does nothing if there is no entry', async () => {
    const { cache } = createTestCache()
    await expect(cache.invalidate('unknown')).resolves.toBe(undefined)
  })
})

describe('an explicit write', () => {
  it('wins over a computation that began before it', async () => {
    const { cache } = createTestCache({ lruSize: 10 })
    const { fn, calls } = createDeferredFunction<[], string>()
    const running = cache(fn)()
    await flushPromises()
    await writeCache(cache, 'written')
    calls[0]?.resolve('computed')
    expect(await running).toBe('computed')
    expect(await readCache(cache)).toBe('written')
  })
})

describe('invalidateAll', () => {
  it('deletes the base entry, the entries of arguments, and all entries below the path', async () => {
    const { cache } = createTestCache({ lruSize: 10, path: 'cache' })
    const sub = cache.at('sub', 'deep.json')
    const named = cache.at((n: number) => `named/${n}.json`)
    const stranger = cache.copy({ path: 'cache-of-someone-else' })
    for (const each of [cache, sub, stranger]) await writeCache(each, 'x')
    await writeCache(cache, 'x', 1)
    await writeCache(named, 'x', 7)
    await cache.invalidateAll()
    expect(await Promise.all([cache.exists(), cache.exists(1), sub.exists(), named.exists(7)])).toEqual(
      Array(4).fill(false),
    )
    expect(await readCache(cache, 1)).toBe(null)
    expect(await stranger.exists()).toBe(true)
  })

  it('wins over a running computation', async () => {
    const { cache } = createTestCache({ lruSize: 10 })
    const { fn, calls } = createDeferredFunction<[number], string>()
    const cached = cache(fn)
    const running = cached(1)
    await flushPromises()
    await cache.invalidateAll()
    calls[0]?.resolve('late')
    expect(await running).toBe('late')
    expect(await cache.exists(1)).toBe(false)
  })

  it('is refused for a cache with a path function, with the remedy', async () => {
    const { cache } = createTestCache({ path: (n: number) => `${n}` })
    await expect(cache.invalidateAll()).rejects.toThrow(InvalidOptionError)
    await expect(cache.invalidateAll()).rejects.toThrow(/tags.*at\(\)/)
    await expect(cache.prune()).rejects.toThrow(/prune/)
    await expect(cache.entries()[Symbol.asyncIterator]().next()).rejects.toThrow(/entries/)
  })
})

describe('invalidateTags', () => {
  it('deletes every entry with a tag, also of other caches and of path functions', async () => {
    const store = memoryStore()
    const { cache } = createTestCache({ store, lruSize: 10, path: 'users', tags: ['user'] })
    const posts = cache.copy({ path: 'posts', tags: (_value, author) => [`user:${author}`, 'post'] })
    const named = cache.copy({ path: (n: number) => `named/${n}`, tags: ['user:1'] })
    await writeCache(cache, 'u')
    await writeCache(posts, 'p', 1)
    await writeCache(posts, 'p', 2)
    await writeCache(named, 'n', 5)
    await cache.invalidateTags('user:1')
    expect(
      await Promise.all([readCache(cache), readCache(posts, 1), readCache(posts, 2), readCache(named, 5)]),
    ).toEqual(['u', null, 'p', null])
    await cache.invalidateTags('post', 'user')
    expect(await Promise.all([cache.exists(), posts.exists(2)])).toEqual([false, false])
  })

  it('wins over a running computation whose value has the tag', async () => {
    const { cache } = createTestCache({ tags: (value) => [`of:${value}`] })
    const { fn, calls } = createDeferredFunction<[number], string>()
    const cached = cache(fn)
    const both = [cached(1), cached(2)]
    await flushPromises()
    await cache.invalidateTags('of:a')
    calls[0]?.resolve('a')
    calls[1]?.resolve('b')
    expect(await Promise.all(both)).toEqual(['a', 'b'])
    expect([await cache.exists(1), await cache.exists(2)]).toEqual([false, true])
  })

  it('does not store a value if the tags function throws', async () => {
    const { cache } = createTestCache({
      tags: () => {
        throw new Error('no tags')
      },
    })
    expect(await cache(() => 'value')()).toBe('value')
    expect(await cache.exists()).toBe(false)
    expect(lines).toEqual([expect.stringContaining('tags')])
  })
})
