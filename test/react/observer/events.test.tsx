import { expect, it } from 'vitest'
import type { CacheEvent } from '../../../src/index.ts'
import { memoryStore, mutate, subscribeEvents, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

/** Returns a function that returns the flights and the reads since its last call, with their reasons and sources. */
function recordFlights({ cache }: TestApp): () => string[] {
  const events: CacheEvent[] = []
  subscribeEvents(cache, (event) => void events.push(event))
  return () =>
    events.splice(0).flatMap((event) => {
      if ('reason' in event) return [`${event.type}: ${event.reason}`]
      if (event.type === 'hit' || event.type === 'stale') return [`${event.type} ${event.source}`]
      return event.type === 'miss' ? ['miss'] : []
    })
}

it('a flight says why the hook fetches', async () => {
  const app = createTestApp()
  const take = recordFlights(app)
  const server = createManualFetcher()
  const options = { focusThrottleInterval: 0, refreshInterval: 100_000, errorRetryInterval: 1_000 }
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  expect(take()).toContain('miss')
  await server.answer(1)
  await app.advance('1m')
  await app.browser.focus()
  await app.browser.reconnect()
  expect(take()).toEqual(['started: focus', 'joined: reconnect'])
  await server.answer(2)
  await app.advance('10s')
  await app.browser.reconnect()
  expect(take()).toEqual(['started: reconnect'])
  await server.answer(3)
  await app.advance('30s')
  expect(take()).toEqual(['started: poll'])
  await server.answer(4)
  await settle(() => void mutate(app.cache, 'a'))
  expect(take()).toEqual(['started: mutate'])
  await settle(() => void app.cache.invalidate('a'))
  expect(take()).toEqual(['dropped: invalidation', 'started: invalidation'])
  await server.fail(new Error('503'))
  await app.advance('5s')
  expect(take()).toEqual(['started: retry'])
  await page.setProps({ key: 'b' })
  expect(take()).toEqual(['miss', 'started: key change'])
})

it('a hook that mounts reads: the value is missing, stale or fresh', async () => {
  const { sync: _, ...store } = memoryStore()
  await writeCache(createTestCache({ path: 'test', store }).cache, 'stored', 'a')
  const app = createTestApp({ store, duration: '1h' })
  const take = recordFlights(app)
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  expect(new Set(take())).toEqual(new Set(['hit store']))
  await page.unmount()
  await app.advance('2h')
  await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { staleDuration: '1d' } })
  const seen = new Set(take())
  seen.delete('joined: mount') // StrictMode mounts twice
  expect(seen).toEqual(new Set(['stale memory', 'started: mount']))
})

it('mount and unmount of a hook are told', async () => {
  const app = createTestApp()
  const counts: number[] = []
  subscribeEvents(app.cache, (event) => 'observers' in event && void counts.push(event.observers))
  const page = await showEntry(app, { key: 'a', fetcher: async () => 1 })
  expect(counts.at(-1)).toBe(1)
  await page.unmount()
  expect(counts.at(-1)).toBe(0)
})
