import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { siteOf } from '../support/pages.ts'
import { ask, asking, momentsOf, names, patientTabs, showing, shows } from './entries.ts'

const site = siteOf('test/react/pages/entries.tsx')

test('leaves nothing in memory, in IndexedDB and in other tabs after one awaited `invalidateAll()` (52)', async () => {
  for (const key of ['a', 'b']) site.api.answer(`/${key}`, `secret ${key}`)
  const tabs = await patientTabs(site, 0)
  const visit = asking({ keys: ['a'], options: { duration: '1h' } })
  const [one, other] = [await tabs.open(visit), await tabs.open(visit)]
  for (const page of [one, other]) {
    await shows(page, 'a', 'secret a')
    await ask(page, 'show', 'b')
    await shows(page, 'b', 'secret b')
    await ask(page, 'show')
  }

  await ask(one, 'invalidateAll')
  for (const key of ['a', 'b']) site.api.fail(`/${key}`, 401)
  expect(await names(one)).toEqual([])
  for (const page of [one, other]) await refusesToShow(page, 'a', 'b')
})

test('drops an answer that arrives after `invalidateAll()`, in all tabs and on the disk (6, 52)', async () => {
  site.api.answer('/a', 'secret')
  const held = site.api.hold('/a')
  const { open, pages } = await patientTabs(site, 2, showing('a'))
  await held.waiting(1)
  const [one, other] = pages as [Page, Page]
  for (const page of [one, other]) await ask(page, 'show')
  await ask(one, 'invalidateAll')
  const arrived = Promise.race(pages.map((page) => page.waitForEvent('requestfinished')))
  held.release()
  await arrived
  site.api.fail('/a', 401)
  await refusesToShow(await open(), 'a')
  for (const page of pages) await refusesToShow(page, 'a')
  expect(await names(one)).toEqual([])
})

/** Mounts entries, and checks that they show an error and never any data. */
async function refusesToShow(page: Page, ...keys: string[]): Promise<void> {
  const counts = await Promise.all(keys.map(async (key) => (await momentsOf(page, key)).length))
  await ask(page, 'show', ...keys)
  for (const [index, key] of keys.entries()) {
    await page.getByText(`Error: /${key} answered 401`, { exact: true }).first().waitFor()
    const shown = (await momentsOf(page, key)).slice(counts[index])
    expect(shown.filter(({ data }) => data !== undefined)).toEqual([])
  }
  await ask(page, 'show')
}
