import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { siteOf } from '../support/pages.ts'
import { asking, momentsOf, patientTabs, shows } from './entries.ts'

const site = siteOf('test/react/pages/entries.tsx')

const visit = asking({ keys: ['a'], options: { duration: '1h' } })

const departures: [way: string, leave: (page: Page, value: string) => Promise<unknown>][] = [
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

test.each(departures)('restores the value of a mutation if the page %s right after it', async (way, leave) => {
  site.api.answer('/a', 'from the server')
  const tabs = await patientTabs(site, 0)
  let page = await tabs.open(visit)
  await shows(page, 'a', 'from the server')
  await site.api.disappear()
  for (let round = 0; round < 5; round++) {
    await leave(page, `last of round ${round}`)
    if (way !== 'reloads') page = await tabs.open(visit)
    await page.waitForFunction(() => Reflect.has(globalThis, 'app'))
    await shows(page, 'a', `last of round ${round}`)
    expect((await momentsOf(page, 'a')).find(({ data }) => data !== undefined)?.data).toBe(`last of round ${round}`)
  }
})
