import { describe, expect, it } from 'vitest'
import {
  InvalidKeyError,
  InvalidOptionError,
  lookup,
  lookupSync,
  memoryStore,
  readCache,
  readCacheSync,
  UnsafeTypeError,
  writeCache,
  writeCacheSync,
} from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'

describe('readCache, writeCache and lookup', () => {
  it('reach the same entry as a cached function and the methods of the cache', async () => {
    const { cache } = createTestCache()
    await writeCache(cache, 'written', 1)
    expect(await cache((_n: number) => 'computed')(1)).toBe('written')
    expect(await readCache(cache, 1)).toBe('written')
    expect(await cache.exists(1)).toBe(true)
  })

  it('return null for a miss and a cached null; only lookup tells them apart', async () => {
    const { cache } = createTestCache()
    await writeCache(cache, null)
    expect([await readCache(cache), await readCache(cache, 1)]).toEqual([null, null])
    expect(await lookup(cache)).toEqual({ hit: true, value: null, age: 0, stale: false })
    expect(await lookup(cache, 1)).toEqual({ hit: false })
  })

  it('find only fresh values; lookup also finds stale ones', async () => {
    const { cache, clock } = createTestCache({ duration: '1h', staleDuration: '1h' })
    await writeCache(cache, 'value')
    clock.advance('90m')
    expect(await readCache(cache)).toBe(null)
    expect(await lookup(cache)).toEqual({ hit: true, value: 'value', age: 5_400_000, stale: true })
  })

  it('read nothing with read: false and write nothing with write: false', async () => {
    const { cache } = createTestCache({ lruSize: 3 })
    await writeCache(cache.copy({ write: false }), 'value')
    expect(await cache.exists()).toBe(false)
    await writeCache(cache, 'value')
    expect(await readCache(cache.copy({ read: false }))).toBe(null)
  })

  it('have synchronous twins for the same entries', async () => {
    const { cache } = createTestCache({ lruSize: 3 })
    writeCacheSync(cache, { a: 1 }, 'x')
    expect(await readCache(cache, 'x')).toEqual({ a: 1 })
    await writeCache(cache, { a: 2 }, 'x')
    expect(readCacheSync(cache, 'x')).toEqual({ a: 2 })
    expect(lookupSync(cache, 'y')).toEqual({ hit: false })
  })

  it('refuse values that cannot be stored, arguments without identity, and anything but a cache', async () => {
    const { cache } = createTestCache()
    await expect(writeCache(cache, () => {})).rejects.toThrow(UnsafeTypeError)
    expect(() => writeCacheSync(cache, Symbol('s'))).toThrow(UnsafeTypeError)
    await expect(readCache(cache, () => {})).rejects.toThrow(InvalidKeyError)
    await expect(readCache({} as typeof cache)).rejects.toThrow(InvalidOptionError)
  })

  it('name the store that has no synchronous methods', () => {
    const { sync: _sync, ...asynchronous } = memoryStore()
    const { cache } = createTestCache({ store: asynchronous })
    expect(() => readCacheSync(cache)).toThrow(/memory store.*synchronously/)
    expect(() => writeCacheSync(cache, 1)).toThrow(InvalidOptionError)
    expect(() => cache.infoSync()).toThrow(InvalidOptionError)
    expect(() => cache.invalidateSync()).toThrow(InvalidOptionError)
    expect(() => cache.invalidateAllSync()).toThrow(InvalidOptionError)
    expect(() => cache.wrapSync(() => 1)).toThrow(InvalidOptionError)
  })
})
