import { describe, expectTypeOf, it } from 'vitest'
import { Cachetta, memoryStore } from '../../src/index.ts'
import type { Result } from '../../src/react.ts'
import { useCachetta, useCachettaInfinite, useCachettaMutation, useCachettaSubscription } from '../../src/react.ts'

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

  it('is never undefined with suspense or with fallback data', () => {
    components.push(function Page() {
      expectTypeOf(useCachetta('user', fetchUser, { suspense: true }).data).toEqualTypeOf<User>()
      expectTypeOf(useCachetta([getUser, 1], { suspense: true }).data).toEqualTypeOf<User>()
      const ada: User = { id: 1, name: 'Ada' }
      expectTypeOf(useCachetta('user', fetchUser, { fallbackData: ada }).data).toEqualTypeOf<User>()
      expectTypeOf(useCachetta('user', fetchUser, { suspense: false }).data).toEqualTypeOf<User | undefined>()
    })
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

describe('the other hooks', () => {
  it('infer the types of pages, results and arguments', () => {
    components.push(function Page() {
      const list = useCachettaInfinite(
        (index, before: readonly User[] | null) => (before?.length === 0 ? null : (['users', index] as const)),
        async ([, index]): Promise<readonly User[]> => [{ id: index, name: 'Ada' }],
      )
      expectTypeOf(list.data).toEqualTypeOf<readonly (readonly User[])[] | undefined>()

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
      const typed = useCachettaSubscription<number, 'price'>('price', (_key, { next }) => {
        next(null, (before) => (before ?? 0) + 1)
        return () => {}
      })
      expectTypeOf(typed.data).toEqualTypeOf<number | undefined>()
    })
  })
})
