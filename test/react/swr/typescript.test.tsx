import type { ReactNode } from 'react'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Fetcher, GetKey, Middleware, Options, Sink, Source } from '../../../src/react.ts'
import { useCachetta, useCachettaInfinite, useCachettaSubscription } from '../../../src/react.ts'
import { renderApp, text } from '../support/render-app.tsx'

// The compiler checks the types (`npm run types`); the tests run the calls.

interface User {
  readonly name: string
}

const getUser = async (_endpoint: string): Promise<User> => ({ name: 'Ada' })

describe("SWR's page: TypeScript", () => {
  it('Basic Usage: the argument of the fetcher is inferred from the key', async () => {
    function Page(): ReactNode {
      useCachetta('/api/user', (key) => expectTypeOf(key).toExtend<string>())
      useCachetta(
        () => '/api/user/2',
        (key) => expectTypeOf(key).toExtend<string>(),
      )
      useCachetta({ a: '1', b: { c: '3', d: 2 } }, (key) =>
        expectTypeOf(key).toExtend<{ a: string; b: { c: string; d: number } }>(),
      )
      useCachetta(['user', 8], ([name, id]) => {
        expectTypeOf(name).toExtend<string>()
        expectTypeOf(id).toExtend<number>()
        return `${name} ${id}`
      })
      return 'done'
    }
    await renderApp(<Page />)
    expect(text()).toBe('done')
  })

  it('useSWR: the data has the type of the fetcher', async () => {
    const fetcher: Fetcher<User, string> = (id) => getUser(id)
    function Page(): ReactNode {
      const { data } = useCachetta('uid', fetcher)
      expectTypeOf(data).toEqualTypeOf<User | undefined>()
      return <>{data?.name}</>
    }
    await renderApp(<Page />)
    expect(text()).toBe('Ada')
  })

  it('useSWR: the types of the data and of the error can be given', async () => {
    function Page(): ReactNode {
      const { data } = useCachetta<User>('/api/user', (key: string) => getUser(key))
      expectTypeOf(data).toEqualTypeOf<User | undefined>()
      const { data: other, error } = useCachetta<User, Error>('/api/user', getUser)
      expectTypeOf(other).toEqualTypeOf<User | undefined>()
      expectTypeOf(error).toEqualTypeOf<Error | undefined>()
      return `${data?.name} ${other?.name}`
    }
    await renderApp(<Page />)
    expect(text()).toBe('Ada Ada')
  })

  it('useSWRInfinite: types are inferred, or the key function has a type of its own', async () => {
    const getKey: GetKey<User, string> = (index, before) => (before?.name === '' ? null : `/users/${index}`)
    function Page(): ReactNode {
      const { data } = useCachettaInfinite(getKey, getUser)
      expectTypeOf(data?.[0]).toEqualTypeOf<User | undefined>()
      const { data: inferred } = useCachettaInfinite(
        (index) => ['users', index],
        ([name, index]) => `${name}${index}`,
      )
      expectTypeOf(inferred?.[0]).toEqualTypeOf<string | undefined>()
      return `${data?.[0]?.name} ${inferred}`
    }
    await renderApp(<Page />)
    expect(text()).toBe('Ada users,0'.replace(',', ''))
  })

  it('useSWRSubscription: the type of `next` is the type of the data', async () => {
    const source: Source<number, string> = (_key, { next }) => {
      next(null, 1)
      return () => {}
    }
    function Page(): ReactNode {
      const { data } = useCachettaSubscription('key', (key, { next }: Sink<number>) => {
        expectTypeOf(key).toExtend<string>()
        next(null, (before = 0) => before + 1)
        return () => {}
      })
      expectTypeOf(data).toEqualTypeOf<number | undefined>()
      const other = useCachettaSubscription('other', source)
      expectTypeOf(other.data).toEqualTypeOf<number | undefined>()
      return `${data} ${other.data}`
    }
    await renderApp(<Page />)
    expect(text()).toMatch(/^\d 1$/)
  })

  it('Generics: the type of the data is a type parameter, and options have a type of their own', async () => {
    const options: Options<string[]> = { fallbackData: ['fallback'], revalidateOnMount: false }
    function Page(): ReactNode {
      const { data: shared } = useCachetta<User>('/api/shared')
      const { data: names } = useCachetta('/api/data', async () => ['fetched'], options)
      expectTypeOf(shared).toEqualTypeOf<User | undefined>()
      expectTypeOf(names).toEqualTypeOf<string[] | undefined>()
      return `${shared?.name} ${names?.join(' ')}`
    }
    await renderApp(<Page />, { fetcher: getUser as never })
    expect(text()).toBe('Ada fallback')
  })

  it('Middleware Types: a middleware has a type', async () => {
    const middleware: Middleware = (useNext) => (key, fetcher, options) => useNext(key, fetcher, options)
    const Page = () => <>{useCachetta('/api/user', getUser, { use: [middleware] }).data?.name}</>
    await renderApp(<Page />)
    expect(text()).toBe('Ada')
  })
})
