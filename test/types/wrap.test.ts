import { describe, expectTypeOf, it } from 'vitest'
import type { CachedFunction, CachedSyncFunction, Lookup } from '../../src/index.ts'
import { Cachetta, memoryStore } from '../../src/index.ts'

// The compiler checks these types (`npm run types`). The run of the test shows that no form throws.

interface User {
  readonly id: number
  readonly name: string
}

const ada: User = { id: 1, name: 'Ada' }
const fetchUser = async (id: number, _options?: { readonly fresh: boolean }): Promise<User> => ({ ...ada, id })

const cache = new Cachetta({ path: './cache/a.json', store: memoryStore() })

describe('every form of wrapping keeps arguments and result', () => {
  it('cache(fn)', () => {
    const getUser = cache(fetchUser)
    expectTypeOf(getUser).toEqualTypeOf<CachedFunction<typeof fetchUser>>()
    expectTypeOf(getUser(1)).toEqualTypeOf<Promise<User>>()
    expectTypeOf(getUser).parameters.toEqualTypeOf<Parameters<typeof fetchUser>>()
    expectTypeOf(getUser).toExtend<typeof fetchUser>()
  })

  it('cache(fn, overrides), cache.wrap(fn), cache.wrap(fn, overrides)', () => {
    expectTypeOf(cache(fetchUser, { duration: '1h' })).toEqualTypeOf<CachedFunction<typeof fetchUser>>()
    expectTypeOf(cache.wrap(fetchUser)).toEqualTypeOf<CachedFunction<typeof fetchUser>>()
    expectTypeOf(cache.wrap(fetchUser, { read: false })).toEqualTypeOf<CachedFunction<typeof fetchUser>>()
  })

  it('cache(overrides)(fn), copy(overrides)(fn), at(name)(fn), at(function)(fn)', () => {
    expectTypeOf(cache({ duration: '1h' })(fetchUser)).toEqualTypeOf<CachedFunction<typeof fetchUser>>()
    expectTypeOf(cache.copy({ duration: '1h' })(fetchUser)).toEqualTypeOf<CachedFunction<typeof fetchUser>>()
    expectTypeOf(cache.at('users')(fetchUser)).toEqualTypeOf<CachedFunction<typeof fetchUser>>()
    expectTypeOf(cache.at((id: number) => `users/${id}`)(fetchUser)).toEqualTypeOf<CachedFunction<typeof fetchUser>>()
  })

  it('with new and without', () => {
    const path = './cache/a.json'
    const made = Cachetta({ path, store: memoryStore() })
    expectTypeOf(made).toEqualTypeOf<Cachetta>()
    expectTypeOf(new Cachetta({ path })).toEqualTypeOf<Cachetta>()
    expectTypeOf(Cachetta({ path })(fetchUser)).toEqualTypeOf<CachedFunction<typeof fetchUser>>()
  })

  it('wrapSync and sync keep the function synchronous', () => {
    const square = (n: number) => n * n
    expectTypeOf(cache.wrapSync(square)).toEqualTypeOf<CachedSyncFunction<typeof square>>()
    expectTypeOf(cache.wrapSync(square, { key: (n) => n.toFixed() })(2)).toEqualTypeOf<number>()
    expectTypeOf(cache.sync(square)(2)).toEqualTypeOf<number>()
    expectTypeOf(cache.sync({ duration: '1h' })(square)(2)).toEqualTypeOf<number>()
  })

  it('an inline function has its declared types, and a parameter without a type is refused', () => {
    expectTypeOf(cache((n: number, text: string) => `${n}${text}`)).parameters.toEqualTypeOf<
      [n: number, text: string]
    >()
    // @ts-expect-error: n has no type
    cache((n) => n.toFixed())
  })
})

describe('a synchronous function returns promises once it is cached', () => {
  it('of its result, of any type', () => {
    expectTypeOf(cache((n: number) => n * n)).returns.toEqualTypeOf<Promise<number>>()
    expectTypeOf(cache(() => {})).returns.toEqualTypeOf<Promise<void>>()
    expectTypeOf(cache((): unknown => 1)).returns.toEqualTypeOf<Promise<unknown>>()
    expectTypeOf(cache((): never => fail())).returns.toEqualTypeOf<Promise<never>>()
    expectTypeOf(cache(JSON.parse)).returns.toEqualTypeOf<Promise<ReturnType<typeof JSON.parse>>>()
    expectTypeOf(cache((): User | undefined => ada)).returns.toEqualTypeOf<Promise<User | undefined>>()
  })

  it('also if it returns other promises than plain ones', () => {
    class Cancellable<Value> extends Promise<Value> {
      cancel() {}
    }
    const cancellable = cache(() => Cancellable.resolve(1) as Cancellable<number>)
    const thenable = cache((): PromiseLike<number> => Promise.resolve(1))
    const either = cache((): Promise<number> | string => 'a')
    expectTypeOf(cancellable).returns.toEqualTypeOf<Promise<number>>()
    expectTypeOf(thenable).returns.toEqualTypeOf<Promise<number>>()
    expectTypeOf(either).returns.toEqualTypeOf<Promise<number | string>>()
  })

  it('but a function that returns promises keeps its results', () => {
    expectTypeOf(cache(async () => {})).returns.toEqualTypeOf<Promise<void>>()
    expectTypeOf(cache(async (): Promise<never> => fail())).returns.toEqualTypeOf<Promise<never>>()
    expectTypeOf(cache(async () => ada as User | null)).returns.toEqualTypeOf<Promise<User | null>>()
    const either = (): Promise<number> | Promise<string> => Promise.resolve(1)
    expectTypeOf(cache(either)).returns.toEqualTypeOf<Promise<number> | Promise<string>>()
  })
})

describe('arguments of every shape', () => {
  it('optional, default, rest, readonly tuple, none', () => {
    const optional = (a?: string, b = 5) => `${a}${b}`
    const rest = async (a: string, ...more: readonly number[]) => [a, ...more]
    const tuple = (...[a, b]: readonly [a: string, b: number]) => a + b
    const list = (rows: readonly string[]) => rows.length
    expectTypeOf(cache(optional)).parameters.toEqualTypeOf<Parameters<typeof optional>>()
    expectTypeOf(cache(rest)).parameters.toEqualTypeOf<Parameters<typeof rest>>()
    expectTypeOf(cache(tuple)).parameters.toEqualTypeOf<[a: string, b: number]>()
    expectTypeOf(cache(list)).parameters.toEqualTypeOf<[rows: readonly string[]]>()
    expectTypeOf(cache(() => 1)).parameters.toEqualTypeOf<[]>()
  })

  it('wrong arguments are refused', () => {
    const getUser = cache(fetchUser)
    const wrong = () => {
      // @ts-expect-error: the first is a number
      getUser('1')
      // @ts-expect-error: the first is missing
      getUser()
      // @ts-expect-error: there is no third
      getUser(1, { fresh: true }, 3)
      // @ts-expect-error: the second has no such property
      getUser(1, { old: true })
      // @ts-expect-error: the result is a promise
      getUser(1).name
    }
    expectTypeOf(wrong).returns.toBeVoid()
  })
})

describe('this', () => {
  interface Database {
    readonly host: string
  }
  function find(this: Database, id: number): string {
    return `${this.host} ${id}`
  }
  async function findLater(this: Database, id: number): Promise<string> {
    return `${this.host} ${id}`
  }

  it('is kept by every form', () => {
    const database = { host: 'h', find: cache(find), findLater: cache(findLater), findNow: cache.wrapSync(find) }
    expectTypeOf(database.find).thisParameter.toEqualTypeOf<Database>()
    expectTypeOf(database.findLater).thisParameter.toEqualTypeOf<Database>()
    expectTypeOf(database.findNow).thisParameter.toEqualTypeOf<Database>()
    expectTypeOf(database.find(1)).toEqualTypeOf<Promise<string>>()
    expectTypeOf(database.findLater(1)).toEqualTypeOf<Promise<string>>()
    expectTypeOf(database.findNow(1)).toEqualTypeOf<string>()
  })

  it('is required if the function requires it', () => {
    const alone = cache(find)
    // @ts-expect-error: it has no receiver
    const wrong = () => alone(1)
    expectTypeOf(wrong).returns.toEqualTypeOf<Promise<string>>()
    expectTypeOf(cache(fetchUser)).thisParameter.toEqualTypeOf<unknown>()
  })
})

describe('overloads', () => {
  function load(id: number): User
  function load(name: string, exact: boolean): readonly User[]
  function load(id: unknown): User | readonly User[] {
    return typeof id === 'number' ? ada : [ada]
  }
  function loadLater(id: number): Promise<User>
  function loadLater(name: string, exact: boolean): Promise<readonly User[]>
  async function loadLater(id: unknown): Promise<User | readonly User[]> {
    return typeof id === 'number' ? ada : [ada]
  }
  function loadEither(id: number): User
  function loadEither(name: string): Promise<string>
  function loadEither(id: unknown): User | Promise<string> {
    return typeof id === 'number' ? ada : Promise.resolve('')
  }

  it('are kept for a synchronous, an asynchronous and a mixed function', () => {
    expectTypeOf(cache(load)(1)).toEqualTypeOf<Promise<User>>()
    expectTypeOf(cache(load)('Ada', true)).toEqualTypeOf<Promise<readonly User[]>>()
    expectTypeOf(cache(loadLater)(1)).toEqualTypeOf<Promise<User>>()
    expectTypeOf(cache(loadLater)('Ada', true)).toEqualTypeOf<Promise<readonly User[]>>()
    expectTypeOf(cache(loadEither)(1)).toEqualTypeOf<Promise<User>>()
    expectTypeOf(cache(loadEither)('Ada')).toEqualTypeOf<Promise<string>>()
    expectTypeOf(cache.wrapSync(load)(1)).toEqualTypeOf<User>()
    expectTypeOf(cache.wrapSync(load)('Ada', true)).toEqualTypeOf<readonly User[]>()
  })

  it('keep their order: the first that fits applies', () => {
    function parse(text: string): Date
    function parse(text: unknown): null
    function parse(text: unknown): Date | null {
      return typeof text === 'string' ? new Date(text) : null
    }
    expectTypeOf(cache(parse)('')).toEqualTypeOf<Promise<Date>>()
    expectTypeOf(cache(parse)(1)).toEqualTypeOf<Promise<null>>()
  })

  it('apply to the verbs and the options', () => {
    const cached = cache(load, {
      key: (idOrName) => {
        expectTypeOf(idOrName).toEqualTypeOf<number | string | boolean>()
        return idOrName
      },
      condition: (value) => {
        expectTypeOf(value).toEqualTypeOf<User | readonly User[]>()
        return true
      },
    })
    expectTypeOf(cached.invalidate).parameters.toEqualTypeOf<[id: number] | [name: string, exact: boolean]>()
    expectTypeOf(cached.lookup).returns.toEqualTypeOf<Promise<Lookup<User | readonly User[]>>>()
  })

  it('refuse arguments that no overload takes', () => {
    // @ts-expect-error: no overload takes a string alone
    const wrong = () => cache(load)('Ada')
    expectTypeOf(wrong).toBeFunction()
  })
})

describe('type parameters', () => {
  const wrapped = async <T>(value: T) => [value]
  const wrappedNow = <T>(value: T) => [value]

  it('are kept by an asynchronous function, and by wrapSync', () => {
    expectTypeOf(cache(wrapped)('a')).toEqualTypeOf<Promise<string[]>>()
    expectTypeOf(cache(wrapped, { duration: '1h' })(1)).toEqualTypeOf<Promise<number[]>>()
    expectTypeOf(cache({ duration: '1h' })(wrapped)(true)).toEqualTypeOf<Promise<boolean[]>>()
    expectTypeOf(cache.wrapSync(wrappedNow)('a')).toEqualTypeOf<string[]>()
  })

  // TypeScript carries type parameters over to a plain function only, and a cached function has members.
  it('become unknown if a synchronous function returns promises', () => {
    expectTypeOf(cache(wrappedNow)('a')).toEqualTypeOf<Promise<unknown[]>>()
    expectTypeOf(cache(async <T>(value: T) => wrappedNow(value))('a')).toEqualTypeOf<Promise<string[]>>()
  })

  it('keep their bounds', () => {
    const idOf = cache(async <T extends { readonly id: number }>(value: T) => value.id)
    expectTypeOf(idOf(ada)).toEqualTypeOf<Promise<number>>()
    // @ts-expect-error: it has no id
    const wrong = () => idOf({ name: 'Ada' })
    expectTypeOf(wrong).returns.toEqualTypeOf<Promise<number>>()
  })

  it('can belong to an outer function', () => {
    const memoised = <Args extends string[], Value>(fn: (...args: Args) => Promise<Value>) => cache(fn)
    expectTypeOf(memoised(async (name: string) => name.length)('a')).toEqualTypeOf<Promise<number>>()
  })
})

function fail(): never {
  throw new Error('never called')
}
