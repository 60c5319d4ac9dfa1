import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Cachetta, lookup, writeCache } from '../../src/index.ts'
import type { Cache, FullConfiguration, Middleware, SWRResponse } from '../../src/swr.ts'
import useSWR, { mutate, preload, SWRConfig, unload, unstable_serialize, useSWRConfig } from '../../src/swr.ts'
import { ErrorBoundary } from '../react/support/error-boundary.tsx'
import { createManualFetcher } from '../react/support/manual-fetcher.ts'
import { click, text } from '../react/support/render-app.tsx'
import { settle } from '../react/support/settle.ts'
import { expectConsoleErrors } from '../support/console-errors.ts'
import { fireEvent, isStrict, render, waitFor } from '../support/render.tsx'
import { showApp } from './support/show.tsx'

type Log = Pick<SWRResponse, 'data' | 'isLoading' | 'isValidating'>[]

/** Calls the hook and logs the fields that a component would read. */
function useLogged(log: Log, ...args: Parameters<typeof useSWR>): SWRResponse {
  const response = useSWR(...args)
  const { data, isLoading, isValidating } = response
  log.push({ data, isLoading, isValidating })
  return response
}

const latest = (log: Log) => log.at(-1)

describe('Getting Started', () => {
  it('Quick Start: data, error and isLoading tell the three states of a request', async () => {
    const server = createManualFetcher()
    function Profile({ id }: { id: number }): ReactNode {
      const { data, error, isLoading } = useSWR<{ name: string }>(
        `/api/user/${id}`,
        server.fetcher as () => Promise<{ name: string }>, // the test answers with a user
        { shouldRetryOnError: false },
      )
      if (error) return <div>failed to load</div>
      if (isLoading) return <div>loading...</div>
      return <div>hello {data?.name}!</div>
    }
    const app = await showApp(<Profile id={1} />)
    expect(text()).toBe('loading...')
    await server.answer({ name: 'Ada' })
    expect(text()).toBe('hello Ada!')
    await app.show(<Profile id={2} />)
    await server.fail(new Error('404'))
    expect(text()).toBe('failed to load')
  })

  it('Make It Reusable: two components with one key share one request', async () => {
    const fetcher = vi.fn(async (key: string) => `data of ${key}`)
    const Part = () => <p>{useSWR('a', fetcher).data}</p>
    await showApp(
      <>
        <Part />
        <Part />
      </>,
    )
    expect(text()).toBe('data of adata of a')
    expect(fetcher.mock.calls).toEqual([['a']])
  })
})

describe('API', () => {
  it('Options: callbacks get the serialized key and all options', async () => {
    const [onSuccess, onError] = [vi.fn(), vi.fn()]
    const error = new Error('refused')
    function Page(): ReactNode {
      useSWR(['a', 1], async () => 'data', { refreshInterval: 0 })
      useSWR({ b: 2 }, () => Promise.reject(error), { shouldRetryOnError: false })
      return null
    }
    const { cache } = await showApp(<Page />, { onError, onSuccess })
    expect(onSuccess).toHaveBeenCalledExactlyOnceWith('data', '@"a",1,', expect.objectContaining({ cache, onError }))
    expect(onError).toHaveBeenCalledExactlyOnceWith(error, '#b:2,', expect.objectContaining({ cache, onSuccess }))
  })

  it('Options: onErrorRetry gets the error, the key, the options, a function and the count', async () => {
    const server = createManualFetcher()
    const onErrorRetry = vi.fn()
    const Page = () => <p>{String(useSWR('a', server.fetcher, { dedupingInterval: 0, onErrorRetry }).data)}</p>
    await showApp(<Page />)
    await server.fail('first')
    expect(onErrorRetry).toHaveBeenLastCalledWith('first', 'a', expect.anything(), expect.any(Function), {
      retryCount: 1,
      dedupe: true,
    })
    await settle(() => onErrorRetry.mock.lastCall?.[3]({ retryCount: 1 }))
    await server.fail('second')
    expect(onErrorRetry.mock.lastCall?.[4]).toMatchObject({ retryCount: 2 })
  })

  it('Options: onDiscarded gets the key of a request that a mutation superseded', async () => {
    const server = createManualFetcher()
    const onDiscarded = vi.fn()
    let bound: SWRResponse['mutate'] | undefined
    function Page(): ReactNode {
      const { data, mutate: mutateThis } = useSWR(['a'], server.fetcher, { onDiscarded })
      bound = mutateThis
      return <p>{String(data)}</p>
    }
    await showApp(<Page />)
    await settle(() => bound?.('mutated', false))
    await server.answer('late', 0)
    expect(text()).toBe('mutated')
    expect(onDiscarded.mock.calls).toEqual([['@"a",']])
  })

  it('Return Values: isLoading is true over a fallback, and false once data was fetched', async () => {
    const server = createManualFetcher()
    const log: Log = []
    const Page = () => <p>{useLogged(log, 'a', server.fetcher, { fallbackData: 'fallback' }).data}</p>
    await showApp(<Page />)
    expect(latest(log)).toEqual({ data: 'fallback', isLoading: true, isValidating: true })
    await server.answer('fetched')
    expect(latest(log)).toEqual({ data: 'fetched', isLoading: false, isValidating: false })
  })

  it('Return Values: a component renders only for the fields that it reads', async () => {
    const server = createManualFetcher()
    let renders = 0
    function Page(): ReactNode {
      renders += 1
      return <p>{String(useSWR('a', server.fetcher).data)}</p>
    }
    await showApp(<Page />)
    await server.answer('fetched')
    expect(renders).toBe(isStrict ? 4 : 2)
  })

  it('Parameters: without a fetcher the hook shows what is mutated, and never loads', async () => {
    const log: Log = []
    const Page = () => <p>{useLogged(log, 'a', null).data}</p>
    let change: FullConfiguration['mutate'] | undefined
    const Config = () => {
      change = useSWRConfig().mutate
      return <Page />
    }
    await showApp(<Config />, { fallback: { a: 'nothing' } })
    expect(latest(log)).toEqual({ data: 'nothing', isLoading: false, isValidating: false })
    await settle(() => change?.('a', 'local', false))
    expect(text()).toBe('local')
  })
})

describe('Arguments', () => {
  it('Multiple Arguments: equal keys are one entry, and the fetcher gets the key as it is', async () => {
    const fetcher = vi.fn(async ([url, token]: readonly [string, string]) => `${url} ${token}`)
    const Part = () => <p>{useSWR(['/api/user', 'token'] as const, fetcher).data}</p>
    const { cache } = await showApp(
      <>
        <Part />
        <Part />
      </>,
    )
    expect(fetcher.mock.calls).toEqual([[['/api/user', 'token']]])
    expect([...cache.keys()]).toEqual(['@"/api/user","token",'])
  })

  it('Passing Objects: the order of names does not matter, and a text is no list with that text', () => {
    expect(unstable_serialize({ b: 2, a: { c: [null, undefined] } })).toBe(
      unstable_serialize({ a: { c: [null, undefined] }, b: 2 }),
    )
    const keys = ['a', ['a'], { a: 1 }, [{ a: 1 }], [1], ['1'], [null], [[]], [new Date(0)], [/a/]]
    expect(new Set(keys.map((key) => unstable_serialize(key as string))).size).toBe(keys.length)
    expect([null, undefined, false, '', []].map((key) => unstable_serialize(key as null))).toEqual(['', '', '', '', ''])
  })

  it('Passing Objects: a function in a key is known by its identity', () => {
    const [one, other] = [() => 1, () => 2]
    expect(unstable_serialize(['a', one])).toBe(unstable_serialize(['a', one]))
    expect(unstable_serialize(['a', one])).not.toBe(unstable_serialize(['a', other]))
  })
})

describe('Conditional Fetching', () => {
  it('Conditional: a falsy key, and a function that returns one or throws, fetch nothing', async () => {
    const fetcher = vi.fn()
    const log: Log = []
    function Page(): ReactNode {
      useLogged(log, null, fetcher)
      useLogged(log, () => false, fetcher)
      useLogged(
        log,
        () => {
          throw new Error('not yet')
        },
        fetcher,
      )
      return null
    }
    await showApp(<Page />)
    expect(fetcher).not.toHaveBeenCalled()
    expect(log.every(({ isLoading, isValidating }) => !isLoading && !isValidating)).toBe(true)
  })

  it('Dependent: a request waits for the data of another', async () => {
    function Page(): ReactNode {
      const { data: user } = useSWR('/api/user', async () => ({ id: 7 }))
      const { data } = useSWR(
        () => `/api/projects?uid=${(user as { id: number }).id}`,
        async (key: string) => key,
      )
      return <p>{data ?? 'loading...'}</p>
    }
    await showApp(<Page />)
    await settle()
    expect(text()).toBe('/api/projects?uid=7')
  })
})

describe('Global Configuration', () => {
  it('Object Configuration Example: nested options inherit, and fallbacks and middleware add up', async () => {
    const calls: string[] = []
    const log =
      (name: string): Middleware =>
      (useNext) =>
      (key, fetcher, config) => {
        calls.push(name)
        return useNext(key, fetcher, config)
      }
    const fetcher = () => new Promise<never>(() => {})
    function Page(): ReactNode {
      return <p>{`${useSWR('a').data} ${useSWR('b').data} ${useSWRConfig().dedupingInterval}`}</p>
    }
    await showApp(
      <SWRConfig value={{ dedupingInterval: 200, fallback: { a: 3 }, use: [log('inner')] }}>
        <Page />
      </SWRConfig>,
      { dedupingInterval: 100, fallback: { a: 1, b: 1 }, fetcher, use: [log('outer')] },
    )
    expect(text()).toBe('3 1 200')
    expect(calls.slice(0, 2)).toEqual(['outer', 'inner'])
  })

  it('Functional Configuration Example: the function gets the options above, and replaces them', async () => {
    const Page = () => {
      const { dedupingInterval, refreshInterval, fallback } = useSWRConfig()
      return <p>{JSON.stringify([dedupingInterval, refreshInterval, fallback])}</p>
    }
    await showApp(
      <SWRConfig value={(parent) => ({ dedupingInterval: (parent?.dedupingInterval ?? 0) * 5, fallback: { b: 2 } })}>
        <Page />
      </SWRConfig>,
      { dedupingInterval: 100, refreshInterval: 100, fallback: { a: 1 } },
    )
    expect(text()).toBe('[500,null,{"b":2}]')
  })

  it('Access To Global Configurations: defaults as in SWR', () => {
    expect(SWRConfig.defaultValue).toMatchObject({
      dedupingInterval: 2000,
      errorRetryInterval: 5000,
      focusThrottleInterval: 5000,
      loadingTimeout: 3000,
      revalidateIfStale: true,
      revalidateOnFocus: true,
      revalidateOnReconnect: true,
      shouldRetryOnError: true,
    })
    expect(SWRConfig.defaultValue.mutate).toBe(mutate)
  })
})

describe('Mutation & Revalidation', () => {
  it('Global Mutate: reaches hooks without a provider, with a text, a list and a filter', async () => {
    const fetcher = vi.fn(async () => 'fetched')
    const Page = () => <p>{`${useSWR(['mutate', 1], fetcher).data} ${useSWR('mutate/2', fetcher).data}`}</p>
    render(<Page />)
    await settle()
    expect(text()).toBe('fetched fetched')
    await settle(() => mutate(['mutate', 1], 'list', false))
    await settle(() => mutate(unstable_serialize('mutate/2'), 'text', false))
    expect(text()).toBe('list text')
    const seen: unknown[] = []
    await settle(() => mutate((key) => seen.push(key) > 0 && Array.isArray(key), 'filtered', { revalidate: false }))
    expect(text()).toBe('filtered text')
    expect(seen).toEqual(expect.arrayContaining([['mutate', 1], 'mutate/2']))
  })

  it('Revalidation: `mutate(key)` fetches, and resolves with the data', async () => {
    let count = 0
    const fetcher = vi.fn(async () => ++count)
    let change: FullConfiguration['mutate'] | undefined
    function Page(): ReactNode {
      change = useSWRConfig().mutate
      return <p>{useSWR('a', fetcher).data}</p>
    }
    await showApp(<Page />)
    let fetched: unknown
    await settle(async () => {
      fetched = await change?.('a')
    })
    expect([text(), fetched]).toEqual(['2', 2])
  })

  it('Optimistic Updates: shows the data until the change has ended, and rolls back on an error', async () => {
    const server = createManualFetcher()
    let bound: SWRResponse['mutate'] | undefined
    function Page(): ReactNode {
      const { data, mutate: mutateThis } = useSWR('a', async () => 'fetched')
      bound = mutateThis
      return <p>{data}</p>
    }
    await showApp(<Page />)
    const change = (options = {}) =>
      bound?.(server.fetcher('a', { signal: new AbortController().signal }), {
        optimisticData: (current: unknown) => `${current}, changed`,
        revalidate: false,
        ...options,
      })
    await settle(() => void change()?.catch(() => {}))
    expect(text()).toBe('fetched, changed')
    await server.fail(new Error('refused'))
    expect(text()).toBe('fetched')
    await settle(() => change({ populateCache: (result: unknown, current: unknown) => `${current} + ${result}` }))
    await server.answer('sent')
    expect(text()).toBe('fetched + sent')
  })

  it('mutate Parameters: `revalidate` gets the data and the key; a data of `undefined` deletes', async () => {
    const fetcher = vi.fn(async () => 'fetched')
    let change: FullConfiguration['mutate'] | undefined
    function Page(): ReactNode {
      change = useSWRConfig().mutate
      return <p>{useSWR(['a', 1], fetcher).data ?? 'nothing'}</p>
    }
    await showApp(<Page />)
    const revalidate = vi.fn(() => false)
    await settle(() => change?.(['a', 1], 'changed', { revalidate }))
    expect(revalidate).toHaveBeenCalledExactlyOnceWith('changed', ['a', 1])
    await settle(() => change?.(['a', 1], undefined, false))
    expect(text()).toBe('nothing')
    expect(fetcher).toHaveBeenCalledTimes(1)
  })

  it('Revalidation: a mount after `mutate(key, data)` fetches, although the data is young', async () => {
    const fetcher = vi.fn(async () => 'fetched')
    await settle(() => mutate('mutated before', 'set'))
    const Page = () => <p>{useSWR('mutated before', fetcher).data}</p>
    render(<Page />)
    expect(text()).toBe('set')
    await settle()
    expect(text()).toBe('fetched')
  })

  it('unload: deletes every entry, and fetches what is shown', async () => {
    let count = 0
    const Page = () => <p>{useSWR('unloaded', async () => ++count).data ?? 'nothing'}</p>
    render(<Page />)
    await settle()
    expect(text()).toBe('1')
    await settle(() => unload({ revalidate: false }))
    expect([text(), count]).toEqual(['nothing', 1])
    await settle(() => unload())
    expect(text()).toBe('2')
  })
})

describe('Cache', () => {
  it('Create Cache Provider: what the map has shows in the first render, and is fetched again', async () => {
    const log: Log = []
    const Page = () => <p>{useLogged(log, 'a', async () => 'fetched').data}</p>
    const { cache } = await showApp(<Page />, {}, new Map([['a', { data: 'cached' }]]) as Cache)
    expect(log[0]).toEqual({ data: 'cached', isLoading: false, isValidating: true })
    expect(latest(log)).toEqual({ data: 'fetched', isLoading: false, isValidating: false })
    expect(cache.get('a')).toMatchObject({ data: 'fetched', isLoading: false, isValidating: false })
  })

  it('Create Cache Provider: with `revalidateIfStale: false` what the map has is not fetched', async () => {
    const fetcher = vi.fn()
    const Page = () => <p>{useSWR('a', fetcher, { revalidateIfStale: false }).data}</p>
    await showApp(<Page />, {}, new Map([['a', { data: 'cached' }]]) as Cache)
    expect(text()).toBe('cached')
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('Access Current Cache Provider: the hook returns the map, and the states of its entries', async () => {
    let config: FullConfiguration | undefined
    function Page(): ReactNode {
      config = useSWRConfig()
      const error = new Error('refused')
      useSWR('b', () => Promise.reject(error), { shouldRetryOnError: false })
      return <p>{useSWR(['a'], async () => 'fetched').data}</p>
    }
    const { cache } = await showApp(<Page />)
    expect(config?.cache).toBe(cache)
    expect(cache.get('@"a",')?.data).toBe('fetched')
    expect(cache.get('b')?.error).toEqual(new Error('refused'))
  })

  it('Access Current Cache Provider: without a provider it is a view, and a write changes what is shown', async () => {
    let cache: Cache | undefined
    function Page(): ReactNode {
      cache = useSWRConfig().cache
      return <p>{useSWR('view', async () => 'fetched').data ?? 'nothing'}</p>
    }
    render(<Page />)
    await settle()
    expect(cache?.get('view')).toEqual({ data: 'fetched', error: undefined, isLoading: false, isValidating: false })
    await settle(() => cache?.set('view', { data: 'set' }))
    expect(text()).toBe('set')
    await settle(() => cache?.delete('view'))
    expect([text(), cache?.get('view')]).toEqual(['nothing', undefined])
  })

  it('Modify the Cache Data: caches do not share data', async () => {
    const Part = () => <p>{useSWR('a', async () => Math.random()).data}</p>
    const value = { provider: () => new Map() }
    await showApp(
      <>
        <Part />
        <SWRConfig value={value}>
          <Part />
        </SWRConfig>
      </>,
    )
    const [one, other] = [...document.querySelectorAll('p')].map(({ textContent }) => textContent)
    expect(one).not.toBe(other)
  })

  it('Clear the Cache: a filter that passes all keys, with `undefined`, deletes all data', async () => {
    const Page = () => <p>{useSWR(['cleared', 1], async () => 'fetched').data ?? 'nothing'}</p>
    render(<Page />)
    await settle()
    await settle(() => mutate(() => true, undefined, { revalidate: false }))
    expect(text()).toBe('nothing')
  })
})

describe('Prefetching Data', () => {
  it('Programmatically Prefetch: the first hook takes the request, under any provider', async () => {
    const fetcher = vi.fn(async (key: string) => `preloaded ${key}`)
    const promises = [preload('a', fetcher), preload('a', fetcher)]
    expect(promises[0]).toBe(promises[1])
    const Page = () => <p>{useSWR('a', fetcher).data}</p>
    await showApp(<Page />)
    expect(text()).toBe('preloaded a')
    expect(fetcher).toHaveBeenCalledTimes(1)
  })

  it('Pre-fill Data: a fallback by key, also of a list', async () => {
    const Page = () => <p>{useSWR(['a', 1], () => new Promise<never>(() => {})).data}</p>
    await showApp(<Page />, { fallback: { [unstable_serialize(['a', 1])]: 'filled' } })
    expect(text()).toBe('filled')
  })

  it('Pre-fill Data: a promise as fallback suspends until it is there', async () => {
    let resolve = (_data: string): void => {}
    const fallback = {
      a: new Promise<string>((settled) => {
        resolve = settled
      }),
    }
    const Page = () => <p>{useSWR('a', () => new Promise<never>(() => {})).data}</p>
    await showApp(
      <Suspense fallback="waiting">
        <Page />
      </Suspense>,
      { fallback },
    )
    expect(text()).toContain('waiting')
    await settle(() => resolve('streamed'))
    expect(text()).toBe('streamed')
  })
})

describe('Suspense', () => {
  it('Suspense: waits for data, and throws an error to the boundary', async () => {
    expectConsoleErrors(/refused/, /error occurred/)
    const server = createManualFetcher()
    const Page = () => <p>{String(useSWR('a', server.fetcher, { suspense: true, shouldRetryOnError: false }).data)}</p>
    await showApp(
      <ErrorBoundary>
        <Suspense fallback="waiting">
          <Page />
        </Suspense>
      </ErrorBoundary>,
    )
    expect(text()).toContain('waiting')
    await server.fail(new Error('refused'))
    expect(text()).toContain('refused')
  })

  it('Suspense: a fallback shows at once, and is revalidated', async () => {
    const server = createManualFetcher()
    const Page = () => <p>{String(useSWR('a', server.fetcher, { suspense: true, fallbackData: 'fallback' }).data)}</p>
    await showApp(
      <Suspense fallback="waiting">
        <Page />
      </Suspense>,
    )
    expect(text()).toBe('fallback')
    await server.answer('fetched')
    expect(text()).toBe('fetched')
  })
})

describe('Middleware', () => {
  it('Usage: middleware gets the key as it is, the fetcher and all options, and the first is the outermost', async () => {
    const seen: unknown[] = []
    const log =
      (name: string): Middleware =>
      (useNext) =>
      (key, fetcher, config) => {
        seen.push([name, key, typeof config.onSuccess])
        return useNext(key, fetcher, config)
      }
    const Page = () => <p>{useSWR(['a', 1], async () => 'data', { use: [log('one'), log('two')] }).data}</p>
    await showApp(<Page />)
    expect(seen.slice(0, 2)).toEqual([
      ['one', ['a', 1], 'function'],
      ['two', ['a', 1], 'function'],
    ])
  })

  it('Extend: middleware may change the key and wrap the fetcher', async () => {
    const change: Middleware = (useNext) => (key, fetcher, config) => {
      const extended: typeof fetcher = async (...args) => `${await fetcher?.(...args)}!` as never // it gets texts here
      return useNext(`${key}/changed`, extended, config)
    }
    const Page = () => <p>{useSWR('a', async (key: string) => key, { use: [change] }).data}</p>
    await showApp(<Page />)
    expect(text()).toBe('a/changed!')
  })
})

describe('Understanding SWR', () => {
  it('Key Change + Previous Data + Fallback: the data of the key before shows, and isLoading is true', async () => {
    const server = createManualFetcher()
    const log: Log = []
    function Page(): ReactNode {
      const [key, setKey] = useState('a')
      const { data } = useLogged(log, key, server.fetcher, { keepPreviousData: true, fallbackData: 'fallback' })
      return (
        <button type="button" onClick={() => setKey('b')}>
          {data}
        </button>
      )
    }
    await showApp(<Page />)
    await server.answer('of a')
    await click('of a')
    expect(latest(log)).toEqual({ data: 'of a', isLoading: true, isValidating: true })
    await server.answer('of b')
    expect(latest(log)).toEqual({ data: 'of b', isLoading: false, isValidating: false })
  })
})

describe('Automatic Revalidation', () => {
  it('Revalidate on Focus: fetches, unless the browser has said that it is offline', async () => {
    let count = 0
    const Page = () => <p>{useSWR('a', async () => ++count).data}</p>
    await showApp(<Page />, { dedupingInterval: 0, focusThrottleInterval: 0 })
    await settle(() => fireEvent.focus(window))
    await waitFor(() => expect(text()).toBe('2'))
    fireEvent(window, new Event('offline'))
    await settle(() => fireEvent.focus(window))
    fireEvent(window, new Event('online'))
    await waitFor(() => expect(text()).toBe('3'))
  })

  it('Revalidate on Interval: a function gets the data and returns the interval', async () => {
    const refreshInterval = vi.fn((count?: number) => (count === 1 ? 1 : 0))
    let count = 0
    const Page = () => <p>{useSWR('a', async () => ++count, { refreshInterval }).data}</p>
    await showApp(<Page />, { dedupingInterval: 0 })
    await waitFor(() => expect(text()).toBe('2'))
    expect(refreshInterval.mock.calls.map(([data]) => data)).toEqual(expect.arrayContaining([1, 2]))
  })
})

describe('Persistence', () => {
  it('persist: `false` keeps data out of the store, also what `mutate` sets', async () => {
    let changes: FullConfiguration['mutate'] | undefined
    function Page(): ReactNode {
      changes = useSWRConfig().mutate
      return (
        <p>{`${useSWR('secret', async () => 'one', { persist: false }).data} ${useSWR('kept', async () => 'two').data}`}</p>
      )
    }
    render(<Page />)
    await settle()
    await settle(() => changes?.('secret', 'three', false))
    expect(text()).toBe('three two')
    const stored = new Cachetta({ path: 'swr' })
    expect(await lookup(stored, 'secret')).toEqual({ hit: false })
    expect(await lookup(stored, 'kept')).toMatchObject({ hit: true, value: 'two' })
  })

  it('persist: after a reload the data shows, and is fetched again', async () => {
    await writeCache(new Cachetta({ path: 'swr' }), 'of an earlier visit', '@"visited",1,')
    const server = createManualFetcher()
    const Page = () => <p>{String(useSWR(['visited', 1], server.fetcher, { dedupingInterval: 0 }).data)}</p>
    render(<Page />)
    expect(text()).toBe('of an earlier visit')
    await settle()
    await server.answer('fetched')
    expect(text()).toBe('fetched')
  })
})
