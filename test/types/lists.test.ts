import { describe, expectTypeOf, it } from 'vitest'
import { Cachetta, memoryStore } from '../../src/index.ts'
import type { GetKey, InfiniteOptions } from '../../src/react.ts'
import { useCachettaInfinite } from '../../src/react.ts'

// The compiler checks these types (`npm run types`). Only components can call hooks, so nothing here runs them.

interface Posts {
  readonly titles: string[]
  readonly next: string | null
}

class ApiError extends Error {
  readonly status = 500
}

const fetchPosts = async (_key: readonly ['posts', string]): Promise<Posts> => ({ titles: [], next: null })
const fetchUrl = (url: string): Promise<Posts> => fetch(url).then((response) => response.json())

const getPosts = new Cachetta({ path: './cache/posts.json', store: memoryStore() })(fetchUrl)

const components: (() => void)[] = []

describe('the types of a list', () => {
  it('infer the previous page from the fetcher', () => {
    components.push(function List() {
      const { data, fetchNext, setSize } = useCachettaInfinite((index, previous) => {
        expectTypeOf(index).toEqualTypeOf<number>()
        expectTypeOf(previous).toEqualTypeOf<Posts | null>()
        return previous?.next === null ? null : ['posts', previous?.next ?? 'start']
      }, fetchPosts)
      expectTypeOf(data).toEqualTypeOf<Posts[] | undefined>()
      expectTypeOf(setSize(2)).toEqualTypeOf<Promise<Posts[] | undefined>>()
      expectTypeOf(fetchNext()).toEqualTypeOf<Promise<Posts[] | undefined>>()
      useCachettaInfinite(
        (index) => ['posts', index],
        ([, index]) => {
          expectTypeOf(index).toEqualTypeOf<number>()
          return index
        },
      )
      // @ts-expect-error the fetcher takes another key
      useCachettaInfinite((index) => ['users', index], fetchPosts)
    })
  })

  it('take the types of the page and of the error', () => {
    components.push(function List() {
      const list = useCachettaInfinite<Posts>(
        (index, previous) => {
          expectTypeOf(previous).toEqualTypeOf<Posts | null>()
          return index === 0 ? '/posts' : previous?.next
        },
        fetchUrl,
        { getPreviousKey: (_index, next) => next?.next, maxPages: 3 },
      )
      expectTypeOf(list.data).toEqualTypeOf<Posts[] | undefined>()
      expectTypeOf(list.error).toEqualTypeOf<unknown>()

      const typed = useCachettaInfinite<Posts, ApiError>(
        (index) => ['posts', index],
        ([, index]) => fetchUrl(`/posts/${index}`),
        {
          onError: (error) => expectTypeOf(error).toEqualTypeOf<ApiError>(),
        },
      )
      expectTypeOf(typed.error).toEqualTypeOf<ApiError | undefined>()
      expectTypeOf(useCachettaInfinite<Posts>((index) => `/posts/${index}`).data).toEqualTypeOf<Posts[] | undefined>()
      useCachettaInfinite<Posts>(
        () => '/posts',
        // @ts-expect-error the fetcher returns no posts
        () => 1,
      )
    })
  })

  it('infer the page from a cached function in the keys', () => {
    components.push(function List() {
      const { data } = useCachettaInfinite((index) => index < 3 && [getPosts, `page ${index}`])
      expectTypeOf(data).toEqualTypeOf<Posts[] | undefined>()
      // @ts-expect-error the function takes a string
      useCachettaInfinite((index) => [getPosts, index])
    })
  })

  it('give arrays that can be passed on', () => {
    components.push(function List() {
      const { data = [], mutate } = useCachettaInfinite((index) => `/posts/${index}`, fetchUrl)
      const sort = (pages: Posts[]): Posts[] => pages.sort()
      sort(data)
      void mutate((pages = []) => sort(pages))
      void mutate(data, { optimisticData: (pages = []) => sort(pages) })
      // @ts-expect-error a list of pages
      void mutate({ titles: [], next: null })
    })
  })

  it('name the options', () => {
    components.push(function List() {
      const options: InfiniteOptions<Posts> = {
        condition: (page) => page.titles.length > 0,
        onSuccess: (pages) => pages.at(0)?.titles,
        getPreviousKey: (index) => ['posts', index],
      }
      const getKey: GetKey<Posts, string> = (index) => `/posts/${index}`
      useCachettaInfinite(getKey, fetchUrl, options)
      // @ts-expect-error no such option
      useCachettaInfinite(getKey, fetchUrl, { maxPage: 3 })
    })
  })
})
