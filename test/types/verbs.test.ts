import { describe, expectTypeOf, it } from 'vitest'
import type { AsyncVerbs, EntryInfo, ListedEntry, Lookup, SyncVerbs } from '../../src/index.ts'
import {
  Cachetta,
  lookup,
  lookupSync,
  memoryStore,
  readCache,
  readCacheSync,
  writeCache,
  writeCacheSync,
} from '../../src/index.ts'

interface User {
  readonly id: number
  readonly name: string
}

const ada: User = { id: 1, name: 'Ada' }
const store = memoryStore()
const path = './cache/a.json'
const cache = new Cachetta({ path, store })
const isUser = (value: User | null): value is User => value !== null

describe('the verbs of a cached function', () => {
  it('take its arguments and return its value', () => {
    const getUser = cache(async (id: number): Promise<User> => ({ ...ada, id }))
    expectTypeOf(getUser).toExtend<AsyncVerbs<[id: number], User>>()
    expectTypeOf(getUser.cache).toEqualTypeOf<Cachetta>()
    expectTypeOf(getUser.invalidate).toEqualTypeOf<(id: number) => Promise<void>>()
    expectTypeOf(getUser.refresh).toEqualTypeOf<(id: number) => Promise<User>>()
    expectTypeOf(getUser.lookup).toEqualTypeOf<(id: number) => Promise<Lookup<User>>>()
  })

  it('are asynchronous for a synchronous function under cache(), synchronous under wrapSync()', () => {
    const square = (n: number) => n * n
    expectTypeOf(cache(square).refresh).toEqualTypeOf<(n: number) => Promise<number>>()
    expectTypeOf(cache(square).lookup).toEqualTypeOf<(n: number) => Promise<Lookup<number>>>()
    expectTypeOf(cache.wrapSync(square)).toExtend<SyncVerbs<[n: number], number>>()
    expectTypeOf(cache.wrapSync(square).invalidate).toEqualTypeOf<(n: number) => void>()
    expectTypeOf(cache.wrapSync(square).refresh).toEqualTypeOf<(n: number) => number>()
    expectTypeOf(cache.wrapSync(square).lookup).toEqualTypeOf<(n: number) => Lookup<number>>()
  })

  it('take a receiver if it is part of the key', () => {
    const getUser = cache(async (id: number): Promise<User> => ({ ...ada, id }))
    expectTypeOf(getUser.refresh.call({}, 1)).toEqualTypeOf<Promise<User>>()
    // @ts-expect-error: the first argument is a number
    const wrong = () => getUser.refresh.call({}, '1')
    expectTypeOf(wrong).toBeFunction()
  })

  it('refuse other arguments', () => {
    const getUser = cache(async (id: number): Promise<User> => ({ ...ada, id }))
    const wrong = [
      // @ts-expect-error
      () => getUser.invalidate('1'),
      // @ts-expect-error
      () => getUser.refresh(),
      // @ts-expect-error
      () => getUser.lookup(1, 2),
    ]
    expectTypeOf(wrong).toBeArray()
  })
})

describe('the result of a lookup', () => {
  it('has a value only for a hit', () => {
    const foundIn = (found: Lookup<User>) => {
      if (found.hit) {
        expectTypeOf(found).toEqualTypeOf<{
          readonly hit: true
          readonly value: User
          readonly age: number
          readonly stale: boolean
        }>()
        return found.value
      }
      expectTypeOf(found).toEqualTypeOf<{ readonly hit: false }>()
      // @ts-expect-error: a miss has no value
      return found.value
    }
    expectTypeOf(foundIn).toBeFunction()
  })
})

describe('reading', () => {
  it('has the type parameter as its type, else unknown', () => {
    expectTypeOf(readCache(cache, 1)).toEqualTypeOf<Promise<unknown>>()
    expectTypeOf(readCache<User>(cache, 1)).toEqualTypeOf<Promise<User | null>>()
    expectTypeOf(lookup(cache, 1)).toEqualTypeOf<Promise<Lookup<unknown>>>()
    expectTypeOf(lookup<User>(cache, 1)).toEqualTypeOf<Promise<Lookup<User>>>()
    expectTypeOf(readCacheSync<User>(cache, 1)).toEqualTypeOf<User | null>()
    expectTypeOf(lookupSync<User>(cache, 1)).toEqualTypeOf<Lookup<User>>()
  })

  it('has the value type of the cache as its type', () => {
    const users = new Cachetta<User>({ path, store })
    expectTypeOf(readCache(users, 1)).toEqualTypeOf<Promise<User | null>>()
    expectTypeOf(readCacheSync(users, 1)).toEqualTypeOf<User | null>()
    expectTypeOf(lookup(users, 1)).toEqualTypeOf<Promise<Lookup<User>>>()
    expectTypeOf(readCache<string>(users, 1)).toEqualTypeOf<Promise<string | null>>()
  })

  it('takes only a cache', () => {
    const wrong = [
      // @ts-expect-error
      () => readCache('./cache/a.json'),
      // @ts-expect-error
      () => lookup({ path }),
      // @ts-expect-error
      () => readCache(),
    ]
    expectTypeOf(wrong).toBeArray()
  })
})

describe('a condition that is a type guard', () => {
  it('gives a lookup its type, however the cache was created or copied', () => {
    const guarded = new Cachetta({ path, store, condition: isUser })
    expectTypeOf(readCache(guarded, 1)).toEqualTypeOf<Promise<User | null>>()
    expectTypeOf(lookup(guarded, 1)).toEqualTypeOf<Promise<Lookup<User>>>()
    expectTypeOf(readCacheSync(guarded, 1)).toEqualTypeOf<User | null>()
    expectTypeOf(lookup(Cachetta({ path, store, condition: isUser }))).toEqualTypeOf<Promise<Lookup<User>>>()
    expectTypeOf(lookup(cache.copy({ condition: isUser }))).toEqualTypeOf<Promise<Lookup<User>>>()
  })

  it('may be an inline function, and take the arguments', () => {
    const guarded = new Cachetta({
      path,
      condition: (value: unknown, _id: number): value is User => isUser(ada) && value === ada,
    })
    expectTypeOf(readCache(guarded, 1)).toEqualTypeOf<Promise<User | null>>()
    const plain = new Cachetta({ path, condition: (value: User | null) => value !== null })
    expectTypeOf(readCache(plain, 1)).toEqualTypeOf<Promise<User | null>>()
  })

  it('applies to copies and to caches under the path', () => {
    const guarded = new Cachetta({ path, store, condition: isUser })
    expectTypeOf(lookup(guarded.copy({ duration: '1h' }))).toEqualTypeOf<Promise<Lookup<User>>>()
    expectTypeOf(lookup(guarded({ duration: '1h' }))).toEqualTypeOf<Promise<Lookup<User>>>()
    expectTypeOf(lookup(guarded.at('admins'))).toEqualTypeOf<Promise<Lookup<User>>>()
    expectTypeOf(lookup(guarded.at((id: number) => `${id}`))).toEqualTypeOf<Promise<Lookup<User>>>()
  })

  it('does not change the result of a cached function, which also returns other values', () => {
    const guarded = new Cachetta({ path, store, condition: isUser })
    expectTypeOf(guarded(async (): Promise<User | null> => null)()).toEqualTypeOf<Promise<User | null>>()
  })
})

describe('writing', () => {
  it('takes any value, or only values of the type of the cache', () => {
    const users = new Cachetta<User>({ path, store })
    expectTypeOf(writeCache(cache, 'anything', 1)).toEqualTypeOf<Promise<void>>()
    expectTypeOf(writeCache(users, ada, 1)).toEqualTypeOf<Promise<void>>()
    expectTypeOf(writeCacheSync(users, ada, 1)).toEqualTypeOf<void>()
    const wrong = [
      // @ts-expect-error
      () => writeCache(users, 'Ada', 1),
      // @ts-expect-error
      () => writeCacheSync(users, null, 1),
      // @ts-expect-error: the second argument is the value
      () => writeCache(cache),
    ]
    expectTypeOf(wrong).toBeArray()
  })
})

describe('the verbs of a cache', () => {
  it('take any arguments', () => {
    expectTypeOf(cache.pathFor).toEqualTypeOf<(...args: readonly unknown[]) => string>()
    expectTypeOf(cache.invalidate(1, 'a')).toEqualTypeOf<Promise<void>>()
    expectTypeOf(cache.clear()).toEqualTypeOf<Promise<void>>()
    expectTypeOf(cache.exists(1)).toEqualTypeOf<Promise<boolean>>()
    expectTypeOf(cache.age(1)).toEqualTypeOf<Promise<number | null>>()
    expectTypeOf(cache.info(1)).toEqualTypeOf<Promise<EntryInfo>>()
    expectTypeOf(cache.infoSync(1)).toEqualTypeOf<EntryInfo>()
    expectTypeOf(cache.ageSync(1)).toEqualTypeOf<number | null>()
    expectTypeOf(cache.existsSync(1)).toEqualTypeOf<boolean>()
    expectTypeOf(cache.entries()).toEqualTypeOf<AsyncIterable<ListedEntry>>()
    expectTypeOf(cache.prune()).toEqualTypeOf<Promise<number>>()
  })

  it('take only texts as tags and names', () => {
    const wrong = [
      // @ts-expect-error
      () => cache.invalidateTags(1),
      // @ts-expect-error
      () => cache.at(1),
      // @ts-expect-error
      () => cache.at(() => 1),
    ]
    expectTypeOf(wrong).toBeArray()
  })
})
