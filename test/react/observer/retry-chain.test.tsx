import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { preload } from '../../../src/index.ts'
import { useCachettaInfinite } from '../../../src/react.ts'
import { render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

// A retry belongs to the entry: it goes on as long as any hook shows the entry.

const error = new Error('down')
const pause = { errorRetryInterval: 1000 } // the first retry follows after 2 s, the second after 4 s

beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.5))
afterEach(() => void vi.restoreAllMocks())

it('calls `onErrorRetry` of another hook if the hook that fetched is gone before the error (20)', async () => {
  const onErrorRetry = vi.fn()
  const app = createTestApp()
  const server = createManualFetcher()
  const first = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { onErrorRetry } })
  await first.unmount()
  await server.fail(error)

  expect(onErrorRetry).toHaveBeenCalledExactlyOnceWith(error, 'a', expect.objectContaining({ retryCount: 1 }))
})

it('fetches by `revalidate()` of `onErrorRetry` after its hook is gone, for a hook that shows the key (20)', async () => {
  let revalidate = () => {}
  const onErrorRetry = (_error: unknown, _key: unknown, retry: { revalidate(): void }) => {
    revalidate = retry.revalidate
  }
  const app = createTestApp()
  const server = createManualFetcher()
  const props = { key: 'a', fetcher: server.fetcher, options: { onErrorRetry } }
  const first = await showEntry(app, props)
  const second = await showEntry(app, props)
  await server.fail(error)
  await first.unmount()
  await settle(() => revalidate())
  expect(server.requests).toHaveLength(2)
  await server.answer(1)
  expect(second.latest).toMatchObject({ data: 1, error: undefined })

  await second.unmount()
  await settle(() => revalidate())
  expect(server.requests).toHaveLength(2)
})

it('ignores `revalidate()` of an earlier error, and after a success (20)', async () => {
  const revalidates: (() => void)[] = []
  const onErrorRetry = (_error: unknown, _key: unknown, retry: { revalidate(): void }) => {
    revalidates.push(retry.revalidate)
  }
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { onErrorRetry } })
  await server.fail(error)
  await settle(() => page.result.mutate())
  await server.fail(error)
  await settle(() => revalidates[0]?.())
  expect(server.requests).toHaveLength(2)
  await settle(() => revalidates[1]?.())
  await server.answer(1)
  await app.advance('10s')
  await settle(() => revalidates[1]?.())

  expect(server.requests).toHaveLength(3)
})

it('retries for a hook whose options ask for it, if the hook that fetched does not retry (20)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { shouldRetryOnError: false } })
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options: pause })
  await server.fail(error)
  await app.advance('2s')

  expect(server.requests).toHaveLength(2)
})

it('runs one chain of retries for all hooks, whichever of them come and go (20)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const props = { key: 'a', fetcher: server.fetcher, options: pause }
  let page = await showEntry(app, props)
  let expected = 1
  for (const span of ['2s', '4s', '8s']) {
    await server.fail(error)
    const next = await showEntry(app, props)
    await page.unmount()
    page = next
    expect(server.requests).toHaveLength(expected)
    await app.advance(span)
    expected += 1
    expect(server.requests).toHaveLength(expected)
  }
})

it('counts retries anew after a success, and after a fetch for another reason (20)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: pause })
  await server.fail(error)
  await app.advance('2s')
  await server.answer(1)
  await settle(() => page.result.mutate())
  await server.fail(error)
  await app.advance('2s')
  expect(server.requests).toHaveLength(4)
  await server.fail(error)
  await settle(() => page.result.mutate())
  await server.fail(error)
  await app.advance('2s')
  expect(server.requests).toHaveLength(6)
})

it('retries for a hook that joined the request of a caller (20)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  await settle(() => void preload(app.cache, 'a', server.fetcher as never).catch(() => {}))
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options: pause })
  await server.fail(error)
  await app.advance('2s')

  expect(server.requests).toHaveLength(2)
})

it('retries on return if the retry was due while the page was hidden or offline (25)', async () => {
  for (const [state, event] of [
    ['isVisible', 'focus'],
    ['isOnline', 'reconnect'],
  ] as const) {
    const app = createTestApp()
    const server = createManualFetcher()
    const options = { ...pause, revalidateOnFocus: false, revalidateOnReconnect: false }
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
    await server.fail(error)
    app.browser[state] = false
    for (let step = 0; step < 10; step += 1) await app.advance('1m')
    expect(server.requests).toHaveLength(1)
    app.browser[state] = true
    await app.browser[event]()
    expect(server.requests).toHaveLength(2)
    await app.advance('1h')
    expect(server.requests).toHaveLength(2)
    await page.unmount()
  }
})

it('calls `onErrorRetry` on return if the request failed while the page was hidden (25)', async () => {
  const onErrorRetry = vi.fn()
  const app = createTestApp()
  const server = createManualFetcher()
  const options = { onErrorRetry, revalidateOnFocus: false }
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  app.browser.isVisible = false
  await server.fail(error)
  expect(onErrorRetry).not.toHaveBeenCalled()
  app.browser.isVisible = true
  await app.browser.focus()

  expect(onErrorRetry).toHaveBeenCalledOnce()
})

it('retries at a pause below `dedupingInterval`, although there is recent data (20)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const options = { errorRetryInterval: 100, refreshInterval: 500 }
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  await server.answer(1)
  await app.advance('500ms')
  await server.fail(error)
  await app.advance('200ms')

  expect(server.requests).toHaveLength(3)
})

it('retries a list, also after the hook that failed first is gone, in one chain (20)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  function List(): ReactNode {
    const getKey = (index: number) => ['list', index] as const
    return <p>{String(useCachettaInfinite(getKey, server.fetcher as never, pause).data)}</p>
  }
  const showList = async () => {
    const page = render(
      <app.Provider>
        <List />
      </app.Provider>,
    )
    await settle()
    return page
  }
  const first = await showList()
  await showList()
  await server.fail(error)
  await settle(() => first.unmount())
  await app.advance('2s')
  expect(server.requests).toHaveLength(2)
  await server.fail(error)
  await app.advance('3999ms')
  expect(server.requests).toHaveLength(2)
  await app.advance('1ms')
  await server.answer('page')

  expect(server.requests).toHaveLength(3)
  expect(document.body.textContent).toBe('page')
})

it('a hook that returns to an error fetches, although the older data is fresh', async () => {
  const app = createTestApp({ duration: '1h' })
  const server = createManualFetcher()
  const before = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { refreshInterval: '10s' } })
  await server.answer('old')
  await app.advance('10s')
  await server.fail(error)
  await before.unmount()
  await app.advance('1m')
  const after = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  expect(server.requests).toHaveLength(3)
  await server.answer('new')
  expect(after.latest).toMatchObject({ data: 'new', error: undefined })
})
