import { expect, it, onTestFinished, vi } from 'vitest'
import { CachettaProvider } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createCountingFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import type { TestApp } from '../support/test-app.tsx'

it('removes every listener that it added to the events of the browser (27)', async () => {
  const { app, listeners } = createAppOfBrowser()
  const pages = [
    await showEntry(app, { key: 'a', fetcher: createCountingFetcher() }),
    await showEntry(app, { key: 'b', fetcher: createCountingFetcher() }),
  ]
  expect(listeners()).toEqual(['focus', 'online', 'visibilitychange'])
  for (const page of pages) await page.unmount()

  expect(listeners()).toEqual([])
})

it('fetches on the events of the browser (25)', async () => {
  const { app } = createAppOfBrowser()
  const fetcher = createCountingFetcher()
  await showEntry(app, { key: 'a', fetcher })
  const events = [
    () => window.dispatchEvent(new Event('focus')),
    () => document.dispatchEvent(new Event('visibilitychange')),
    () => window.dispatchEvent(new Event('online')),
  ]
  for (const dispatch of events) {
    await app.advance('10s')
    await settle(dispatch)
  }
  expect(fetcher).toHaveBeenCalledTimes(4)

  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  await app.advance('10s')
  await settle(events[1])
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  await settle(events[0])
  expect(fetcher).toHaveBeenCalledTimes(4)
})

/** Creates an application whose hooks use the events of jsdom. `listeners` returns the events to which they listen. */
function createAppOfBrowser(): { app: Pick<TestApp, 'Provider' | 'advance'>; listeners: () => string[] } {
  const targets = [window, document]
  const added = targets.map((target) => vi.spyOn(target, 'addEventListener'))
  const removed = targets.map((target) => vi.spyOn(target, 'removeEventListener'))
  onTestFinished(() => void vi.restoreAllMocks())
  const listeners = () => {
    const remaining = added.flatMap(({ mock }) => mock.calls).filter(([name]) => /focus|online|visib/.test(name))
    for (const [name, listener] of removed.flatMap(({ mock }) => mock.calls)) {
      const index = remaining.findIndex((call) => call[0] === name && call[1] === listener)
      if (index >= 0) remaining.splice(index, 1)
    }
    return remaining.map(([name]) => name).sort()
  }
  const { cache, clock } = createTestCache()
  const Provider: TestApp['Provider'] = ({ children }) => <CachettaProvider cache={cache}>{children}</CachettaProvider>
  return { app: { Provider, advance: (span) => settle(() => clock.advance(span as number)) }, listeners }
}
