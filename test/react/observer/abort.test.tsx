import { expect, it, vi } from 'vitest'
import { readCache } from '../../../src/index.ts'
import type { FetcherContext } from '../../../src/react.ts'
import { engineOf } from '../../engine/support/manual-cache.ts'
import { createDeferred } from '../../support/deferred.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

it('keeps an answer that arrives after the last component unmounted (35)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await page.unmount()
  await server.answer('late')

  expect(await readCache(app.cache, 'a')).toBe('late')
})

it('aborts a fetcher that reads its signal when the last component unmounts (35)', async () => {
  const app = createTestApp()
  const { fetcher, signals } = createAbortableFetcher()
  const one = await showEntry(app, { key: 'a', fetcher })
  const two = await showEntry(app, { key: 'a', fetcher })
  await one.unmount()
  expect(signals).toMatchObject([{ aborted: false }])
  await two.unmount()
  expect(signals).toMatchObject([{ aborted: true }])

  const again = await showEntry(app, { key: 'a', fetcher })
  expect(again.latest).toEqual({ data: undefined, error: undefined, isLoading: true, isValidating: true })
  expect(signals).toMatchObject([{ aborted: true }, { aborted: false }])
})

it('aborts the fetch of an old key, and calls no callback (35)', async () => {
  const callback = vi.fn()
  const { fetcher, signals } = createAbortableFetcher()
  const options = { onError: callback, onDiscarded: callback, onErrorRetry: callback }
  const page = await showEntry(createTestApp(), { key: 'a', fetcher, options })
  await page.setProps({ key: 'b' })

  expect(signals).toMatchObject([{ aborted: true }, { aborted: false }])
  expect(page.latest).toMatchObject({ error: undefined, isLoading: true })
  expect(callback).not.toHaveBeenCalled()
})

it('does not abort if a component drops a key and takes it again at once (35)', async () => {
  const { fetcher, signals } = createAbortableFetcher()
  const app = createTestApp()
  const page = await showEntry(app, { key: 'a', fetcher })
  await settle(() => {
    page.rerender({ key: null })
    page.rerender({ key: 'a' })
  })

  expect(signals).toMatchObject([{ aborted: false }])
})

it('does not abort a fetch that a caller awaits (35)', async () => {
  const app = createTestApp()
  const answer = createDeferred<string>()
  const signals: FetcherContext['signal'][] = []
  const fetcher = (_key: unknown, { signal }: FetcherContext) => {
    signals.push(signal)
    return answer.promise
  }
  const page = await showEntry(app, { key: 'a', fetcher })
  const called = app.cache(async (_key: string) => 'not called')('a')
  await settle()
  await page.unmount()
  expect(signals).toMatchObject([{ aborted: false }])
  await settle(() => answer.resolve('shared'))

  expect(await called).toBe('shared')
})

it('keeps no state in the engine after the last subscriber is gone (36)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const pages = [
    await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { refreshInterval: 3000 } }),
    await showEntry(app, { key: 'a', fetcher: server.fetcher }),
    await showEntry(app, { key: 'b', fetcher: async () => 1 }),
  ]
  await server.answer(1)
  await settle(() => pages[0]?.result.mutate(2, false))
  expect([...engineOf(app.cache).slots.values()]).toHaveLength(2)
  for (const page of pages) await page.unmount()

  expect([...engineOf(app.cache).slots.values()]).toEqual([])
})

it('keeps no state in the engine after a failed request whose result was spread (36)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  void { ...page.result }
  await server.fail(new Error('down'))
  await page.unmount()
  await app.advance('1h')

  expect([...engineOf(app.cache).slots.values()]).toEqual([])
})

/** A fetcher that runs until it is aborted. */
function createAbortableFetcher() {
  const signals: FetcherContext['signal'][] = []
  const fetcher = (_key: unknown, { signal }: FetcherContext) => {
    signals.push(signal)
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
  }
  return { fetcher, signals }
}
