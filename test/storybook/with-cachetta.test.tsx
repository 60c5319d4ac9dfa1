import type { ReactElement, ReactNode } from 'react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Cachetta, memoryStore, readCache, writeCache } from '../../src/index.ts'
import {
  CachettaProvider,
  useCachetta,
  useCachettaAll,
  useCachettaInfinite,
  useCachettaMutation,
  useCachettaSubscription,
} from '../../src/react.ts'
import type { CachettaParameters, StoryContext } from '../../src/storybook.ts'
import { cachettaGlobalTypes, storyOf, useStory, withCachetta } from '../../src/storybook.ts'
import { ErrorBoundary } from '../react/support/error-boundary.tsx'
import { settle } from '../react/support/settle.ts'
import { expectConsoleErrors } from '../support/console-errors.ts'
import { act, fireEvent, isStrict, render } from '../support/render.tsx'

type Globals = StoryContext['globals']

/** Shows a story as Storybook does: it calls the decorator with the story and its context, in each render. */
function showStory(Component: () => ReactNode, cachetta?: CachettaParameters, id = 'users--list') {
  const canvasElement = document.createElement('div')
  const story = () => <Component />
  const decorate = (globals?: Globals): ReactElement =>
    withCachetta(story, { id, parameters: { cachetta }, canvasElement, ...(globals && { globals }) })
  const { rerender, unmount } = render(decorate())
  return {
    network: () => storyOf(canvasElement).network,
    setGlobals: (globals: Globals) => act(() => rerender(decorate(globals))),
    unmount,
  }
}

const text = () => document.body.textContent
const fetchName = vi.fn(async (key: unknown) => `fetched ${String(key)}`)

function Name(): ReactNode {
  const { data, error, isLoading, source } = useCachetta('name', fetchName)
  return <p>{error ? `${error}` : isLoading ? 'loading' : `${data} from ${source}`}</p>
}

describe('the cache of a story', () => {
  it('is empty in each mount', async () => {
    const first = showStory(Name)
    expect(text()).toBe('loading')
    await settle()
    expect(text()).toBe('fetched name from network')
    first.unmount()
    showStory(Name)
    expect(text()).toBe('loading')
    await settle()
  })

  it('has the entries of the parameters in the first render, with their age', () => {
    function Dated(): ReactNode {
      const { data, isStale, updatedAt = 0 } = useCachetta('name', fetchName, { duration: '1h' })
      return <p>{`${data} ${isStale} ${Math.round((Date.now() - updatedAt) / 60_000)}`}</p>
    }
    showStory(Dated, { entries: [['name', 'Ada', { age: '5m' }]] })
    expect(text()).toBe('Ada false 5')
  })

  it('takes entries as an object', () => {
    showStory(Name, { entries: { name: 'Ada' }, options: { duration: '1h' } })
    expect(text()).toBe('Ada from store')
  })

  it('seeds the cache of a cached function, after it has emptied it', async () => {
    const users = new Cachetta({ path: 'users', store: memoryStore(), duration: '1h' })
    const getUser = users.at('user')(async (id: number) => `user ${id}`)
    await getUser(2)
    function User(): ReactNode {
      return <p>{useCachetta([getUser, 1]).data}</p>
    }
    showStory(User, { caches: [users], entries: [[[getUser, 1], 'Ada', { age: '1m' }]] })
    expect(text()).toBe('Ada')
    expect(await getUser.exists(2)).toBe(false)
    expect(await getUser.age(1)).toBeGreaterThanOrEqual(60_000)
  })

  it('renders once an asynchronous store has the entries, and only these', async () => {
    const { sync: _, ...store } = memoryStore()
    await writeCache(new Cachetta({ path: 'stories/users--list', store }), 'left over', 'other')
    showStory(Name, { store, entries: { name: 'Ada' }, options: { duration: '1h' } })
    expect(text()).toBe('')
    await settle()
    expect(text()).toBe('Ada from store')
    expect(await readCache(new Cachetta({ path: 'stories/users--list', store }), 'other')).toBeNull()
  })

  it('lies in a store that a function creates for each mount', async () => {
    const createStore = vi.fn(memoryStore)
    showStory(Name, { store: createStore })
    showStory(Name, { store: createStore })
    expect(createStore).toHaveBeenCalledTimes(isStrict ? 4 : 2)
    await settle()
  })
})

describe('the network of a story', () => {
  it('delays a fetcher until it is answered', async () => {
    const { network } = showStory(Name, { latency: Number.POSITIVE_INFINITY })
    await settle()
    expect(text()).toBe('loading')
    expect(network().getRequests()).toMatchObject([{ key: 'name' }])
    await settle(() => network().getRequests()[0]?.answer())
    expect(text()).toBe('fetched name from network')
  })

  it('fails the fetcher of the provider, also in useCachettaAll, and calls it once otherwise', async () => {
    const fetcher = vi.fn(async () => 'shared')
    function Both(): ReactNode {
      const [one] = useCachettaAll([{ key: 'one' }])
      const two = useCachetta('two')
      return <p>{[one, two].map(({ data, error }) => `${data ?? error} `)}</p>
    }
    const { network, unmount } = showStory(Both, { failure: 'no', options: { fetcher, shouldRetryOnError: false } })
    await settle()
    expect(text()).toBe('Error: no Error: no ')
    expect(fetcher).not.toHaveBeenCalled()
    unmount()
    const second = showStory(Both, { latency: Number.POSITIVE_INFINITY, options: { fetcher } })
    await settle()
    expect(second.network().getRequests()).toHaveLength(2)
    await settle(() => second.network().setState({ latency: 0 }))
    expect(text()).toBe('shared shared ')
    expect(fetcher).toHaveBeenCalledTimes(2)
    expect(network).toThrow(/^storyOf: /)
  })

  it('leaves a cached function in the key to its cache, also beside a fetcher of the provider', async () => {
    const cache = new Cachetta({ path: 'names', store: memoryStore() })
    const getName = cache(async (id: number) => `cached ${id}`)
    function Cached(): ReactNode {
      return <p>{useCachetta([getName, 1]).data}</p>
    }
    showStory(Cached, { failure: true, options: { fetcher: async () => 'shared' } })
    await settle()
    expect(text()).toBe('cached 1')
  })

  it('carries the fetcher of a provider inside the story, and leaves a cached function below it to its cache', async () => {
    const cache = new Cachetta({ path: 'names', store: memoryStore() })
    const getName = cache(async (id: number) => `cached ${id}`)
    const options = { fetcher: async () => 'shared', shouldRetryOnError: false }
    function Names(): ReactNode {
      return <p>{`${useCachetta([getName, 1]).data} ${useCachetta('name').error}`}</p>
    }
    const Page = () => (
      <CachettaProvider options={options}>
        <Names />
      </CachettaProvider>
    )
    showStory(Page, { failure: 'no' })
    await settle()
    expect(text()).toBe('cached 1 Error: no')
  })

  it('forgets a request that nobody waits for any more', async () => {
    let show = (_: string) => {}
    function OneOfMany(): ReactNode {
      const [name, setName] = useState('one')
      show = setName
      return <p>{String(useCachetta(name, async (_key, { signal }) => signal.aborted).data)}</p>
    }
    const { network } = showStory(OneOfMany, { latency: Number.POSITIVE_INFINITY })
    await settle()
    await settle(() => show('two'))
    const keysOfRequests = () => [...network().getRequests()].map(({ key }) => key)
    await expect.poll(keysOfRequests).toEqual(['two']) // a hook leaves its entry a moment after its commit
  })

  it('carries pages and mutations, and no subscription', async () => {
    const send = vi.fn(async (_: unknown, { arg }: { arg: string }) => arg)
    function All(): ReactNode {
      const list = useCachettaInfinite(
        (index) => ['page', index],
        async (key) => String(key),
      )
      const { data, trigger } = useCachettaMutation('name', send)
      const stream = useCachettaSubscription('stream', (_key, { next }) => {
        next(null, 'streamed')
        return () => {}
      })
      return (
        <button type="button" onClick={() => void trigger('sent')}>
          {`${list.data} ${data} ${stream.data}`}
        </button>
      )
    }
    const { network } = showStory(All, { latency: Number.POSITIVE_INFINITY })
    await settle()
    expect(text()).toBe('undefined undefined streamed')
    await settle(() => fireEvent.click(document.querySelector('button') as HTMLElement))
    expect(
      network()
        .getRequests()
        .map(({ key }) => key),
    ).toEqual([['page', 0], 'name'])
    expect(send).not.toHaveBeenCalled()
    await settle(() => network().setState({ latency: 0 }))
    expect(text()).toBe('page,0 sent streamed')
  })

  it('tells hooks that it is offline, and when it returns', async () => {
    const { network } = showStory(Name, {
      offline: true,
      entries: [['name', 'old', { age: '1h' }]],
      options: { shouldRetryOnError: false },
    })
    await settle()
    expect(text()).toBe('old from store') // a hook with data does not fetch offline
    await settle(() => network().setState({ offline: false }))
    expect(text()).toBe('fetched name from network')
  })

  it('keeps the isOnline and initReconnect of the parameters', async () => {
    let reconnect = () => {}
    const stop = vi.fn()
    const options = {
      isOnline: () => isHostOnline,
      initReconnect: (callback: () => void) => {
        reconnect = callback
        return stop
      },
    }
    let isHostOnline = true
    fetchName.mockClear()
    const { unmount } = showStory(Name, { options: { ...options, dedupingInterval: 0 } })
    await settle()
    isHostOnline = false
    await settle(reconnect)
    expect(fetchName).toHaveBeenCalledTimes(1)
    isHostOnline = true
    await settle(reconnect)
    expect(fetchName).toHaveBeenCalledTimes(2)
    unmount()
    expect(stop).toHaveBeenCalled()
  })

  it('is left to the story with intercept: false', async () => {
    function Sender(): ReactNode {
      const { network } = useStory()
      return <p>{String(useCachetta('name', () => network.send('GET /name', () => 'sent')).error)}</p>
    }
    const { network } = showStory(Sender, { intercept: false, latency: Number.POSITIVE_INFINITY })
    await settle()
    expect(network().getRequests()).toMatchObject([{ key: 'GET /name' }])
    await settle(() => network().getRequests()[0]?.fail(new Error('by hand')))
    expect(text()).toBe('Error: by hand')
  })

  it('follows the toolbar while the story is shown, and then its parameters again', async () => {
    const { network, setGlobals } = showStory(Name, { latency: '1h' })
    expect(network().getState()).toEqual({ latency: '1h', failure: false, offline: false })
    setGlobals({ cachettaLatency: '0s', cachettaNetwork: 'failing' })
    expect(network().getState()).toEqual({ latency: '0s', failure: true, offline: false })
    await settle()
    expect(text()).toContain('The network of the story fails')
    setGlobals({ cachettaLatency: 'Infinity', cachettaNetwork: 'offline' })
    expect(network().getState()).toEqual({ latency: Number.POSITIVE_INFINITY, failure: false, offline: true })
    setGlobals({ cachettaLatency: '', cachettaNetwork: '' })
    expect(network().getState()).toEqual({ latency: '1h', failure: false, offline: false })
  })

  it('accepts each item of the toolbar', () => {
    const { cachettaLatency, cachettaNetwork } = cachettaGlobalTypes
    const { network, setGlobals } = showStory(() => null)
    for (const { value } of cachettaLatency.toolbar.items) setGlobals({ cachettaLatency: value })
    for (const { value } of cachettaNetwork.toolbar.items) setGlobals({ cachettaNetwork: value })
    expect(network().getState()).toEqual({ latency: 0, failure: false, offline: true })
  })

  it('keeps what the story itself has set when it renders again', () => {
    let renderAgain = () => {}
    function Clicks(): ReactNode {
      const [clicks, setClicks] = useState(0)
      renderAgain = () => setClicks(clicks + 1)
      return <p>{clicks}</p>
    }
    const { network, setGlobals } = showStory(Clicks)
    network().setState({ offline: true })
    act(renderAgain)
    setGlobals({ theme: 'dark' })
    expect(network().getState().offline).toBe(true)
  })
})

describe('wrong use', () => {
  const messageOf = (show: () => ReactElement): string | null => {
    expectConsoleErrors(/./)
    render(<ErrorBoundary>{show()}</ErrorBoundary>)
    return text()
  }

  it('names an unknown parameter, and the known ones', () => {
    const context = { id: 'a--b', parameters: { cachetta: { delay: 5 } as CachettaParameters } }
    expect(messageOf(() => withCachetta(() => null, context))).toContain(
      "parameters.cachetta: 'delay' was given; accepted are caches, entries, failure, intercept, latency,",
    )
  })

  it('refuses an entry without a key, and a function in a key that is not cached', () => {
    const show = (key: unknown) => () =>
      withCachetta(() => null, { id: 'a--b', parameters: { cachetta: { entries: [[key, 1]] } } })
    expect(messageOf(show(null))).toContain('an entry has no key')
    expect(messageOf(show([() => 1, 1]))).toContain('accepted is')
  })

  it('throws the error of an entry that cannot be stored, also by an asynchronous store', async () => {
    const { sync: _, ...store } = memoryStore()
    const cachetta: CachettaParameters = { store, entries: [['name', Symbol('no data')]] }
    messageOf(() => withCachetta(() => null, { id: 'a--b', parameters: { cachetta } }))
    await settle()
    expect(text()).toContain('a symbol cannot be stored')
  })

  it('says that the decorator is missing', () => {
    function Lost(): ReactNode {
      useStory()
      return null
    }
    expect(messageOf(() => <Lost />)).toContain('add the decorator withCachetta')
  })
})
