import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import { openTabsWithLongTimeout, pathOf, readCommits, waitForValue } from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

const path = pathOf({ keys: ['a'], options: { duration: '1h' } })

const leaves: [title: string, leave: (page: Page, value: string) => Promise<unknown>][] = [
  [
    'reloads',
    (page, value) =>
      page.evaluate((last) => {
        void Reflect.get(globalThis, 'app').mutate('a', last)
        location.reload()
      }, value),
  ],
  [
    'opens another address',
    (page, value) =>
      page.evaluate((last) => {
        void Reflect.get(globalThis, 'app').mutate('a', last)
        location.href = 'about:blank'
      }, value),
  ],
  [
    'is closed',
    async (page, value) => {
      await page.evaluate((last) => void Reflect.get(globalThis, 'app').mutate('a', last), value)
      await page.close()
    },
  ],
]

test.each(leaves)('restores the value of a mutation if the page %s right after it', async (title, leave) => {
  site.api.answer('/a', 'from the server')
  const tabs = await openTabsWithLongTimeout(site, 0)
  let page = await tabs.open(path)
  await waitForValue(page, 'a', 'from the server')
  await site.api.stop()
  for (let round = 0; round < 5; round++) {
    await leave(page, `last of round ${round}`)
    if (title !== 'reloads') page = await tabs.open(path)
    await page.waitForFunction(() => Reflect.has(globalThis, 'app'))
    await waitForValue(page, 'a', `last of round ${round}`)
    expect((await readCommits(page, 'a')).find(({ data }) => data !== undefined)?.data).toBe(`last of round ${round}`)
  }
})
