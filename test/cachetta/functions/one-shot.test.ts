import { Readable } from 'node:stream'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { InvalidOptionError, setLogger } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

async function* countSlowly() {
  yield 1
}

const oneShots: [title: string, create: () => unknown, words: RegExp][] = [
  ['a Response', () => new Response('text'), /it is a Response, .* return .*await response.json\(\)$/],
  ['a stream of the web', () => new Response('text').body, /it is a stream, .* return what it contains/],
  ['a stream of Node', () => Readable.from(['text']), /it is a stream, .* return what it contains/],
  ['a generator', () => [1].values(), /it is an iterator, .* return its values as a list$/],
  ['an asynchronous generator', () => countSlowly(), /it is an iterator/],
  ['an object with one inside', () => ({ status: 200, parts: [new Response('')] }), /it contains a Response/],
]

describe('a result that can be read only once', () => {
  it.each(oneShots)('%s is computed for each of the concurrent callers', async (_title, create) => {
    const { cache } = createTestCache({ lruSize: 5 })
    const { calls, fn } = createDeferredFunction<[id: number], unknown>()
    const cached = cache(fn)
    const all = [cached(1), cached(1), cached(1)]
    await flushPromises()
    expect(calls.length).toBe(1)
    calls[0]?.resolve(create())
    await flushPromises()
    expect(calls.length).toBe(3)
    for (const call of calls) call.resolve(create())
    expect(new Set(await Promise.all(all)).size).toBe(3)
  })

  it.each(oneShots)('%s is not stored, and the log says once what to return', async (_title, create, words) => {
    const { cache } = createTestCache({ lruSize: 5 })
    const cached = cache(async (_id: number) => create())
    const results = new Set([await cached(1), await cached(1), await cached(2), await cached.refresh(1)])
    expect(results.size).toBe(4)
    expect(await cached.lookup(1)).toEqual({ hit: false })
    expect(lines).toEqual([expect.stringMatching(words)])
  })

  it.each(oneShots)('%s of a synchronous function is not stored', (_title, create, words) => {
    const { cache } = createTestCache({ lruSize: 5 })
    const cached = cache.wrapSync((_id: number) => create())
    expect(new Set([cached(1), cached(1)]).size).toBe(2)
    expect(lines).toEqual([expect.stringMatching(words)])
  })

  it('is not searched for in the holes of a list', async () => {
    const { cache } = createTestCache()
    const list: unknown[] = []
    list.length = 4_000_000_000
    expect(await cache(async () => ({ list }))()).toEqual({ list })
    expect(lines).toEqual([expect.stringContaining('an array with holes cannot be stored')])
  })

  it('can be read by each caller', async () => {
    const { cache } = createTestCache()
    const load = cache(async (): Promise<unknown> => new Response('text'))
    const responses = (await Promise.all([load(), load()])) as Response[]
    expect(await Promise.all(responses.map((response) => response.text()))).toEqual(['text', 'text'])
  })

  it.each<[where: string, wrap: (response: Response) => unknown]>([
    ['a list', (response) => [response]],
    ['a Map', (response) => new Map([['page', response]])],
    ['the keys of a Map', (response) => new Map([[response, 'page']])],
    ['a Set', (response) => new Set([response])],
    ['a Map of another realm', (response) => runInNewContext('new Map([[1, { response }]])', { response })],
    ['a Map in a list in an object', (response) => ({ pages: [new Map([[1, { response }]])] })],
  ])('is not shared inside %s', async (_where, wrap) => {
    const { cache } = createTestCache()
    const load = cache(async () => wrap(new Response('text')))
    const [one, other] = await Promise.all([load(), load()])
    expect(one).not.toBe(other)
    expect(lines).toEqual([expect.stringContaining('it contains a Response')])
  })

  it('is told without the way through this package', async () => {
    const warn = vi.fn()
    setLogger({ debug() {}, info() {}, warn, error() {} })
    const { cache } = createTestCache()
    await cache(async (): Promise<unknown> => new Response('text'))()
    await cache.at('functions')(async (): Promise<unknown> => () => 1)()
    expect(warn).toHaveBeenCalledTimes(2)
    for (const [, error] of warn.mock.calls) expect(error.stack).not.toMatch(/\n +at /)
  })

  it('is no data that only looks like it, and no class in allowedTypes', async () => {
    class Cursor {
      at = 1
      next() {
        return this.at
      }
      [Symbol.iterator]() {
        return this
      }
    }
    const { cache } = createTestCache({ allowedTypes: [Cursor] })
    const data = { bodyUsed: true, next: 1, on: true, pipe: 'p' }
    await cache(async (_id: number): Promise<unknown> => [data, new Cursor()])(1)
    expect(await cache.exists(1)).toBe(true)
    expect(lines).toEqual([])
  })
})

describe('a generator function', () => {
  const functions: [title: string, fn: () => unknown][] = [
    ['a plain one', function* numbers() {}],
    ['an asynchronous one', async function* numbers() {}],
  ]
  it.each(functions)('is refused when it is wrapped: %s', (_title, fn) => {
    const { cache } = createTestCache()
    const context = { kind: 'method', addInitializer() {} } as const
    const wraps = [
      () => cache(fn),
      () => cache.wrap(fn),
      () => cache.wrapSync(fn),
      () => cache.sync(fn),
      () => cache(fn as () => Promise<unknown>, context),
      () => cache({}, 'numbers', { value: fn as () => Promise<unknown> }),
    ]
    for (const wrap of wraps) {
      expect(wrap).toThrow(InvalidOptionError)
      expect(wrap).toThrow(/the generator function numbers was given, .* returns them as a list/)
    }
  })
})
