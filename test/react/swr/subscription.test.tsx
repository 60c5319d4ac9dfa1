import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { Sink } from '../../../src/react.ts'
import { useCachetta, useCachettaSubscription } from '../../../src/react.ts'
import { renderApp, text } from '../support/render-app.tsx'
import { settle } from '../support/settle.ts'

/** A remote that pushes data to its subscribers. */
function createRemote() {
  const open = new Map<string, Sink<number[]>>()
  const close = vi.fn((key: string) => void open.delete(key))
  const subscribe = vi.fn((key: string, sink: Sink<number[]>) => {
    open.set(key, sink)
    return () => close(key)
  })
  return {
    open,
    close,
    subscribe,
    push: (key: string, data: number[]) => settle(() => open.get(key)?.next(null, data)),
  }
}

describe("SWR's page: Subscription", () => {
  const setUp = () => {
    const remote = createRemote()
    function Page({ name }: { name: string }): ReactNode {
      const { data, error } = useCachettaSubscription(name, remote.subscribe)
      return <p>{error ? `failed: ${(error as Error).message}` : JSON.stringify(data ?? 'loading')}</p>
    }
    return { remote, Page }
  }

  it('useSWRSubscription: the hook shows what a source sends', async () => {
    const { remote, Page } = setUp()
    await renderApp(<Page name="a" />)
    expect(text()).toBe('"loading"')
    await remote.push('a', [1])
    await remote.push('a', [1, 2])
    expect(text()).toBe('[1,2]')
  })

  it('useSWRSubscription: a plain hook with the same key shows the same entry', async () => {
    const { remote, Page } = setUp()
    const Plain = () => <p>{JSON.stringify(useCachetta<number[]>('a').data)}</p>
    await renderApp(
      <>
        <Page name="a" />
        <Plain />
      </>,
    )
    await remote.push('a', [1])
    expect(text()).toBe('[1][1]')
  })

  it('API: the data updates with every event, and an error shows', async () => {
    const { remote, Page } = setUp()
    await renderApp(<Page name="a" />)
    await remote.push('a', [1])
    await settle(() => remote.open.get('a')?.next(new Error('cut')))
    expect(text()).toBe('failed: cut')
  })

  it('Parameters: the source gets the key and `next`; `next` takes a function of the previous data', async () => {
    const { remote, Page } = setUp()
    await renderApp(<Page name="a" />)
    expect(remote.subscribe).toHaveBeenCalledWith('a', { next: expect.any(Function) })
    await remote.push('a', [1])
    await settle(() => remote.open.get('a')?.next(null, (before = []) => [...before, 2]))
    expect(text()).toBe('[1,2]')
  })

  it('Return Values: new data resets the error', async () => {
    const { remote, Page } = setUp()
    await renderApp(<Page name="a" />)
    await settle(() => remote.open.get('a')?.next(new Error('cut')))
    await remote.push('a', [1])
    expect(text()).toBe('[1]')
  })

  it('Usage: the source closes when the component unmounts, and when the key changes', async () => {
    const { remote, Page } = setUp()
    const app = await renderApp(<Page name="wss://one" />)
    await app.show(<Page name="wss://two" />)
    expect([...remote.open.keys()]).toEqual(['wss://two'])
    await app.show(<p />)
    expect([...remote.open.keys()]).toEqual([])
  })

  it('Deduplication: components with one key share one source, which closes with the last of them', async () => {
    const { remote, Page } = setUp()
    const app = await renderApp(
      <>
        <Page name="a" />
        <Page name="a" />
      </>,
    )
    const countOpen = () => remote.subscribe.mock.calls.length - remote.close.mock.calls.length
    await remote.push('a', [1])
    expect(text()).toBe('[1][1]')
    expect(countOpen()).toBe(1)
    remote.close.mockClear() // StrictMode opens a source twice and closes the first
    await app.show(<Page name="a" />)
    expect(remote.close).not.toHaveBeenCalled()
    await app.show(<p />)
    expect(remote.close).toHaveBeenCalledOnce()
  })
})
