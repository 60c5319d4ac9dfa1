import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import {
  callApp,
  openTabsWithLongTimeout,
  pathOf,
  pathOfKeys,
  readCommits,
  readStoredIds,
  waitForValue,
} from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

const value = { text: 'from the server' }

/** Opens tabs in a new profile. `fetcher` is the tab that sent the first request. */
async function openTabsWithFetcher(count: number, path: string) {
  const tabs = await openTabsWithLongTimeout(site, 0)
  const firstRequest = tabs.context.waitForEvent('request', (request) => request.url().startsWith(site.api.url))
  await Promise.all(Array.from({ length: count }, () => tabs.open(path)))
  return { ...tabs, fetcher: (await firstRequest).frame().page() }
}

describe('ten tabs that open one page at the same time', () => {
  test('make one request for each entry', async () => {
    for (const key of ['a', 'b']) site.api.answer(`/${key}`, value)
    const { pages } = await openTabsWithLongTimeout(site, 10, pathOf({ keys: ['a', 'b'], options: { duration: '1m' } }))
    for (const page of pages) for (const key of ['a', 'b']) await waitForValue(page, key, value)
    expect([site.api.requests('/a'), site.api.requests('/b')]).toEqual([1, 1])
  })

  test('wait for the request of the first tab, however long it takes', async () => {
    site.api.answer('/a', value)
    const held = site.api.hold('/a')
    const path = pathOf({ keys: ['a'], cache: { lock: '1m' } }) // ten tabs may need longer than 5 seconds to open
    const { pages } = await openTabsWithLongTimeout(site, 10, path)
    for (const page of pages) await waitForValue(page, 'a', 'nothing')
    await new Promise((resolve) => setTimeout(resolve, 3_000)) // longer than `dedupingInterval`
    held.release()
    for (const page of pages) await waitForValue(page, 'a', value)
    expect(site.api.requests('/a')).toBe(1)
  })
})

describe('a tab that dies while it fetches', () => {
  const deaths: [title: string, die: (page: Page) => Promise<unknown>][] = [
    ['closed', (page) => page.close()],
    ['crashed', (page) => page.goto('chrome://crash').catch(() => undefined)],
  ]

  test.each(deaths)('is replaced by one other tab at once: %s', async (_title, die) => {
    site.api.answer('/a', value)
    const held = site.api.hold('/a')
    const { fetcher, pages } = await openTabsWithFetcher(4, pathOfKeys('a'))
    await held.waitForCount(1)
    const others = pages.filter((page) => page !== fetcher)
    let diedAt = Number.NaN
    for (const event of ['close', 'crash'] as const) {
      fetcher.once(event as 'close', () => {
        diedAt = performance.now()
      })
    }
    void die(fetcher)
    await held.waitForCount(2)
    held.release()
    for (const page of others) await waitForValue(page, 'a', value)
    const elapsed = performance.now() - diedAt
    console.info(`all others showed the data ${elapsed.toFixed(0)} ms after one had died`)
    expect(elapsed).toBeLessThan(10_000) // 2 seconds on an idle machine
    expect(site.api.requests('/a')).toBe(2)
  })
})

describe('a change in one tab', () => {
  test('shows in all tabs if it is a mutation', async () => {
    site.api.answer('/a', value)
    const { pages, open } = await openTabsWithLongTimeout(site, 3, pathOfKeys('a'))
    for (const page of pages) await waitForValue(page, 'a', value)
    await callApp(pages[0] as Page, 'mutate', 'a', 'mutated')
    for (const page of pages) await waitForValue(page, 'a', 'mutated')
    const later = await open(pathOf({ keys: ['a'], options: { duration: '1h' } }))
    await waitForValue(later, 'a', 'mutated')
    expect(site.api.requests('/a')).toBe(1)
  })

  test('shows in all tabs if it is an invalidation, and at most two tabs fetch', async () => {
    let answers = 0
    site.api.answer('/a', () => `answer ${++answers}`)
    const { pages } = await openTabsWithLongTimeout(site, 6, pathOf({ keys: ['a'], options: { duration: '1m' } }))
    for (const page of pages) await waitForValue(page, 'a', 'answer 1')
    await callApp(pages[0] as Page, 'invalidate', 'a')
    const readTexts = () => Promise.all(pages.map((page) => page.locator('output').innerText()))
    await expect
      .poll(async () => new Set(await readTexts()), { timeout: 10_000 })
      .toEqual(new Set([expect.stringMatching(/[23]/)]))
    expect(answers).toBeLessThanOrEqual(3)
  })

  test('stays in that tab while it is optimistic', async () => {
    site.api.answer('/a', value)
    const { pages } = await openTabsWithLongTimeout(site, 2, pathOfKeys('a'))
    const [one, other] = pages as [Page, Page]
    for (const page of pages) await waitForValue(page, 'a', value)
    await callApp(one, 'startMutation', 'a', 'optimistic')
    await waitForValue(one, 'a', 'optimistic')
    await new Promise((resolve) => setTimeout(resolve, 300))
    await callApp(one, 'endMutation', 'committed')
    for (const page of pages) await waitForValue(page, 'a', 'committed')
    expect((await readCommits(other, 'a')).map(({ data }) => data)).not.toContain('optimistic')
    expect(await readStoredIds(one)).toHaveLength(1)
  })
})
