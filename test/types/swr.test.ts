import { describe, expectTypeOf, it } from 'vitest'
import type { KeyedMutator, KeyLoader, SWRConfiguration, SWRConfigValue } from '../../src/swr.ts'
import useSWR, { preload, useSWRConfig } from '../../src/swr.ts'
import useSWRImmutable from '../../src/swr-immutable.ts'
import type { SWRInfiniteCompareFn } from '../../src/swr-infinite.ts'
import useSWRInfinite from '../../src/swr-infinite.ts'
import type { TriggerWithArgs, TriggerWithOptionsArgs, TriggerWithoutArgs } from '../../src/swr-mutation.ts'
import useSWRMutation from '../../src/swr-mutation.ts'
import type { SWRSubscriptionOptions } from '../../src/swr-subscription.ts'
import useSWRSubscription from '../../src/swr-subscription.ts'

// The compiler checks these types (`npm run types`). Only components can call hooks, so nothing here runs them.

interface User {
  readonly name: string
}

const fetchUser = async (_key: string): Promise<User> => ({ name: 'Ada' })
const components: (() => void)[] = []

describe('the types of useSWR', () => {
  it('take the data from the fetcher, and the argument of the fetcher from the key', () => {
    components.push(function Page() {
      expectTypeOf(useSWR('/api/user', fetchUser).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useSWR('/api/user', fetchUser).mutate).toEqualTypeOf<KeyedMutator<User>>()
      useSWR(['user', 1], ([name, id]) => {
        expectTypeOf(name).toEqualTypeOf<string>()
        expectTypeOf(id).toEqualTypeOf<number>()
      })
      useSWR({ id: 1 }, ({ id }) => expectTypeOf(id).toEqualTypeOf<number>())
      const key = () => (Math.random() > 2 ? (['user', 1] as const) : null)
      useSWR(key, ([, id]) => expectTypeOf(id).toEqualTypeOf<1>())
      // @ts-expect-error a number is no key
      useSWR(1, fetchUser)
    })
  })

  it('have data for certain with `suspense` and with `fallbackData`', () => {
    components.push(function Page() {
      expectTypeOf(useSWR('/api/user', fetchUser, { suspense: true }).data).toEqualTypeOf<User>()
      expectTypeOf(useSWR('/api/user', fetchUser, { fallbackData: { name: '' } }).data).toEqualTypeOf<User>()
      expectTypeOf(useSWR('/api/user', fetchUser, { refreshInterval: 1 }).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useSWRImmutable('/api/user', fetchUser).data).toEqualTypeOf<User | undefined>()
    })
  })

  it('may be given: data and error', () => {
    components.push(function Page() {
      expectTypeOf(useSWR<User>('/api/user').data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useSWR<User, TypeError>('/api/user', fetchUser).error).toEqualTypeOf<TypeError | undefined>()
      expectTypeOf(useSWR<User>(null, { dedupingInterval: 1 }).data).toEqualTypeOf<User | undefined>()
      expectTypeOf(useSWRConfig().dedupingInterval).toEqualTypeOf<number>()
      expectTypeOf(useSWRConfig().mutate<User>('/api/user')).resolves.toEqualTypeOf<User | undefined>()
      expectTypeOf(preload('/api/user', fetchUser)).resolves.toEqualTypeOf<User>()
      // @ts-expect-error an interval is a number
      useSWR('/api/user', fetchUser, { dedupingInterval: '2s' })
    })
    // @ts-expect-error there is no such option
    const wrong: SWRConfiguration = { staleTime: 1 }
    expectTypeOf(wrong).toExtend<SWRConfiguration>()
  })
})

describe('the types of the other doors', () => {
  it('know the pages of a list', () => {
    components.push(function Page() {
      const getKey = (index: number) => ['users', index] as const
      const { data, setSize } = useSWRInfinite(getKey, async ([, index]) => {
        expectTypeOf(index).toEqualTypeOf<number>()
        return [{ name: 'Ada' }]
      })
      expectTypeOf(data).toEqualTypeOf<{ name: string }[][] | undefined>()
      expectTypeOf(setSize).parameter(0).toEqualTypeOf<number | ((size: number) => number)>()
      expectTypeOf(useSWRInfinite<User[]>(() => '/users').data).toEqualTypeOf<User[][] | undefined>()
    })
  })

  it('know whether `trigger` needs an argument', () => {
    components.push(function Page() {
      const rename = useSWRMutation('/api/user', (_url: string, { arg }: { arg: string }) => fetchUser(arg))
      expectTypeOf(rename.trigger('Ada')).resolves.toEqualTypeOf<User>()
      // @ts-expect-error the argument is a text
      void rename.trigger(1)
      // @ts-expect-error the argument is needed
      void rename.trigger()
      const logOut = useSWRMutation('/api/user', (url: string) => fetchUser(url))
      expectTypeOf(logOut.trigger()).resolves.toEqualTypeOf<User>()
      expectTypeOf(logOut.isMutating).toEqualTypeOf<boolean>()
    })
  })

  it('know what a source sends', () => {
    components.push(function Page() {
      const { data } = useSWRSubscription('price', (_key: string, { next }: SWRSubscriptionOptions<number, Error>) => {
        next(null, (before) => (before ?? 0) + 1)
        return () => {}
      })
      expectTypeOf(data).toEqualTypeOf<number | undefined>()
    })
  })

  it('give a source the key without falsy values', () => {
    const close = () => {}
    components.push(function Page() {
      useSWRSubscription(Math.random() > 2 ? 'price' : null, (key) => {
        expectTypeOf(key).toEqualTypeOf<'price'>()
        return close
      })
      useSWRSubscription(
        () => (Math.random() > 2 ? { of: 'gold' } : undefined),
        (key) => {
          expectTypeOf(key).toEqualTypeOf<{ of: string }>()
          return close
        },
      )
    })
  })

  it('have the names that programs import', () => {
    expectTypeOf<SWRConfigValue>().toEqualTypeOf<SWRConfiguration>()
    expectTypeOf((index: number) => ['page', index] as const).toMatchTypeOf<KeyLoader>()
    expectTypeOf<TriggerWithArgs<User, Error, string, number>>().toBeCallableWith(1)
    expectTypeOf<TriggerWithOptionsArgs<User, Error, string, number | undefined>>().toBeCallableWith()
    expectTypeOf<TriggerWithoutArgs<User>>().toBeCallableWith()
    expectTypeOf((one?: unknown, other?: unknown) => one === other).toMatchTypeOf<SWRInfiniteCompareFn>()
  })
})
