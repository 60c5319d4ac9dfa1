import { createReadStream } from 'node:fs'
import { createServer, Socket } from 'node:net'
import { describe, expectTypeOf, it } from 'vitest'
import { Cachetta, memoryStore } from '../../src/index.ts'

// The compiler checks these types (`npm run types`). Nothing is called.

const cache = new Cachetta({ path: './cache/a.json', store: memoryStore() })

describe('a function whose result cannot be cached is refused by its type', () => {
  it('a Response, also behind a promise or in a union', () => {
    const wrong = () => [
      // @ts-expect-error: a Response
      cache(async (url: string) => fetch(url)),
      // @ts-expect-error: a Response
      cache.wrap((url: string) => fetch(url), { duration: '1h' }),
      // @ts-expect-error: a Response
      cache({ duration: '1h' })(async () => new Response('')),
      // @ts-expect-error: a Response or nothing
      cache(async (url: string) => (url === '' ? undefined : fetch(url))),
      // @ts-expect-error: a Response
      cache.wrapSync(() => new Response('')),
      // @ts-expect-error: a Request
      cache.sync(() => new Request('')),
      // @ts-expect-error: a Response
      cache(fetch),
    ]
    expectTypeOf(wrong).toBeFunction()
  })

  it('streams and sockets', () => {
    const wrong = () => [
      // @ts-expect-error: a stream of the web
      cache(async () => (await fetch('')).body),
      // @ts-expect-error: a stream of the web
      cache(async () => new WritableStream()),
      // @ts-expect-error: a stream of Node
      cache((file: string) => createReadStream(file)),
      // @ts-expect-error: a socket
      cache(async () => new Socket()),
    ]
    expectTypeOf(wrong).toBeFunction()
    expectTypeOf(createServer).toBeFunction()
  })

  it('generators and iterators', () => {
    const wrong = () => [
      // @ts-expect-error: a generator
      cache(function* numbers() {
        yield 1
      }),
      // @ts-expect-error: an asynchronous generator
      cache(async function* numbers() {
        yield 1
      }),
      // @ts-expect-error: an iterator
      cache(async () => new Map<string, number>().entries()),
      // @ts-expect-error: an iterator
      cache.wrapSync(() => [1][Symbol.iterator]()),
      // @ts-expect-error: an iterator
      cache((): Iterator<number> => [1].values()),
    ]
    expectTypeOf(wrong).toBeFunction()
  })

  it('functions and classes', () => {
    const wrong = () => [
      // @ts-expect-error: a function
      cache(async () => () => 1),
      // @ts-expect-error: a function
      cache.wrapSync((n: number) => (m: number) => n + m),
      // @ts-expect-error: a class
      cache(async () => Date),
    ]
    expectTypeOf(wrong).toBeFunction()
  })

  it('one overload of several', () => {
    function load(id: number): Promise<number>
    function load(url: string): Promise<Response>
    async function load(given: unknown): Promise<unknown> {
      return given
    }
    // @ts-expect-error: the second returns a Response
    const wrong = () => cache(load)
    expectTypeOf(wrong).toBeFunction()
  })

  it('methods', () => {
    const context = { kind: 'method', addInitializer() {} } as const
    // @ts-expect-error: a Response
    const wrong = () => cache(async (url: string) => fetch(url), context)
    expectTypeOf(wrong).toBeFunction()
  })
})

describe('a function whose result may be cached is accepted', () => {
  it('data of every kind, any, unknown, never and void', () => {
    expectTypeOf(cache(async () => (await fetch('')).json())).returns.toEqualTypeOf<ReturnType<Response['json']>>()
    expectTypeOf(cache(async (): Promise<unknown> => 1)).returns.toEqualTypeOf<Promise<unknown>>()
    expectTypeOf(cache(async () => new Map([['a', new Date()]]))).returns.toEqualTypeOf<Promise<Map<string, Date>>>()
    expectTypeOf(cache(async () => ({ body: 'text', next: 2, on: true, pipe: 'p' }))).toBeFunction()
    expectTypeOf(cache(async (): Promise<object> => ({}))).returns.toEqualTypeOf<Promise<object>>()
    expectTypeOf(cache((): ReturnType<typeof JSON.parse> => 1)).toBeFunction()
    expectTypeOf(cache(async () => Buffer.from(''))).toBeFunction()
    expectTypeOf(cache(async () => new Uint8Array(1))).toBeFunction()
  })

  it('a result with type parameters', () => {
    const memoise = <Args extends unknown[], Value>(fn: (...args: Args) => Promise<Value>) => cache(fn)
    const memoiseNow = <Args extends unknown[], Value>(fn: (...args: Args) => Value) => cache.wrapSync(fn)
    const memoiseAny = <Fn extends (...args: never[]) => Promise<unknown>>(fn: Fn) => cache(fn)
    const memoiseList = <Value>(fn: () => Promise<Value[]>) => cache({ duration: '1h' })(fn)
    expectTypeOf(memoise(async (n: number) => n)(1)).toEqualTypeOf<Promise<number>>()
    expectTypeOf(memoiseNow((n: number) => n)(1)).toEqualTypeOf<number>()
    expectTypeOf(memoiseAny(async (n: number) => n)).toBeFunction()
    expectTypeOf(memoiseList(async () => [1])()).toEqualTypeOf<Promise<number[]>>()
  })
})
