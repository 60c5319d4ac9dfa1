import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { mutate } from '../../../src/index.ts'
import type { MutateHere, Trigger } from '../../../src/react.ts'
import { useCachetta, useCachettaConfig, useCachettaMutation } from '../../../src/react.ts'
import { createDeferred } from '../../support/deferred.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { click, renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { showWithData } from '../support/show-with-data.ts'
import { createTestApp } from '../support/test-app.tsx'

interface User {
  readonly name: string
}

/** A server with one user, which components read and change. */
function createUserApi() {
  let user: User = { name: 'ada' }
  return {
    get: vi.fn(async (_url: string): Promise<User> => user),
    update: vi.fn(async (_url: string, { arg }: { arg: string }): Promise<User> => {
      user = { name: arg }
      return user
    }),
  }
}

function createProfile(api: ReturnType<typeof createUserApi>) {
  return function Profile(): ReactNode {
    const { data, mutate: mutateUser } = useCachetta('/api/user', api.get)
    const upperCase = async () => {
      const name = data?.name.toUpperCase() ?? ''
      await api.update('/api/user', { arg: name })
      await mutateUser({ name })
    }
    return (
      <>
        <p>{data?.name}</p>
        <button type="button" onClick={() => void upperCase()}>
          Upper case
        </button>
      </>
    )
  }
}

const readName = () => document.querySelector('p')?.textContent

describe("SWR's page: Mutation & Revalidation", () => {
  it('mutate: there is one for any key, and one for the key of a hook', async () => {
    let mutateAny: MutateHere | undefined
    function Page(): ReactNode {
      const { data, mutate: mutateThis } = useCachetta('a', async () => 'fetched')
      mutateAny = useCachettaConfig().mutate
      return (
        <button type="button" onClick={() => void mutateThis('bound', false)}>
          {data}
        </button>
      )
    }
    await renderApp(<Page />)
    await settle(() => mutateAny?.('a', 'global', false))
    expect(text()).toBe('global')
    await click('global')
    expect(text()).toBe('bound')
  })

  it('Global Mutate: the hook and the function of the package change any key', async () => {
    const app = createTestApp()
    const page = await showEntry(app, { key: ['user', 1], fetcher: async () => 'fetched' })
    await settle(() => mutate(app.cache, ['user', 1], 'mutated', { revalidate: false }))
    expect(page.latest.data).toBe('mutated')
  })

  it('Bound Mutate: needs no key, shows the data at once and revalidates', async () => {
    const api = createUserApi()
    const Profile = createProfile(api)
    await renderApp(<Profile />)
    await click('Upper case')
    expect(readName()).toBe('ADA')
    expect(api.get).toHaveBeenCalledTimes(2)
  })

  it('Revalidation: without data, every hook with this key revalidates', async () => {
    let session: string | undefined = 'ada'
    const fetcher = vi.fn(async () => session ?? 'nobody')
    const Profile = () => <p>{useCachetta('/api/user', fetcher).data}</p>
    function LogOut(): ReactNode {
      const { mutate: mutateAny } = useCachettaConfig()
      const logOut = () => {
        session = undefined
        void mutateAny('/api/user')
      }
      return (
        <button type="button" onClick={logOut}>
          Logout
        </button>
      )
    }
    await renderApp(
      <>
        <Profile />
        <LogOut />
        <Profile />
      </>,
    )
    await click('Logout')
    expect(text()).toBe('nobodyLogoutnobody')
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('mutate API: `mutate(key, data, options)`; a boolean in place of the options is `revalidate`', async () => {
    const { page, server } = await showWithData('first')
    await settle(() => page.result.mutate('second', false))
    await settle(() => page.result.mutate('third', { revalidate: false }))
    expect(page.latest.data).toBe('third')
    expect(server.requests).toHaveLength(1)
  })

  it('mutate Parameters: data is a value, a promise or a function, also an asynchronous one', async () => {
    const { page } = await showWithData(1)
    const changes = [
      2,
      Promise.resolve(3),
      (before = 0) => Number(before) + 1,
      async (before = 0) => Number(before) + 1,
    ]
    for (const [index, change] of changes.entries()) {
      await settle(() => page.result.mutate(change as never, false))
      expect(page.latest.data).toBe(index + 2)
    }
  })

  it('mutate Parameters: `revalidate` may be a function of the data and the key', async () => {
    for (const shouldFetch of [true, false]) {
      const { page, server } = await showWithData('first')
      const revalidate = vi.fn(() => shouldFetch)
      await settle(() => page.result.mutate('second', { revalidate }))
      expect(revalidate).toHaveBeenCalledExactlyOnceWith('second', 'a')
      expect(server.requests).toHaveLength(shouldFetch ? 2 : 1)
      await page.unmount()
    }
  })

  it('mutate Return Values: resolves with the result of the change, rejects with its error', async () => {
    const { page } = await showWithData('first')
    let result: unknown
    await settle(async () => {
      result = await page.result.mutate(Promise.resolve('second'), false)
    })
    expect(result).toBe('second')
    const fail = async () => {
      throw new Error('refused')
    }
    await settle(async () => {
      result = await page.result.mutate(fail, false).catch((error: unknown) => error)
    })
    expect(result).toEqual(new Error('refused'))
    await settle(async () => {
      result = await page.result.mutate(fail, { revalidate: false, throwOnError: false })
    })
    expect(result).toBeUndefined()
    expect(page.latest.data).toBe('second')
  })

  it('useSWRMutation: runs only when it is triggered, and shares no state with another of the same key', async () => {
    const api = createUserApi()
    let trigger: Trigger<User, string, unknown> | undefined
    function Page(): ReactNode {
      const one = useCachettaMutation('/api/user', api.update)
      const other = useCachettaMutation('/api/user', api.update)
      trigger = one.trigger
      return `${one.data?.name} ${other.data?.name}`
    }
    await renderApp(<Page />)
    expect(api.update).not.toHaveBeenCalled()
    await settle(() => trigger?.('my_token'))
    expect(api.update).toHaveBeenCalledExactlyOnceWith('/api/user', { arg: 'my_token' })
    expect(text()).toBe('my_token undefined')
  })

  /** Mounts a query and a mutation of one key. */
  async function showMutation(options: Record<string, unknown> = {}) {
    const query = createManualFetcher()
    const send = createManualFetcher()
    let state = {} as ReturnType<typeof useCachettaMutation<unknown, 'a', unknown>>
    function Page(): ReactNode {
      const { data } = useCachetta('a', query.fetcher)
      const mutation = useCachettaMutation(
        'a',
        (key, { arg }: { arg: unknown }) => send.fetcher([key, arg], {} as never),
        options,
      )
      state = mutation as typeof state
      return `${data} ${mutation.isMutating} ${mutation.data} ${(mutation.error as Error)?.message}`
    }
    const app = await renderApp(<Page />)
    await query.answer('first')
    return { app, query, send, readState: () => state }
  }

  it('useSWRMutation API: `trigger` sends, `isMutating`, `data` and `error` follow, `reset` clears', async () => {
    const { query, send, readState } = await showMutation()
    expect(text()).toBe('first false undefined undefined')
    await settle(() => void readState().trigger(1))
    expect(text()).toBe('first true undefined undefined')
    await send.answer('sent')
    await query.answer('second')
    expect(text()).toBe('second false sent undefined')
    await settle(() => readState().reset())
    expect(text()).toBe('second false undefined undefined')
  })

  it('useSWRMutation Parameters: the result is not stored by default, and the query revalidates', async () => {
    const [onSuccess, onError] = [vi.fn(), vi.fn()]
    const { query, send, readState } = await showMutation({ onSuccess, onError })
    await settle(() => void readState().trigger(1))
    await send.answer('sent')
    expect(text()).toBe('first false sent undefined')
    expect(query.requests).toHaveLength(2)
    expect(onSuccess).toHaveBeenCalledExactlyOnceWith('sent', 'a')
    await settle(
      () =>
        void readState()
          .trigger(2)
          .catch(() => {}),
    )
    await send.fail(new Error('refused'))
    expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('refused'), 'a')
  })

  it('useSWRMutation Return Values: `trigger` resolves, rejects, and takes options for one call', async () => {
    const { query, send, readState } = await showMutation()
    const outcomes: unknown[] = []
    const record = (promise: Promise<unknown>) =>
      promise.then(
        (value) => outcomes.push(value),
        (error: unknown) => outcomes.push(error),
      )
    await settle(() => void record(readState().trigger(1, { revalidate: false, populateCache: true })))
    await send.answer('sent')
    await settle(() => void record(readState().trigger(2, { revalidate: false })))
    await send.fail(new Error('refused'))
    expect(outcomes).toEqual(['sent', new Error('refused')])
    expect(text()).toBe('sent false sent refused')
    expect(query.requests).toHaveLength(1)
  })

  it('Basic Usage: a button is disabled while the request runs', async () => {
    const send = createManualFetcher()
    function CreateUser(): ReactNode {
      const { trigger, isMutating } = useCachettaMutation('/api/user', (url, { arg }: { arg: { username: string } }) =>
        send.fetcher([url, arg], {} as never),
      )
      return (
        <button type="button" disabled={isMutating} onClick={() => void trigger({ username: 'johndoe' })}>
          Create
        </button>
      )
    }
    await renderApp(<CreateUser />)
    await click('Create')
    expect(document.querySelector('button')?.disabled).toBe(true)
    expect(send.requests.map(({ args: [request] }) => request)).toEqual([['/api/user', { username: 'johndoe' }]])
    await send.answer('created')
    expect(document.querySelector('button')?.disabled).toBe(false)
  })

  it('Defer loading data until needed: a mutation can load data at a click', async () => {
    const fetcher = vi.fn(async (url: string) => ({ name: `user of ${url}` }))
    function Page(): ReactNode {
      const { data: user, trigger } = useCachettaMutation('/api/user', fetcher)
      return (
        <>
          <button type="button" onClick={() => void trigger()}>
            Show User
          </button>
          <p>{user?.name}</p>
        </>
      )
    }
    await renderApp(<Page />)
    expect([readName(), fetcher.mock.calls.length]).toEqual(['', 0])
    await click('Show User')
    expect(readName()).toBe('user of /api/user')
  })

  it('Optimistic Updates: data shows before the server answers; a function gets the current data', async () => {
    for (const optimisticData of ['optimistic', (current: unknown) => `${current}, optimistic`]) {
      const { page, server } = await showWithData('first')
      const change = createDeferred<string>()
      await settle(() => void page.result.mutate(change.promise, { optimisticData }))
      expect(page.latest.data).toBe(typeof optimisticData === 'string' ? 'optimistic' : 'first, optimistic')
      await settle(() => change.resolve('sent'))
      expect(page.latest.data).toBe('sent')
      await server.answer('fetched')
      expect(page.latest.data).toBe('fetched')
      await page.unmount()
    }
  })

  it('Rollback on Errors: the data before the mutation comes back, unless `rollbackOnError` says no', async () => {
    const rollbackOnError = (error: unknown) => (error as Error).name !== 'AbortError'
    for (const [name, data] of [
      ['TypeError', 'first'],
      ['AbortError', 'optimistic'],
    ] as const) {
      const { page } = await showWithData('first')
      const change = createDeferred()
      const options = { optimisticData: 'optimistic', rollbackOnError, revalidate: false }
      await settle(() => void page.result.mutate(change.promise, options).catch(() => {}))
      expect(page.latest.data).toBe('optimistic')
      await settle(() => change.reject(Object.assign(new Error('refused'), { name })))
      expect(page.latest.data).toBe(data)
      await page.unmount()
    }
  })

  it('Update Cache After Mutation: `populateCache` makes the data from the answer, without a fetch', async () => {
    const { page, server } = await showWithData(['one', 'two'])
    const replaceFirst = (updated: string, todos: string[]) => [updated, ...todos.slice(1)]
    await settle(() =>
      page.result.mutate(Promise.resolve('ONE'), { populateCache: replaceFirst as never, revalidate: false }),
    )
    expect(page.latest.data).toEqual(['ONE', 'two'])
    expect(server.requests).toHaveLength(1)
  })

  it('Avoid Race Conditions: a request that began before a mutation never shows', async () => {
    const { app, query, send, readState } = await showMutation()
    await app.advance('10s')
    await app.browser.focus()
    expect(query.requests).toHaveLength(2)
    await settle(() => void readState().trigger(1))
    await send.answer('sent')
    await query.answer('stale', 1)
    expect(text()).toBe('first false sent undefined')
    await query.answer('new', 2)
    expect(text()).toBe('new false sent undefined')
  })

  it('Mutate Based on Current Data: a function gets the cached data, also for a key that nobody shows', async () => {
    const { cache } = createTestApp()
    await mutate(cache, '/api/todos', ['one'], false)
    const add = vi.fn(async (todos: string[] = []) => [...todos, 'two'])
    expect(await mutate(cache, '/api/todos', add, { revalidate: false })).toEqual(['one', 'two'])
    expect(add).toHaveBeenCalledExactlyOnceWith(['one'])
  })

  it('Mutate Multiple Items: a filter chooses the keys, each in its own form', async () => {
    const app = createTestApp()
    const fetcher = vi.fn(async (key: unknown) => key)
    const keys = [['item', 123], ['item', 124], '/api/item?id=1', ['other', 1]]
    for (const key of keys) await showEntry(app, { key, fetcher })
    fetcher.mockClear()
    await settle(() => mutate(app.cache, (key: unknown) => Array.isArray(key) && key[0] === 'item'))
    expect(fetcher.mock.calls.map(([key]) => key)).toEqual([keys[0], keys[1]])
    fetcher.mockClear()
    await settle(() => mutate(app.cache, (key: unknown) => typeof key === 'string' && key.startsWith('/api/item?id=')))
    expect(fetcher.mock.calls.map(([key]) => key)).toEqual([keys[2]])
  })

  it('Mutate Multiple Items: a filter that is always true clears what memory holds', async () => {
    const app = createTestApp()
    const [one, two] = [
      await showEntry(app, { key: 'one', fetcher: async () => 1 }),
      await showEntry(app, { key: 'two', fetcher: async () => 2 }),
    ]
    await settle(() => mutate(app.cache, () => true, undefined, { revalidate: false }))
    expect([one.latest.data, two.latest.data]).toEqual([undefined, undefined])
    expect(await app.cache.exists('one')).toBe(false)
  })
})
