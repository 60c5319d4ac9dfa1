import { describe, expectTypeOf, it } from 'vitest'
import type { CachettaOptions, CustomType, Duration } from '../../src/index.ts'
import { Cachetta, memoryStore, readCache } from '../../src/index.ts'

interface User {
  readonly id: number
  readonly name: string
}

const fetchUser = async (id: number, _options?: { readonly fresh: boolean }): Promise<User> => ({ id, name: 'Ada' })
const path = './cache/a.json'
const cache = new Cachetta({ path, store: memoryStore() })

describe('functions in overrides', () => {
  it('get the types of the wrapped function', () => {
    cache(fetchUser, {
      condition: (value, id, options) => {
        expectTypeOf(value).toEqualTypeOf<User>()
        expectTypeOf(id).toEqualTypeOf<number>()
        expectTypeOf(options).toEqualTypeOf<{ readonly fresh: boolean } | undefined>()
        return value.name !== ''
      },
      key: (id, options) => {
        expectTypeOf(id).toEqualTypeOf<number>()
        return [id, options?.fresh]
      },
      tags: (value, id) => [`user:${id.toFixed()}`, value.name],
      path: (id, options) => `./cache/${id.toFixed()}-${options?.fresh}.json`,
    })
  })

  it('get them in wrap, wrapSync and sync, and for an inline function', () => {
    cache.wrap(fetchUser, { key: (id) => id.toFixed() })
    cache.wrapSync((text: string) => text.length, { condition: (length, text) => length.toFixed() !== text })
    cache.sync((text: string) => text.length, { tags: (length, text) => [text.trim(), length.toFixed()] })
    cache((text: string) => text.length, { condition: (length, text) => length.toFixed() !== text })
    cache(async (...texts: string[]) => texts, { key: (...texts) => texts.map((text) => text.trim()) })
  })

  it('may take fewer arguments, and a condition may return a promise', () => {
    cache(fetchUser, { key: () => 'all', condition: () => true, tags: () => [], path: () => path })
    cache(fetchUser, { condition: async (value) => value.id > 0 })
  })

  it('are refused if they do not fit the function', () => {
    // @ts-expect-error: the first argument is a number
    cache(fetchUser, { key: (id: string) => id })
    // @ts-expect-error: the value is a User
    cache(fetchUser, { condition: (value: string) => value !== '' })
    // @ts-expect-error: it returns true or false
    cache(fetchUser, { condition: (value) => value.name })
    // @ts-expect-error: tags are texts
    cache(fetchUser, { tags: (value) => [value.id] })
    // @ts-expect-error: a path is a text
    cache(fetchUser, { path: (id) => id })
  })
})

describe('functions in the options of a cache', () => {
  it('declare the arguments of the functions that the cache will wrap', () => {
    const made = new Cachetta({
      path: (id: number) => `./cache/${id}.json`,
      key: (id: number, options?: object) => [id, options],
      condition: (value: User, id: number) => value.id === id,
      tags: (value: User) => [value.name],
    })
    const found = () => readCache(made, 1)
    expectTypeOf(found).returns.toEqualTypeOf<Promise<User | null>>()
  })
})

describe('an override', () => {
  it('can be undefined to inherit, and null to return to the default', () => {
    expectTypeOf(
      cache.copy({ duration: undefined, lruSize: null, condition: null, store: null }),
    ).toEqualTypeOf<Cachetta>()
    cache(fetchUser, { duration: null, key: undefined })
  })

  it('can be null only in an override', () => {
    // @ts-expect-error: a new cache has nothing to return to
    const wrong = () => new Cachetta({ path, duration: null })
    expectTypeOf(wrong).returns.toEqualTypeOf<Cachetta>()
  })
})

describe('a wrong option is refused', () => {
  it('by every form, if its name is unknown', () => {
    const wrong = [
      // @ts-expect-error
      () => new Cachetta({ path, ttl: 5 }),
      // @ts-expect-error
      () => Cachetta({ path, ttl: 5 }),
      // @ts-expect-error
      () => cache({ ttl: 5 }),
      // @ts-expect-error
      () => cache.copy({ ttl: 5 }),
      // @ts-expect-error
      () => cache(fetchUser, { ttl: 5 }),
      // @ts-expect-error
      () => cache.wrap(fetchUser, { ttl: 5 }),
      // @ts-expect-error
      () => cache.wrapSync(fetchUser, { ttl: 5 }),
      // @ts-expect-error
      () => cache.sync({ ttl: 5 }),
    ]
    expectTypeOf(wrong).toBeArray()
  })

  it('if its value has the wrong type', () => {
    const wrong = [
      // @ts-expect-error: the path is required
      () => new Cachetta({ duration: '1h' }),
      // @ts-expect-error: there are options
      () => new Cachetta(),
      // @ts-expect-error
      () => new Cachetta({ path: 5 }),
      // @ts-expect-error
      () => new Cachetta({ path, read: 'yes' }),
      // @ts-expect-error
      () => new Cachetta({ path, write: 1 }),
      // @ts-expect-error
      () => new Cachetta({ path, lruSize: '100' }),
      // @ts-expect-error
      () => new Cachetta({ path, condition: true }),
      // @ts-expect-error
      () => new Cachetta({ path, key: 'id' }),
      // @ts-expect-error
      () => new Cachetta({ path, skipThis: 'yes' }),
      // @ts-expect-error
      () => new Cachetta({ path, allowedTypes: ['User'] }),
      // @ts-expect-error
      () => new Cachetta({ path, store: {} }),
      // @ts-expect-error
      () => new Cachetta({ path, store: memoryStore }),
      // @ts-expect-error
      () => new Cachetta({ path, lock: null }),
      // @ts-expect-error
      () => new Cachetta({ path, version: {} }),
      // @ts-expect-error
      () => new Cachetta({ path, tags: 'user' }),
      // @ts-expect-error
      () => new Cachetta({ path, tags: [1] }),
    ]
    expectTypeOf(wrong).toBeArray()
  })

  it('if it is neither a function nor an object of options', () => {
    const wrong = [
      // @ts-expect-error
      () => cache('fetchUser'),
      // @ts-expect-error
      () => cache(),
      // @ts-expect-error
      () => cache(null),
      // @ts-expect-error
      () => cache(fetchUser, '1h'),
      // @ts-expect-error
      () => cache.wrap({ duration: '1h' }),
      // @ts-expect-error
      () => cache.wrapSync('fetchUser'),
      // @ts-expect-error: a class is called with new
      () => cache(class {}),
    ]
    expectTypeOf(wrong).toBeArray()
  })
})

describe('a duration', () => {
  it('is a number, or a text of numbers with units', () => {
    const durations: Duration[] = [0, -1, Number.POSITIVE_INFINITY, '500ms', '30s', '5m', '1h', '1h30m', '7d', '1d2h3m']
    expectTypeOf(durations).toBeArray()
  })

  it('is nothing else', () => {
    const wrong: Duration[] = [
      // @ts-expect-error
      '1 hour',
      // @ts-expect-error
      '',
      // @ts-expect-error
      'h',
      // @ts-expect-error
      '5w',
      // @ts-expect-error
      5n,
      // @ts-expect-error
      null,
    ]
    expectTypeOf(wrong).toBeArray()
  })
})

describe('an allowed type', () => {
  class Money {
    #cents: number
    constructor(cents: number) {
      this.#cents = cents
    }
    cents() {
      return this.#cents
    }
  }
  abstract class Shape {
    readonly sides = 0
  }

  it('is a class, also an abstract one, or a class with its own codec', () => {
    const money = {
      type: Money,
      name: 'Money',
      serialize: (value) => value.cents(),
      deserialize: (cents) => new Money(cents),
    } satisfies CustomType<Money, number>
    expectTypeOf({ path, allowedTypes: [Shape, money] }).toExtend<CachettaOptions>()
    expectTypeOf(new Cachetta({ path, allowedTypes: [Shape, money] })).toEqualTypeOf<Cachetta>()
  })

  it('has serialize and deserialize, which fit its class', () => {
    const wrong = [
      // @ts-expect-error: deserialize is missing
      () => new Cachetta({ path, allowedTypes: [{ type: Money, name: 'Money', serialize: () => 1 }] }),
      // @ts-expect-error: deserialize does not return Money
      () => ({ type: Money, name: 'M', serialize: () => 1, deserialize: () => 1 }) satisfies CustomType<Money, number>,
    ]
    expectTypeOf(wrong).toBeArray()
  })
})

describe('the options of a cache', () => {
  it('can be read in their parsed form, and cannot be changed', () => {
    expectTypeOf(cache.duration).toEqualTypeOf<number>()
    expectTypeOf(cache.staleDuration).toEqualTypeOf<number | undefined>()
    expectTypeOf(cache.read).toEqualTypeOf<boolean>()
    const wrong = () => {
      // @ts-expect-error: it is frozen
      cache.duration = 5
    }
    expectTypeOf(wrong).toBeFunction()
  })
})
