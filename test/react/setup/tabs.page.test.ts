import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'

const site = createSite('test/react/page-scripts/greeting.tsx')

test('opens several tabs, and counts their requests', async () => {
  site.api.answer('/hello', { text: 'hello' })
  const { pages } = await site.openTabs(3, '/hello')

  for (const page of pages) await waitForText(page, 'hello')
  expect(site.api.requests('/hello')).toBe(3)
})

test('holds answers back until the test releases them', async () => {
  site.api.answer('/hello', { text: 'hello' })
  const held = site.api.hold('/hello')
  const { pages } = await site.openTabs(2, '/hello')
  await held.waitForCount(2)
  for (const page of pages) await waitForText(page, 'loading')
  held.release()

  for (const page of pages) await waitForText(page, 'hello')
})

test('answers with a status, goes offline, and comes back under the same address', async () => {
  site.api.fail('/hello', 503)
  const { open, pages } = await site.openTabs(1, '/hello')
  for (const page of pages) await waitForText(page, '/hello answered 503')

  await site.api.stop()
  const page = await open('/hello')
  await waitForText(page, 'Failed to fetch')

  await site.api.restart()
  site.api.answer('/hello', () => ({ text: 'again' }))
  await page.reload()
  await waitForText(page, 'again')
})

test.fails('fails a test whose page throws', async () => {
  const { pages } = await site.openTabs(1)
  await pages[0]?.evaluate(() => void Promise.reject(new Error('nobody waits for this')))
})

/** Waits for the text, with the timeout of Playwright. */
async function waitForText(page: Page, text: string): Promise<void> {
  await page.getByText(text, { exact: true }).waitFor()
}
