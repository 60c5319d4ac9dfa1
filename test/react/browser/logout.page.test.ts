import type { Page } from 'playwright'
import { expect, test } from 'vitest'
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

test('leaves nothing in memory, in IndexedDB and in other tabs after one awaited `invalidateAll()` (52)', async () => {
  for (const key of ['a', 'b']) site.api.answer(`/${key}`, `secret ${key}`)
  const tabs = await openTabsWithLongTimeout(site, 0)
  const path = pathOf({ keys: ['a'], options: { duration: '1h' } })
  const [one, other] = [await tabs.open(path), await tabs.open(path)]
  for (const page of [one, other]) {
    await waitForValue(page, 'a', 'secret a')
    await callApp(page, 'show', 'b')
    await waitForValue(page, 'b', 'secret b')
    await callApp(page, 'show')
  }

  await callApp(one, 'invalidateAll')
  for (const key of ['a', 'b']) site.api.fail(`/${key}`, 401)
  expect(await readStoredIds(one)).toEqual([])
  for (const page of [one, other]) await expectNoData(page, 'a', 'b')
})

test('drops an answer that arrives after `invalidateAll()`, in all tabs and on the disk (6, 52)', async () => {
  site.api.answer('/a', 'secret')
  const held = site.api.hold('/a')
  const { open, pages } = await openTabsWithLongTimeout(site, 2, pathOfKeys('a'))
  await held.waitForCount(1)
  const [one, other] = pages as [Page, Page]
  for (const page of [one, other]) await callApp(page, 'show')
  await callApp(one, 'invalidateAll')
  const arrived = Promise.race(pages.map((page) => page.waitForEvent('requestfinished')))
  held.release()
  await arrived
  site.api.fail('/a', 401)
  await expectNoData(await open(), 'a')
  for (const page of pages) await expectNoData(page, 'a')
  expect(await readStoredIds(one)).toEqual([])
})

/** Mounts entries, and checks that they show an error and never any data. */
async function expectNoData(page: Page, ...keys: string[]): Promise<void> {
  const counts = await Promise.all(keys.map(async (key) => (await readCommits(page, key)).length))
  await callApp(page, 'show', ...keys)
  for (const [index, key] of keys.entries()) {
    await page.getByText(`Error: /${key} answered 401`, { exact: true }).first().waitFor()
    const commits = (await readCommits(page, key)).slice(counts[index])
    expect(commits.filter(({ data }) => data !== undefined)).toEqual([])
  }
  await callApp(page, 'show')
}
