import type { ReactNode } from 'react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { Middleware } from '../../src/swr.ts'
import useSWR from '../../src/swr.ts'
import useSWRImmutable, { immutable } from '../../src/swr-immutable.ts'
import type { SWRMutationResponse } from '../../src/swr-mutation.ts'
import useSWRMutation from '../../src/swr-mutation.ts'
import type { SWRSubscriptionOptions } from '../../src/swr-subscription.ts'
import useSWRSubscription from '../../src/swr-subscription.ts'
import { createManualFetcher } from '../react/support/manual-fetcher.ts'
import { click, text } from '../react/support/render-app.tsx'
import { settle } from '../react/support/settle.ts'
import { fireEvent, waitFor } from '../support/render.tsx'
import { showApp } from './support/show.tsx'

describe('useSWRImmutable', () => {
  it('Disable Automatic Revalidations: fetches once, neither on mount nor on focus again', async () => {
    const fetcher = vi.fn(async () => 'fetched')
    function Page(): ReactNode {
      const [isShown, setShown] = useState(true)
      const Part = () => <p>{useSWRImmutable('a', fetcher).data}</p>
      return (
        <button type="button" onClick={() => setShown(!isShown)}>
          {isShown ? <Part /> : 'hidden'}
        </button>
      )
    }
    await showApp(<Page />, { dedupingInterval: 0, focusThrottleInterval: 0 })
    await click('fetched')
    await click('hidden')
    await settle(() => fireEvent.focus(window))
    expect(text()).toBe('fetched')
    expect(fetcher).toHaveBeenCalledTimes(1)
  })

  it('Disable Automatic Revalidations: `immutable` is a middleware', async () => {
    const seen: unknown[] = []
    const log: Middleware = (useNext) => (key, fetcher, config) => {
      seen.push(config.revalidateIfStale)
      return useNext(key, fetcher, config)
    }
    const Page = () => <p>{useSWR('a', async () => 'data', { use: [immutable, log] }).data}</p>
    await showApp(<Page />)
    expect(seen[0]).toBe(false)
  })
})

describe('useSWRMutation', () => {
  interface Sent {
    readonly arg: string
  }

  /** Mounts a mutation beside a hook that shows its key. */
  async function showMutation(send: (key: string, sent: Sent) => unknown, options = {}) {
    let mutation: SWRMutationResponse<unknown, unknown, string, string> | undefined
    const fetcher = vi.fn(async () => 'fetched')
    function Page(): ReactNode {
      const { data } = useSWR('/api/user', fetcher)
      mutation = useSWRMutation('/api/user', send, options)
      return <p>{`${data} ${mutation.isMutating} ${mutation.data ?? mutation.error ?? ''}`}</p>
    }
    await showApp(<Page />, { dedupingInterval: 0 })
    return {
      fetcher,
      trigger: (arg: string, given = {}) => mutation?.trigger(arg, given),
      reset: () => mutation?.reset(),
    }
  }

  it('Basic Usage: `trigger` sends the argument, and the key is fetched where it is shown', async () => {
    const server = createManualFetcher()
    const onSuccess = vi.fn()
    const { fetcher, trigger } = await showMutation(server.fetcher as never, { onSuccess })
    let result: unknown
    await settle(() => void trigger('Ada')?.then((sent) => (result = sent)))
    expect(text()).toBe('fetched true ')
    expect(server.requests[0]?.args).toEqual(['/api/user', { arg: 'Ada' }])
    await server.answer('sent')
    expect(text()).toBe('fetched false sent')
    expect([result, fetcher.mock.calls.length]).toEqual(['sent', 2])
    expect(onSuccess).toHaveBeenCalledExactlyOnceWith('sent', '/api/user', expect.objectContaining({ onSuccess }))
  })

  it('useSWRMutation Return Values: an error is shown and rejects, unless `throwOnError` is false', async () => {
    const onError = vi.fn()
    const { reset, trigger } = await showMutation(() => Promise.reject('refused'), { onError })
    await settle(async () => expect(await trigger('Ada')?.catch((error: unknown) => error)).toBe('refused'))
    expect(text()).toBe('fetched false refused')
    await settle(() => reset())
    expect(text()).toBe('fetched false ')
    await settle(async () => expect(await trigger('Ada', { throwOnError: false })).toBe(undefined))
    expect(onError).toHaveBeenLastCalledWith('refused', '/api/user', expect.objectContaining({ throwOnError: false }))
  })

  it('Update Cache After Mutation: `populateCache` makes the data, and `optimisticData` shows before', async () => {
    const server = createManualFetcher()
    const { fetcher, trigger } = await showMutation(server.fetcher as never, { revalidate: false })
    const options = {
      optimisticData: (current: unknown) => `${current}?`,
      populateCache: (result: unknown, current: unknown) => `${current}+${result}`,
    }
    await settle(() => void trigger('Ada', options))
    expect(text()).toBe('fetched? true ')
    await server.answer('sent')
    expect(text()).toBe('fetched+sent false sent')
    expect(fetcher).toHaveBeenCalledTimes(1)
  })

  it('Defer loading data until needed: `trigger` rejects without a key, and without a fetcher', async () => {
    const triggers: SWRMutationResponse['trigger'][] = []
    function Page(): ReactNode {
      triggers[0] = useSWRMutation(null, (() => 'sent') as never).trigger
      triggers[1] = useSWRMutation('a', null as never).trigger
      return null
    }
    await showApp(<Page />)
    await expect(triggers[0]?.()).rejects.toThrow('no key')
    await expect(triggers[1]?.()).rejects.toThrow('no fetcher')
  })
})

describe('useSWRSubscription', () => {
  it('Usage: shows what the source sends, and errors; closes it with the last component', async () => {
    let next: SWRSubscriptionOptions['next'] = () => {}
    const close = vi.fn()
    const subscribe = vi.fn((_key: unknown, options: SWRSubscriptionOptions) => {
      next = options.next
      return close
    })
    function Part(): ReactNode {
      const { data, error } = useSWRSubscription(['a', 1], subscribe)
      return <p>{`${data} ${error}`}</p>
    }
    const { show } = await showApp(
      <>
        <Part />
        <Part />
      </>,
    )
    const opened = subscribe.mock.calls.length - close.mock.calls.length
    expect([opened, subscribe.mock.calls[0]?.[0]]).toEqual([1, ['a', 1]])
    await settle(() => next(null, 1))
    await settle(() => next(undefined, (before?: number) => (before ?? 0) + 1))
    expect(text()).toBe('2 undefined2 undefined')
    await settle(() => next(new Error('lost')))
    await waitFor(() => expect(text()).toBe('2 Error: lost2 Error: lost'))
    await show(<p>nothing</p>)
    expect(close.mock.calls.length).toBe(subscribe.mock.calls.length)
  })

  it('Deduplication: useSWR with the same key is another entry', async () => {
    function Page(): ReactNode {
      const { data } = useSWRSubscription('a', (_key: string, { next }: SWRSubscriptionOptions) => {
        next(null, 'streamed')
        return () => {}
      })
      return <p>{`${data} ${useSWR('a', async () => 'fetched').data}`}</p>
    }
    await showApp(<Page />)
    expect(text()).toBe('streamed fetched')
  })
})
