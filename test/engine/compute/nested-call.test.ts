import { describe, expect, it } from 'vitest'
import { InvalidOptionError, prefetch } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

describe('a computation that needs its own entry', () => {
  const fetchUser = async (id: number) => ({ id })

  it.each<[title: string, options: object]>([
    ['through another function over the same path', {}],
    ['through a copy with another version', { version: 2 }],
    ['through a copy with a memory of its own', { lruSize: 5 }],
  ])('computes it %s', async (_title, options) => {
    const { cache } = createTestCache()
    const getRaw = cache.copy(options)(fetchUser)
    const getUser = cache(async (id: number) => ({ ...(await getRaw(id)), isUser: true }))
    expect(await getUser(1)).toEqual({ id: 1, isUser: true })
    expect(await getUser(1)).toEqual({ id: 1, isUser: true })
  })

  it('computes it through refresh()', async () => {
    const { cache } = createTestCache()
    const getRaw = cache(fetchUser)
    const getUser = cache(async (id: number) => ({ ...(await getRaw.refresh(id)), isUser: true }))
    expect(await getUser(1)).toEqual({ id: 1, isUser: true })
  })

  it('computes it three functions deep, and after a pause', async () => {
    const { cache } = createTestCache()
    const one = cache(async (id: number) => [id])
    const two = cache(async (id: number) => {
      await flushPromises()
      return [...(await one(id)), 'two']
    })
    const three = cache(async (id: number) => [...(await two(id)), 'three'])
    expect(await three(1)).toEqual([1, 'two', 'three'])
  })

  it('rejects when the function calls itself with the same arguments', async () => {
    const { cache } = createTestCache()
    const getUser: (id: number) => Promise<unknown> = cache(async function loadUser(id: number): Promise<unknown> {
      return getUser(id)
    })
    await expect(getUser(1)).rejects.toThrow(InvalidOptionError)
    await expect(getUser(1)).rejects.toThrow(/loadUser calls itself with the same arguments/)
  })

  it('computes when the function calls itself with other arguments', async () => {
    const { cache } = createTestCache()
    const factorial: (n: number) => Promise<number> = cache(
      async (n: number): Promise<number> => (n === 0 ? 1 : n * (await factorial(n - 1))),
    )
    expect(await factorial(5)).toBe(120)
  })

  it('rejects over two entries that need each other', async () => {
    const { cache } = createTestCache()
    const even: (n: number) => Promise<unknown> = cache.at('even')(async (n: number): Promise<unknown> => odd(n))
    const odd: (n: number) => Promise<unknown> = cache.at('odd')(async (n: number): Promise<unknown> => even(n))
    await expect(even(1)).rejects.toThrow(/calls itself/)
  })

  // f   |-run-----needs g: in flight---
  // g     |-run-----needs f: in flight---
  it('rejects when two calls from outside wait for each other', async () => {
    const { cache } = createTestCache()
    const pause = createDeferredFunction<[], void>()
    const f: () => Promise<unknown> = cache.at('f')(async (): Promise<unknown> => {
      await pause.fn()
      return g()
    })
    const g: () => Promise<unknown> = cache.at('g')(async (): Promise<unknown> => {
      await pause.fn()
      return f()
    })
    const both = Promise.allSettled([f(), g()])
    await flushPromises()
    for (let round = 0; round < 20; round += 1) {
      for (const call of pause.calls) call.resolve()
      await flushPromises()
    }
    const [one, two] = await both
    expect(one.status).toBe('rejected')
    expect(two.status).toBe('rejected')
  })

  it('calls itself from a timer after it has ended', async () => {
    const { cache } = createTestCache({ duration: 0 })
    const later: Promise<unknown>[] = []
    const pause = createDeferredFunction<[], void>()
    const getUser: (id: number) => Promise<unknown> = cache(async (id: number): Promise<unknown> => {
      if (later.length === 0) later.push(pause.fn().then(() => getUser(id)))
      return id
    })
    expect(await getUser(1)).toBe(1)
    pause.calls[0]?.resolve()
    expect(await later[0]).toBe(1)
  })

  it('calls itself through a revalidation in the background', async () => {
    const { cache, clock } = createTestCache({ duration: '1m', staleDuration: '1h' })
    const getName = cache.at('name')(async (id: number) => (await getUser(id)).name)
    let depth = 0
    const getUser: (id: number) => Promise<{ name: string }> = cache.at('user')(async (id: number) => {
      depth += 1
      return { name: depth === 1 ? 'first' : ((await getName(id)) as string) }
    })
    expect(await getName(1)).toBe('first')
    clock.advance('2m')
    expect(await getUser(1)).toEqual({ name: 'first' })
    await flushPromises()
    expect(lines.filter((line) => line.includes('calls itself'))).toEqual([])
  })
})

describe('a computation that prefetches an entry', () => {
  it('does not wait for its own entry', async () => {
    const { cache } = createTestCache()
    const getUser: (id: number) => Promise<string> = cache(async function loadUser(id: number): Promise<string> {
      await prefetch(cache, [getUser, id])
      return 'Ada'
    })
    expect(await getUser(1)).toBe('Ada')
    expect(lines).toEqual([])
  })

  it('does not wait for an entry that waits for it', async () => {
    const { cache } = createTestCache()
    const getLeft: (id: number) => Promise<string> = cache.at('left')(async (id: number): Promise<string> => {
      await flushPromises()
      await prefetch(cache, [getRight, id])
      return 'left'
    })
    const getRight: (id: number) => Promise<string> = cache.at('right')(async (id: number): Promise<string> => {
      await flushPromises()
      await prefetch(cache, [getLeft, id])
      return 'right'
    })
    expect(await Promise.all([getLeft(1), getRight(1)])).toEqual(['left', 'right'])
  })
})

describe('a synchronous computation that needs its own entry', () => {
  it('computes it, and stores the result of the outer function', () => {
    const { cache } = createTestCache()
    const getRaw = cache.wrapSync((id: number) => ({ id }))
    const getUser = cache.wrapSync((id: number) => ({ ...getRaw(id), isUser: true }))
    expect(getUser(1)).toEqual({ id: 1, isUser: true })
    expect(getUser(1)).toEqual({ id: 1, isUser: true })
  })

  it('computes it within an asynchronous one', async () => {
    const { cache } = createTestCache()
    const getRaw = cache.wrapSync((id: number) => ({ id }))
    const getUser = cache(async (id: number) => ({ ...getRaw(id), isUser: true }))
    expect(await getUser(1)).toEqual({ id: 1, isUser: true })
    expect(await getUser(1)).toEqual({ id: 1, isUser: true })
  })

  it('throws when the function calls itself with the same arguments, also by refresh()', () => {
    const { cache } = createTestCache()
    const getUser: { (id: number): unknown; refresh(id: number): unknown } = cache.wrapSync(function loadUser(
      id: number,
    ): unknown {
      return id < 5 ? getUser(id) : getUser.refresh(id)
    })
    expect(() => getUser(1)).toThrow(/loadUser calls itself with the same arguments/)
    expect(() => getUser(5)).toThrow(/loadUser calls itself with the same arguments/)
  })

  it('throws over two entries that need each other', () => {
    const { cache } = createTestCache()
    const even: (n: number) => unknown = cache.at('even').wrapSync((n: number): unknown => odd(n))
    const odd: (n: number) => unknown = cache.at('odd').wrapSync((n: number): unknown => even(n))
    expect(() => even(1)).toThrow(/calls itself/)
    expect(() => even(1)).toThrow(/calls itself/)
  })

  it('calls itself with other arguments', () => {
    const { cache } = createTestCache()
    const factorial: (n: number) => number = cache.wrapSync((n: number): number => (n === 0 ? 1 : n * factorial(n - 1)))
    expect(factorial(5)).toBe(120)
  })
})

describe('two functions over one path', () => {
  it('never get what the other computes in flight', async () => {
    const { cache } = createTestCache()
    const getA = cache(async (id: number) => `a${id}`)
    const getB = cache(async (id: number) => `b${id}`)
    expect(await Promise.all([getA(1), getB(1), getA(1)])).toEqual(['a1', 'b1', 'a1'])
  })

  it('share one computation if they are the same function', async () => {
    const { cache } = createTestCache()
    let calls = 0
    const fetchUser = async (id: number) => {
      calls += 1
      return { id }
    }
    const [one, two] = [cache(fetchUser), cache.copy({ duration: '1m' })(fetchUser)]
    await Promise.all([one(1), two(1)])
    expect(calls).toBe(1)
  })
})
