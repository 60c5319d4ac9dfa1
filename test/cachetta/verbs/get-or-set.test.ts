import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import type { Cachetta } from '../../../src/index.ts'
import {
  getOrSet,
  getOrSetSync,
  InvalidKeyError,
  InvalidOptionError,
  memoryStore,
  readCache,
  writeCache,
} from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

interface User {
  readonly id: number
}

const createUser = async (id: number): Promise<User> => ({ id })

describe('getOrSet', () => {
  it('computes on a miss, with the arguments, and returns the stored value later', async () => {
    const { cache, clock } = createTestCache({ duration: '1h' })
    const fn = vi.fn(createUser)
    expect([await getOrSet(cache, fn, 1), await getOrSet(cache, fn, 1), await getOrSet(cache, fn, 2)]).toEqual([
      { id: 1 },
      { id: 1 },
      { id: 2 },
    ])
    expect(fn.mock.calls).toEqual([[1], [2]])
    clock.advance('1h')
    await getOrSet(cache, fn, 1)
    expect(fn).toHaveBeenCalledTimes(3)
  })

  it('names the entry of the cached function, of readCache and of writeCache', async () => {
    const { cache } = createTestCache()
    const fn = vi.fn(createUser)
    await getOrSet(cache, fn, 1)
    expect(await cache(fn)(1)).toEqual({ id: 1 })
    expect(await readCache(cache, 1)).toEqual({ id: 1 })
    await writeCache(cache, { id: 7 }, 2)
    expect(await getOrSet(cache, fn, 2)).toEqual({ id: 7 })
    expect(fn).toHaveBeenCalledOnce()
  })

  it('shares one computation with concurrent calls, also of the cached function', async () => {
    const { cache } = createTestCache()
    const { promise, resolve } = createDeferred<User>()
    const fn = vi.fn((_id: number) => promise)
    const calls = [getOrSet(cache, fn, 1), getOrSet(cache, fn, 1), cache(fn)(1)]
    resolve({ id: 1 })
    expect(await Promise.all(calls)).toEqual([{ id: 1 }, { id: 1 }, { id: 1 }])
    expect(fn).toHaveBeenCalledOnce()
  })

  it('shares one computation among calls of one closure that is created anew', async () => {
    const { cache } = createTestCache()
    const { promise, resolve } = createDeferred<User>()
    let computed = 0
    const call = (id: number) =>
      getOrSet(
        cache,
        () => {
          computed += 1
          return promise
        },
        id,
      )
    const calls = [call(1), call(1)]
    resolve({ id: 1 })
    await Promise.all(calls)
    expect(computed).toBe(1)
  })

  it('returns a stale value, and the old value if the function fails', async () => {
    const { cache, clock } = createTestCache({ duration: '1h', staleIfError: '1d' })
    await getOrSet(cache, createUser, 1)
    clock.advance('2h')
    const fail = (_id: number): Promise<User> => Promise.reject(new Error('down'))
    expect(await getOrSet(cache, fail, 1)).toEqual({ id: 1 })
    expect(lines.filter((line) => line.includes('the old value is returned')).length).toBe(1)
    expect(await getOrSet(cache.copy({ staleDuration: '1d' }), createUser, 1)).toEqual({ id: 1 })
  })

  it('rejects with the error of the function, and stores nothing', async () => {
    const { cache } = createTestCache()
    await expect(getOrSet(cache, () => Promise.reject(new Error('down')))).rejects.toThrow('down')
    expect(await cache.exists()).toBe(false)
  })

  it('rejects for what is no cache, no function, or no key', async () => {
    const { cache } = createTestCache()
    const call = getOrSet as (...args: readonly unknown[]) => Promise<unknown> // as JavaScript calls it
    await expect(call({}, createUser, 1)).rejects.toThrow(InvalidOptionError)
    await expect(call(cache, 5)).rejects.toThrow(/^fn: 5 was given; accepted is a function/)
    await expect(call(cache, createUser, () => 1)).rejects.toThrow(InvalidKeyError)
  })

  it('has the types of the function', () => {
    const cache = (): Cachetta<User> => createTestCache().cache as Cachetta<User>
    const call = () => getOrSet(cache(), createUser, 1)
    expectTypeOf(call).returns.toEqualTypeOf<Promise<User>>()
    // @ts-expect-error: the function takes a number
    const wrong = () => getOrSet(cache(), createUser, 'a')
    // @ts-expect-error: the function takes an argument
    const missing = () => getOrSet(cache(), createUser)
    // @ts-expect-error: the cache is for users
    const another = () => getOrSet(cache(), () => 'text', 1)
    expectTypeOf(another).toBeFunction()
    const anything = createTestCache().cache
    const more = () => getOrSet(anything, () => 'text', 1, 'two')
    expectTypeOf(more).returns.toEqualTypeOf<Promise<string>>()
    const inferred = () => getOrSet(cache(), async (id, name) => ({ id, name }), 1, 'Ada')
    expectTypeOf(inferred).returns.toEqualTypeOf<Promise<{ id: number; name: string }>>()
    expect([wrong, missing]).toHaveLength(2)
  })
})

describe('getOrSetSync', () => {
  it('computes on a miss, and returns the stored value later', async () => {
    const { cache } = createTestCache()
    const fn = vi.fn((n: number) => n * 2)
    expect([getOrSetSync(cache, fn, 2), getOrSetSync(cache, fn, 2), getOrSetSync(cache, fn, 3)]).toEqual([4, 4, 6])
    expect(fn).toHaveBeenCalledTimes(2)
    expect(await readCache(cache, 2)).toBe(4)
  })

  it('throws in a store without synchronous methods', () => {
    const { sync: _, ...store } = memoryStore()
    const { cache } = createTestCache({ store })
    expect(() => getOrSetSync(cache, () => 1)).toThrow(/^getOrSetSync: the memory store cannot be used synchronously/)
  })
})
