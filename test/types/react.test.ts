import { describe, expectTypeOf, it } from 'vitest'
import { Cachetta, memoryStore } from '../../src/index.ts'
import type { ProviderOptions, Result, Sink } from '../../src/react.ts'
import {
  useCachetta,
  useCachettaAll,
  useCachettaInfinite,
  useCachettaMutation,
  useCachettaSubscription,
} from '../../src/react.ts'

// The compiler checks these types (`npm run types`). Only components can call hooks, so nothing here runs them.

interface User {
  readonly id: number
  readonly name: string
}

const cache = new Cachetta({ path: './cache/a.json', store: memoryStore() })
const getUser = cache(
  async (id: number, _options?: { readonly fresh: boolean }): Promise<User> => ({ id, name: 'Ada' }),
)
const getNames = cache.wrapSync((): string[] => ['Ada'])
const fetchUser = async (_key: string): Promise<User> => ({ id: 1, name: 'Ada' })

const components: (() => void)[] = []

describe('the type of the data of a hook', () => {
  it('is the result of the cached function in the key', () => {
    components.push(function Page() {
      expectTypeOf(useCachetta([getUser, 1]).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useCachetta([getUser, 1, { fresh: true }]).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useCachetta([getNames]).data).toEqualTypeOf<string[] | undefined>()
      expectTypeOf(useCachetta(Math.random() > 2 && [getUser, 1]).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useCachetta(() => [getUser, 1]).data).toEqualTypeOf<User | undefined>()
      // @ts-expect-error the function takes a number
      useCachetta([getUser, 'one'])
      // @ts-expect-error the function takes at most two arguments
      useCachetta([getUser, 1, { fresh: true }, 3])
      // @ts-expect-error the function takes at least one argument
      useCachetta([getUser])
    })
  })

  it('is the result of the fetcher, which gets the key', () => {
    components.push(function Page() {
      expectTypeOf(useCachetta('user', fetchUser).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useCachetta('user', () => 1).data).toEqualTypeOf<number | undefined>()
      useCachetta(['user', 1], ([name, id], { signal }) => {
        expectTypeOf(name).toEqualTypeOf<'user'>()
        expectTypeOf(id).toEqualTypeOf<1>()
        expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
        return id
      })
      useCachetta({ page: 1 }, (key) => key.page)
      useCachetta(Math.random() > 2 ? 'user' : null, fetchUser)
      // @ts-expect-error a fetcher of another key
      useCachetta(7, fetchUser)
    })
  })

  it('is a type parameter if the provider has the fetcher', () => {
    components.push(function Page() {
      expectTypeOf(useCachetta<User>('user').data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useCachetta('user').data).toEqualTypeOf<unknown>()
    })
  })

  it('is a type parameter beside a fetcher, with the type of the errors and of the selection', () => {
    components.push(function Page() {
      const typed = useCachetta<User, RangeError>('user', () => JSON.parse('{}'))
      expectTypeOf(typed.data).toEqualTypeOf<User | undefined>()
      expectTypeOf(typed.error).toEqualTypeOf<RangeError | undefined>()
      const selected = useCachetta<User, RangeError, string>(['user', 1], () => JSON.parse('{}'), {
        select: (user) => user.name,
      })
      expectTypeOf(selected.data).toEqualTypeOf<string | undefined>()
      expectTypeOf(useCachetta<User>('user', fetchUser, { suspense: true }).data).toEqualTypeOf<User>()
      expectTypeOf(useCachetta<User, RangeError>([getUser, 1]).error).toEqualTypeOf<RangeError | undefined>()
      expectTypeOf(useCachetta('user', fetchUser).error).toEqualTypeOf<unknown>()
    })
  })

  it('is inferred from fetchers in the forms in which people write them', () => {
    components.push(function Page() {
      const fetchTuple = async (_key: [name: string, id: number]): Promise<User> => ({ id: 1, name: 'Ada' })
      const fetchTags = async ({ tags }: { tags: string[] }): Promise<number> => tags.length
      const fetchMaybe = Math.random() > 2 ? fetchUser : null
      const isReady = Math.random() > 2
      expectTypeOf(useCachetta(['user', 1], fetchTuple).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useCachetta(() => ['user', 1], fetchTuple).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useCachetta({ tags: ['a'] }, fetchTags).data).toEqualTypeOf<number | undefined>()
      expectTypeOf(useCachetta('user', fetchMaybe).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useCachetta(null, fetchUser).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useCachetta(getNames).data).toEqualTypeOf<string[] | undefined>()
      expectTypeOf(useCachetta(isReady && [getUser, 1], { select: ({ name }) => name }).data).toEqualTypeOf<
        string | undefined
      >()
      expectTypeOf(
        useCachetta(
          () => isReady && `/users/${1}`,
          (url) => url.length,
        ).data,
      ).toEqualTypeOf<number | undefined>()
    })
  })

  it('is never undefined with suspense or with fallback data', () => {
    components.push(function Page() {
      expectTypeOf(useCachetta('user', fetchUser, { suspense: true }).data).toEqualTypeOf<User>()
      expectTypeOf(useCachetta([getUser, 1], { suspense: true }).data).toEqualTypeOf<User>()
      const ada: User = { id: 1, name: 'Ada' }
      expectTypeOf(useCachetta('user', fetchUser, { fallbackData: ada }).data).toEqualTypeOf<User>()
      expectTypeOf(useCachetta('user', fetchUser, { suspense: false }).data).toEqualTypeOf<User | undefined>()
    })
  })

  it('has no fallback in a list that does not consist of pairs', () => {
    // @ts-expect-error a key and its data have brackets of their own
    expectTypeOf<ProviderOptions['fallback']>(['user', 1])
    expectTypeOf<ProviderOptions['fallback']>([['user', 1]])
  })

  it('is the result of select, but mutate takes the whole data', () => {
    components.push(function Page() {
      const { data, mutate, promise } = useCachetta('user', fetchUser, { select: (user) => user.name })
      expectTypeOf(data).toEqualTypeOf<string | undefined>()
      expectTypeOf(promise).toEqualTypeOf<Promise<string>>()
      void mutate({ id: 2, name: 'Grace' })
      void mutate((user) => ({ id: user?.id ?? 1, name: 'Grace' }), { optimisticData: { id: 2, name: 'Grace' } })
      // @ts-expect-error not a user
      void mutate('Grace')
    })
  })

  it('has every field of a result', () => {
    components.push(function Page() {
      expectTypeOf(useCachetta('user', fetchUser)).toExtend<Result<User>>()
      expectTypeOf(useCachetta('user', fetchUser).source).toEqualTypeOf<
        'fallback' | 'server' | 'memory' | 'store' | 'network' | undefined
      >()
    })
  })
})

describe('options of a hook', () => {
  it('have known names and types', () => {
    components.push(function Page() {
      useCachetta('user', fetchUser, {
        duration: '5m',
        onSuccess: (user) => user.name,
        refreshInterval: (user) => user?.id ?? 0,
      })
      // @ts-expect-error no such option
      useCachetta('user', fetchUser, { ttl: 5 })
      // @ts-expect-error no such unit
      useCachetta('user', fetchUser, { duration: '5 lightyears' })
    })
  })
})

describe('useCachettaAll', () => {
  it('has one typed result for each request', () => {
    components.push(function Page() {
      const ids: number[] = []
      const users = useCachettaAll(ids.map((id) => ({ key: ['user', id], fetcher: () => fetchUser(`${id}`) })))
      expectTypeOf(users[0]?.data).toEqualTypeOf<User | undefined>()
      const [user, names, size, certain] = useCachettaAll([
        { key: [getUser, 1] },
        { key: 'names', fetcher: async () => ['Ada'] },
        { key: 'names', fetcher: async () => ['Ada'], select: (list: string[]) => list.length },
        { key: 'user', fetcher: fetchUser, suspense: true },
      ])
      expectTypeOf(user.data).toEqualTypeOf<User | undefined>()
      expectTypeOf(names.data).toEqualTypeOf<string[] | undefined>()
      expectTypeOf(size.data).toEqualTypeOf<number | undefined>()
      expectTypeOf(certain.data).toEqualTypeOf<User>()
      // @ts-expect-error no such unit
      useCachettaAll([{ key: 'user', fetcher: fetchUser, duration: '5 lightyears' }])
      // @ts-expect-error a request has a key
      useCachettaAll([{ fetcher: fetchUser }])
    })
  })
})

describe('the other hooks', () => {
  it('infer the types of pages, results and arguments', () => {
    components.push(function Page() {
      const list = useCachettaInfinite(
        (index, before: readonly User[] | null) => (before?.length === 0 ? null : (['users', index] as const)),
        async ([, index]): Promise<readonly User[]> => [{ id: index, name: 'Ada' }],
      )
      expectTypeOf(list.data).toEqualTypeOf<(readonly User[])[] | undefined>()

      const { data, trigger } = useCachettaMutation(
        'user',
        (key, { arg }: { arg: { name: string } }) => `${key} ${arg.name}`,
      )
      expectTypeOf(data).toEqualTypeOf<string | undefined>()
      void trigger({ name: 'Grace' })
      // @ts-expect-error the sender takes a name
      void trigger()

      const price = useCachettaSubscription('price', (_key, { next }) => {
        next(null, 1)
        return () => {}
      })
      expectTypeOf(price.data).toEqualTypeOf<unknown>()
      const sunk = useCachettaSubscription('price', (key, { next }: Sink<number>) => {
        expectTypeOf(key).toEqualTypeOf<'price'>()
        next(null, 1)
        return () => {}
      })
      expectTypeOf(sunk.data).toEqualTypeOf<number | undefined>()
      const typed = useCachettaSubscription<number>('price', (_key, { next }) => {
        next(null, (before) => (before ?? 0) + 1)
        return () => {}
      })
      expectTypeOf(typed.data).toEqualTypeOf<number | undefined>()
    })
  })
})
