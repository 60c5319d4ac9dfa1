import { describe, expect, it } from 'vitest'
import { preload, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import type { FetchingHook } from '../support/option-page.tsx'
import { createOptionTest } from '../support/option-page.tsx'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

// What was just fetched or set is shown, whatever the spans say.

const hooks: readonly FetchingHook[] = ['useCachetta', 'useCachettaAll', 'useCachettaInfinite']
const spans: readonly { readonly duration?: number | string; readonly staleDuration?: number | string }[] = [
  { staleDuration: 0 },
  { duration: 0, staleDuration: 0 },
  { duration: 1, staleDuration: 0 },
]
const cases = hooks.flatMap((hook) =>
  spans.flatMap((each) =>
    [false, true].map((suspense) => [hook, JSON.stringify(each), { ...each, suspense }] as const),
  ),
)

describe.each(cases)('%s with %s', (hook, _spans, options) => {
  const { open } = createOptionTest(hook, 'hook')
  const title = options.suspense ? ' (with suspense)' : ''

  it(`shows what it fetches, also later and in another render, after one request${title}`, async () => {
    const page = await open(options)
    await settle()
    await page.answer('fetched')
    await settle()
    expect([page.shown, page.requests]).toEqual(['fetched', 1])
    await page.app.advance('10m')
    await page.setKey('a')
    expect([page.shown, page.requests]).toEqual(['fetched', 1])
    expect(page.result.isLoading).toBe(false)
  })

  it(`shows what is mutated and written, and what the next fetch brings${title}`, async () => {
    const page = await open(options)
    await settle()
    await page.answer('fetched')
    await settle()
    await settle(() => page.result.mutate((hook === 'useCachettaInfinite' ? ['mine'] : 'mine') as never, false))
    expect(page.shown).toBe('mine')
    await settle(() => writeCache(page.app.cache, 'written', 'a'))
    expect(page.shown).toBe('written')
    await page.app.advance('1m')
    await settle(() => void page.result.mutate())
    expect(page.shown).toBe('written')
    await page.answer('new')
    expect(page.shown).toBe('new')
  })

  it(`does not show it to a component that mounts later${title}`, async () => {
    const page = await open(options)
    await settle()
    await page.answer('fetched')
    await settle()
    await page.unmount()
    await page.app.advance('1m')
    const later = await open(options, page)
    await settle()
    expect([later.shown, later.requests]).toEqual([options.suspense ? 'waits' : undefined, 2])
  })

  it(`shows a preload${title}`, async () => {
    const app = createTestApp()
    await settle(() => preload(app.cache, 'a', async () => 'preloaded'))
    const page = await open(options, { app, server: createManualFetcher() })
    await settle()
    expect([page.shown, page.requests]).toEqual(['preloaded', 0])
  })
})

it('shows what another tab stores, and deletes nothing of it', async () => {
  const app = createTestApp()
  const other = createTestCache({ store: app.store })
  const options = { duration: 0, staleDuration: 0 }
  const page = await showEntry(app, { key: 'a', fetcher: async () => 'fetched', options })
  await app.advance('1s')
  other.clock.advance('1s')
  await settle(() => writeCache(other.cache, 'of the other tab', 'a'))
  await flushPromises()
  await settle()
  expect(page.latest.data).toBe('of the other tab')
  expect(await app.cache.exists('a')).toBe(true)
})

it('shows what another tab fetched while it waited for it', async () => {
  const app = createTestApp()
  const other = createTestApp({ store: app.store })
  const options = { duration: 0, staleDuration: 0 }
  const server = createManualFetcher()
  const [one, two] = [
    await showEntry(app, { key: 'a', fetcher: server.fetcher, options }),
    await showEntry(other, { key: 'a', fetcher: server.fetcher, options }),
  ]
  await server.answer('fetched')
  await settle()
  expect([one.latest.data, two.latest.data]).toEqual(['fetched', 'fetched'])
  expect([one.latest.isLoading, two.latest.isLoading]).toEqual([false, false])
})
