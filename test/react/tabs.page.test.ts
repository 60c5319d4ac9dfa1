import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { siteOf } from '../support/pages.ts'
import { ask, asking, momentsOf, names, patientTabs, showing, shows } from './entries.ts'

const site = siteOf('test/react/pages/entries.tsx')

const value = { text: 'from the server' }

/** Opens tabs in a new profile. `fetcher` is the tab that sent the first request. */
async function tabsWithFetcher(count: number, path: string) {
  const tabs = await patientTabs(site, 0)
  const asked = tabs.context.waitForEvent('request', (request) => request.url().startsWith(site.api.url))
  await Promise.all(Array.from({ length: count }, () => tabs.open(path)))
  return { ...tabs, fetcher: (await asked).frame().page() }
}

describe('ten tabs that open one page at the same time', () => {
  test('make one request for each entry', async () => {
    for (const key of ['a', 'b']) site.api.answer(`/${key}`, value)
    const { pages } = await patientTabs(site, 10, asking({ keys: ['a', 'b'], options: { duration: '1m' } }))
    for (const page of pages) for (const key of ['a', 'b']) await shows(page, key, value)
    expect([site.api.requests('/a'), site.api.requests('/b')]).toEqual([1, 1])
  })

  test('wait for the request of the first tab, however long it takes', async () => {
    site.api.answer('/a', value)
    const held = site.api.hold('/a')
    const { pages } = await patientTabs(site, 10, showing('a'))
    for (const page of pages) await shows(page, 'a', 'nothing')
    await new Promise((resolve) => setTimeout(resolve, 3_000)) // longer than `dedupingInterval`
    held.release()
    for (const page of pages) await shows(page, 'a', value)
    expect(site.api.requests('/a')).toBe(1)
  })
})

describe('a tab that dies while it fetches', () => {
  const ways: [title: string, die: (page: Page) => Promise<unknown>][] = [
    ['closed', (page) => page.close()],
    ['crashed', (page) => page.goto('chrome://crash').catch(() => undefined)],
  ]

  test.each(ways)('is replaced by one other tab at once: %s', async (_title, die) => {
    site.api.answer('/a', value)
    const held = site.api.hold('/a')
    const { fetcher, pages } = await tabsWithFetcher(4, showing('a'))
    await held.waiting(1)
    const others = pages.filter((page) => page !== fetcher)
    let diedAt = Number.NaN
    for (const event of ['close', 'crash'] as const) {
      fetcher.once(event as 'close', () => {
        diedAt = performance.now()
      })
    }
    void die(fetcher)
    await held.waiting(2)
    held.release()
    for (const page of others) await shows(page, 'a', value)
    const elapsed = performance.now() - diedAt
    console.info(`all others showed the data ${elapsed.toFixed(0)} ms after one had died`)
    expect(elapsed).toBeLessThan(10_000) // 2 seconds on an idle machine
    expect(site.api.requests('/a')).toBe(2)
  })
})

describe('a change in one tab', () => {
  test('shows in all tabs if it is a mutation', async () => {
    site.api.answer('/a', value)
    const { pages, open } = await patientTabs(site, 3, showing('a'))
    for (const page of pages) await shows(page, 'a', value)
    await ask(pages[0] as Page, 'mutate', 'a', 'mutated')
    for (const page of pages) await shows(page, 'a', 'mutated')
    const later = await open(asking({ keys: ['a'], options: { duration: '1h' } }))
    await shows(later, 'a', 'mutated')
    expect(site.api.requests('/a')).toBe(1)
  })

  test('shows in all tabs if it is an invalidation, and at most two tabs fetch', async () => {
    let answers = 0
    site.api.answer('/a', () => `answer ${++answers}`)
    const { pages } = await patientTabs(site, 6, asking({ keys: ['a'], options: { duration: '1m' } }))
    for (const page of pages) await shows(page, 'a', 'answer 1')
    await ask(pages[0] as Page, 'invalidate', 'a')
    const shown = () => Promise.all(pages.map((page) => page.locator('output').innerText()))
    await expect
      .poll(async () => new Set(await shown()), { timeout: 10_000 })
      .toEqual(new Set([expect.stringMatching(/[23]/)]))
    expect(answers).toBeLessThanOrEqual(3)
  })

  test('stays in that tab while it is optimistic', async () => {
    site.api.answer('/a', value)
    const { pages } = await patientTabs(site, 2, showing('a'))
    const [one, other] = pages as [Page, Page]
    for (const page of pages) await shows(page, 'a', value)
    await ask(one, 'expect', 'a', 'expected')
    await shows(one, 'a', 'expected')
    await new Promise((resolve) => setTimeout(resolve, 300))
    await ask(one, 'arrive', 'arrived')
    for (const page of pages) await shows(page, 'a', 'arrived')
    expect((await momentsOf(other, 'a')).map(({ data }) => data)).not.toContain('expected')
    expect(await names(one)).toHaveLength(1)
  })
})
