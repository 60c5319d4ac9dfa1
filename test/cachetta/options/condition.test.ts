import { describe, expect, it, vi } from 'vitest'
import { Cachetta, memoryStore } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

describe('condition', () => {
  it('stores only values for which it is true, and returns all', async () => {
    const { cache } = createTestCache({ condition: (value) => value !== null })
    const cached = cache((n: number) => (n > 0 ? n : null))
    expect([await cached(1), await cached(0)]).toEqual([1, null])
    expect([await cache.exists(1), await cache.exists(0)]).toEqual([true, false])
  })

  it('may be asynchronous, and gets the arguments', async () => {
    const { cache } = createTestCache()
    const cached = cache((n: number, kind: string) => `${kind}${n}`, {
      condition: async (value, n, kind) => value === 'a1' && n === 1 && kind === 'a',
    })
    await cached(1, 'a')
    await cached(2, 'a')
    expect([await cache.exists(1, 'a'), await cache.exists(2, 'a')]).toEqual([true, false])
  })

  it('may return any truthy value, as a program in plain JavaScript does', async () => {
    const { cache } = createTestCache()
    const lengthOf = ((text: string) => text.length) as unknown as () => boolean
    const lengthLater = (async (text: string) => text.length) as unknown as () => Promise<boolean>
    const getNow = cache.at('now')(async (text: string) => text, { condition: lengthOf })
    const getLater = cache.at('later')(async (text: string) => text, { condition: lengthLater })
    const getSync = cache.at('sync').wrapSync((text: string) => text, { condition: lengthOf })
    for (const get of [getNow, getLater, getSync]) {
      await get('text')
      await get('')
      expect([await get.cache.exists('text'), await get.cache.exists('')]).toEqual([true, false])
    }
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('oops')
      },
    ],
    ['rejects', () => Promise.reject(new Error('oops'))],
  ])('that %s counts as false and is logged', async (_what, condition) => {
    const { cache } = createTestCache({ condition })
    expect(await cache(() => 'value')()).toBe('value')
    expect(await cache.exists()).toBe(false)
    expect(lines).toEqual([expect.stringContaining('condition')])
  })
})

describe('a condition that never answers', () => {
  const never = () => new Promise<boolean>(() => {})

  it.each<[title: string, scope: boolean]>([
    ['a cache', false],
    ['the scope of a request', true],
  ])('delays a call by at most 5 s, stores nothing, and is told once: in %s', async (_title, isScope) => {
    const test = createTestCache({ condition: never })
    const cached = (isScope ? test.cache.scope() : test.cache)(async () => 'value')
    for (let round = 0; round < 3; round += 1) {
      const call = cached()
      await flushPromises()
      test.clock.advance('5s')
      expect(await call).toBe('value')
    }
    expect(await test.cache.exists()).toBe(false)
    expect(lines).toEqual(['warn cachetta: the condition of test has not answered for 5 s; the value is not stored'])
  })

  it('may still answer or reject later, without effect', async () => {
    const { cache, clock } = createTestCache()
    const answers = [createDeferred<boolean>(), createDeferred<boolean>()]
    const cached = cache(async (id: number) => id, { condition: async (_value, id) => answers[id]?.promise ?? false })
    const calls = [cached(0), cached(1)]
    await flushPromises()
    clock.advance('5s')
    expect(await Promise.all(calls)).toEqual([0, 1])
    answers[0]?.resolve(true)
    answers[1]?.reject(new Error('late'))
    await flushPromises()
    expect([await cache.exists(0), await cache.exists(1)]).toEqual([false, false])
  })

  it('leaves no timer for longer than a moment once it has answered', async () => {
    vi.useFakeTimers()
    try {
      const cache = new Cachetta({ path: 'a', store: memoryStore(), condition: async () => true })
      await cache(async () => 'value')()
      vi.advanceTimersByTime(50) // all waits for the store share one timer
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('costs a synchronous function nothing but the entry if it returns nothing', () => {
    const { cache } = createTestCache({ condition: () => null as unknown as boolean })
    expect(cache.wrapSync(() => 'value')()).toBe('value')
    expect(cache.existsSync()).toBe(false)
  })
})
