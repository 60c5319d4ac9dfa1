import { describe, expect, it } from 'vitest'
import {
  hash,
  InvalidKeyError,
  lookup,
  lookupSync,
  readCache,
  readCacheSync,
  StoreError,
  UnsafeTypeError,
  writeCache,
  writeCacheSync,
} from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

class Session {
  #token = 'secret'
  token() {
    return this.#token
  }
}
class Money {
  cents = 5
}

const throwError = (error: unknown) => () => {
  throw error
}
const throwing = (error: unknown): object => new Proxy({ a: 1 }, { get: throwError(error), ownKeys: throwError(error) })
const { proxy: revoked, revoke } = Proxy.revocable({}, {})
revoke()

/** Returns the message of the error that the function throws. */
function messageOf(fail: () => unknown): string {
  try {
    fail()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}

const option = 'pass its id, or use the key option of the cache: key: (user) => user.id'

describe('arguments without a stable identity', () => {
  const { cache } = createTestCache()
  const deep = JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`)

  it.each<[title: string, arg: unknown, message: string]>([
    ['a function', () => 1, `argument 2: a function has no stable identity; ${option}`],
    ['a symbol', Symbol('s'), `argument 2: a symbol has no stable identity; ${option}`],
    ['a promise', Promise.resolve(), `argument 2: a promise has no stable identity; ${option}`],
    ['a weak collection', new WeakMap(), `argument 2: a WeakMap has no stable identity; ${option}`],
    [
      'an instance without own enumerable properties',
      new Session(),
      `argument 2: an instance of Session with neither enumerable properties nor toJSON() has no stable identity; ${option}`,
    ],
    [
      'a member',
      { on: { click: [() => 1] } },
      `argument 2, at .on.click[0]: a function has no stable identity; ${option}`,
    ],
    ['a depth of 300', deep, `argument 2: it is nested deeper than 256 levels; ${option}`],
  ])('%s is refused by every call', async (_title, arg, message) => {
    const error = new InvalidKeyError(message)
    const calls = [
      cache((_id: number, _arg: unknown) => 1)(1, arg),
      cache((_id: number, _arg: unknown) => 1).lookup(1, arg),
      cache((_id: number, _arg: unknown) => 1).refresh(1, arg),
      cache((_id: number, _arg: unknown) => 1).invalidate(1, arg),
      cache.info(1, arg),
      cache.exists(1, arg),
      cache.age(1, arg),
      cache.invalidate(1, arg),
      readCache(cache, 1, arg),
      lookup(cache, 1, arg),
      writeCache(cache, 'value', 1, arg),
    ]
    for (const call of calls) await expect(call).rejects.toThrow(error)
    const syncCalls = [
      () => cache.wrapSync((_id: number, _arg: unknown) => 1)(1, arg),
      () => cache.infoSync(1, arg),
      () => cache.invalidateSync(1, arg),
      () => cache.pathFor(1, arg),
      () => readCacheSync(cache, 1, arg),
      () => lookupSync(cache, 1, arg),
      () => writeCacheSync(cache, 'value', 1, arg),
      () => hash(1, arg),
    ]
    for (const call of syncCalls) expect(call).toThrow(error)
  })

  it('are also refused if the key option returns them', async () => {
    const message =
      'the result of the key option: a function has no stable identity; return what identifies the entry, for example an id or an array of ids'
    await expect(cache({ key: () => () => 1 }).info()).rejects.toThrow(new InvalidKeyError(message))
  })

  it('have the error of the key option as the cause', async () => {
    const cause = new Error('no id')
    const failing = cache({
      key: () => {
        throw cause
      },
    })
    await expect(failing(() => 1)()).rejects.toMatchObject({ name: 'InvalidKeyError', code: 'INVALID_KEY', cause })
  })

  it('do not reach the function, and nothing is stored', async () => {
    const own = createTestCache().cache
    let calls = 0
    const cached = own((_callback: unknown) => {
      calls += 1
    })
    await expect(cached(() => 1)).rejects.toThrow(InvalidKeyError)
    expect(calls).toBe(0)
    for await (const entry of own.entries()) expect(entry).toBe('none')
  })
})

describe('a value that cannot be stored', () => {
  const values: [title: string, value: unknown, message: string][] = [
    ['a function', { close() {} }, 'value.close: a function cannot be stored; leave it out of the value'],
    ['a symbol', Symbol('s'), 'value: a symbol cannot be stored; leave it out of the value'],
    ['a promise', [Promise.resolve()], 'value[0]: a promise cannot be stored; await it first'],
    ['a weak collection', new WeakSet(), 'value: an instance of WeakSet cannot be stored; leave it out of the value'],
    [
      'an instance of a class that is not allowed',
      { price: new Money() },
      'value.price: an instance of Money cannot be stored; list its class in allowedTypes, or leave it out of the value',
    ],
    [
      'a key that could touch a prototype',
      JSON.parse('{ "__proto__": { "admin": true } }'),
      'value: the key __proto__ could change a prototype; rename it',
    ],
    [
      'an accessor that throws',
      {
        user: Object.defineProperty({}, 'name', {
          get: throwError(new StoreError('STORE', 'closed')),
          enumerable: true,
        }),
      },
      'value.user: closed',
    ],
    [
      'an accessor that throws undefined',
      new Error('a', { cause: throwing(undefined) }),
      'value.cause: it threw when it was read',
    ],
    ['a Proxy that throws a Proxy', new Map([[1, throwing(revoked)]]), 'value[0].value: an error that cannot be read'],
    ['a revoked Proxy', { user: [revoked] }, `value.user[0]: ${messageOf(() => Object.getPrototypeOf(revoked))}`],
  ]

  it.each(values)('%s is returned by each call and never stored, with one warning', async (_title, value, message) => {
    const { cache } = createTestCache({ lruSize: 10 })
    const cached = cache(async (_id: number) => [value])
    for (const id of [1, 1, 2]) expect((await cached(id))[0]).toBe(value)
    expect(await cache.exists(1)).toBe(false)
    expect(await cached.lookup(1)).toEqual({ hit: false })
    expect(lines).toEqual([`warn cachetta: test 1 is not stored: ${message.replace('value', 'value[0]')}`])
  })

  it.each(values)(
    '%s is returned by each synchronous call and never stored, with one warning',
    (_title, value, message) => {
      const { cache } = createTestCache({ lruSize: 10 })
      const cached = cache.wrapSync((_id: number) => value)
      for (const id of [1, 1, 2]) expect(cached(id)).toBe(value)
      expect(cache.existsSync(1)).toBe(false)
      expect(lines).toEqual([expect.stringContaining(message)])
    },
  )

  it.each(values)('%s is refused by writeCache', async (_title, value, message) => {
    const { cache } = createTestCache({ lruSize: 10 })
    await writeCache(cache, 'before', 1)
    await expect(writeCache(cache, value, 1)).rejects.toThrow(new UnsafeTypeError(message))
    expect(() => writeCacheSync(cache, value, 1)).toThrow(new UnsafeTypeError(message))
    expect(await readCache(cache, 1)).toBe('before')
    expect(lines).toEqual([])
  })

  it('is stored if its class is allowed', async () => {
    const { cache } = createTestCache({ allowedTypes: [Money] })
    await writeCache(cache, { price: new Money() })
    expect(await readCache(cache)).toEqual({ price: new Money() })
  })
})
