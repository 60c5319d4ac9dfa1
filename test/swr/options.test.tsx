import type { ReactNode } from 'react'
import React, { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SWRConfiguration, SWRResponse } from '../../src/swr.ts'
import useSWR, { mutate, SWRConfig, unload, unstable_serialize, useSWRConfig } from '../../src/swr.ts'
import { createCountingFetcher, createManualFetcher } from '../react/support/manual-fetcher.ts'
import { click, text } from '../react/support/render-app.tsx'
import { settle } from '../react/support/settle.ts'
import { render, waitFor } from '../support/render.tsx'
import { showApp } from './support/show.tsx'

const advance = (ms: number) => settle(() => vi.advanceTimersByTime(ms))

/** Shows the data of one key, or its error. `mutate` is that of the hook. */
async function showEntry(fetcher: () => unknown, options: SWRConfiguration = {}) {
  let response: SWRResponse | undefined
  function Page(): ReactNode {
    response = useSWR('a', fetcher, options)
    return <p>{String(response.error ?? response.data)}</p>
  }
  const app = await showApp(<Page />, { dedupingInterval: 0 })
  return { ...app, mutate: ((...args) => response?.mutate(...args)) as SWRResponse['mutate'] }
}

describe('options that wait', () => {
  // `setImmediate` stays, because `settle` waits for it.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('Revalidate on Interval: a poll within `dedupingInterval` sends no request', async () => {
    const fetcher = createCountingFetcher()
    await showEntry(fetcher, { refreshInterval: 200, dedupingInterval: 500 })
    await advance(599)
    expect(text()).toBe('1')
    await advance(1)
    expect(text()).toBe('2')
    await advance(599)
    expect(text()).toBe('2')
    await advance(1)
    expect(text()).toBe('3')
  })

  it('Revalidate on Interval: a function that returns no number does not poll', async () => {
    const fetcher = createCountingFetcher()
    await showEntry(fetcher, { refreshInterval: (count = Number.NaN) => (count > 1 ? 0 : count * 1000) })
    await advance(1000)
    await advance(60_000)
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('Revalidate on Interval: a hidden page polls with `refreshWhenHidden` only', async () => {
    const [fetcher, other] = [createCountingFetcher(), createCountingFetcher()]
    const options = { isVisible: () => false, refreshInterval: 1000 }
    function Page(): ReactNode {
      return (
        <p>{`${useSWR('a', fetcher, options).data} ${useSWR('b', other, { ...options, refreshWhenHidden: true }).data}`}</p>
      )
    }
    await showApp(<Page />, { dedupingInterval: 0 })
    await advance(1000)
    expect(text()).toBe('1 2')
  })

  it('Error Retry: the pauses grow, and `errorRetryCount` ends them', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const fetcher = vi.fn(() => Promise.reject('refused'))
    await showEntry(fetcher, { errorRetryInterval: 1000, errorRetryCount: 2 })
    const counts: number[] = []
    for (const pause of [1999, 1, 3999, 1, 60_000]) {
      await advance(pause)
      counts.push(fetcher.mock.calls.length)
    }
    vi.mocked(Math.random).mockRestore()
    expect(counts).toEqual([1, 2, 2, 3, 3])
  })

  it('Options: onLoadingSlow gets the key and the options after `loadingTimeout`, while there is no data', async () => {
    const onLoadingSlow = vi.fn()
    await showEntry(() => new Promise(() => {}), { onLoadingSlow })
    await advance(2999)
    expect(onLoadingSlow).not.toHaveBeenCalled()
    await advance(1)
    expect(onLoadingSlow).toHaveBeenCalledExactlyOnceWith('a', expect.objectContaining({ loadingTimeout: 3000 }))
  })
})

describe('Options', () => {
  it('isPaused: nothing is fetched, and what arrives meanwhile is dropped', async () => {
    const server = createManualFetcher()
    let isPaused = false
    const app = await showEntry(server.fetcher as () => unknown, { isPaused: () => isPaused })
    isPaused = true
    await server.answer('late')
    await settle(() => void app.mutate())
    expect([text(), server.requests.length]).toEqual(['undefined', 1])
    isPaused = false
    await settle(() => void app.mutate())
    await server.answer('fetched')
    expect(text()).toBe('fetched')
  })

  it('rollbackOnError: a function decides by the error', async () => {
    const app = await showEntry(async () => 'fetched')
    const fail = (message: string) =>
      settle(() =>
        app
          .mutate(Promise.reject(new Error(message)), {
            optimisticData: 'shown',
            revalidate: false,
            rollbackOnError: (error) => (error as Error).message !== 'timeout',
          })
          .catch(() => {}),
      )
    await fail('refused')
    expect(text()).toBe('fetched')
    await fail('timeout')
    expect(text()).toBe('shown')
  })

  it('initFocus and initReconnect: called once for all hooks, and ended with the last', async () => {
    const callbacks: (() => void)[] = []
    const ended = vi.fn()
    const listen = vi.fn((callback: () => void) => {
      callbacks.push(callback)
      return ended
    })
    const [initFocus, initReconnect] = [(each: () => void) => listen(each), (each: () => void) => listen(each)]
    const [one, other] = [createCountingFetcher(), createCountingFetcher()]
    const Page = () => <p>{`${useSWR('a', one).data} ${useSWR('b', other).data}`}</p>
    const config = { dedupingInterval: 0, focusThrottleInterval: 0, initFocus, initReconnect }
    const { show } = await showApp(<Page />, config)
    expect(listen.mock.calls.length - ended.mock.calls.length).toBe(2)
    for (const [index, callback] of callbacks.slice(-2).entries()) {
      await settle(callback)
      await waitFor(() => expect(text()).toBe(`${index + 2} ${index + 2}`))
    }
    await show(<p>nothing</p>)
    expect(ended).toHaveBeenCalledTimes(listen.mock.calls.length)
  })

  it('compare: if it says that data is equal, the data before stays, also in `cache`', async () => {
    let time = 0
    const fetcher = async () => ({ version: 1, time: ++time })
    const onSuccess = vi.fn()
    const compare: SWRConfiguration['compare'] = (one, other) => one?.version === other?.version
    const app = await showEntry(fetcher, { compare, onSuccess })
    await settle(() => app.mutate())
    expect(app.cache.get('a')?.data).toEqual({ version: 1, time: 1 })
    expect(onSuccess.mock.lastCall?.[0]).toEqual({ version: 1, time: 2 })
  })

  it('keepPreviousData: also shows data that was loaded before the option was set', async () => {
    const server = createManualFetcher()
    function Page(): ReactNode {
      const [keepPreviousData, keep] = useState(false)
      const { data } = useSWR(keepPreviousData ? 'b' : 'a', server.fetcher, { keepPreviousData })
      return (
        <button type="button" onClick={() => keep(true)}>
          {String(data)}
        </button>
      )
    }
    await showApp(<Page />)
    await server.answer('of a')
    await click('of a')
    expect(text()).toBe('of a')
  })

  it('keepPreviousData: what `unload` has deleted is not shown again', async () => {
    const Page = () => (
      <p>{useSWR('kept before', async () => 'secret', { keepPreviousData: true }).data ?? 'nothing'}</p>
    )
    render(<Page />)
    await settle()
    await settle(() => unload({ revalidate: false }))
    expect(text()).toBe('nothing')
  })

  it('revalidateIfStale: `false` also holds for what `mutate` set before the mount', async () => {
    const fetcher = vi.fn()
    void mutate('set before', 'set')
    const Page = () => <p>{useSWR('set before', fetcher, { revalidateIfStale: false }).data}</p>
    render(<Page />)
    await settle()
    expect(text()).toBe('set')
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('mutate: fetches what is shown, also after `cache` has lost its state', async () => {
    const fetcher = createCountingFetcher()
    const app = await showEntry(fetcher, { revalidateOnFocus: false })
    app.cache.delete('a')
    await settle(() => app.mutate('set'))
    expect([text(), fetcher.mock.calls.length]).toEqual(['2', 2])
    const Page = () => <p>{useSWR('shown', fetcher).data}</p>
    render(<Page />)
    await settle()
    await settle(() => SWRConfig.defaultValue.cache.delete('shown'))
    const before = fetcher.mock.calls.length
    await settle(() => mutate('shown', 'set'))
    expect(fetcher.mock.calls.length).toBe(before + 1)
  })

  it('useSWRConfig: without options it returns the defaults', () => {
    let config: unknown
    function Page(): ReactNode {
      config = useSWRConfig()
      return null
    }
    render(
      <SWRConfig value={{}}>
        <Page />
      </SWRConfig>,
    )
    expect(config).toEqual(SWRConfig.defaultValue)
  })

  it('DevTools: the extension gets the React of the page', () => {
    expect(Reflect.get(globalThis, '__SWR_DEVTOOLS_REACT__')).toBe(React)
  })

  it('Passing Objects: a BigInt is written as its digits', () => {
    expect(unstable_serialize([10n])).toBe('@10,')
  })
})
