import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { siteOf } from '../support/pages.ts'

const site = siteOf('test/react/pages/frame.tsx')

test('opens several tabs, and counts their requests', async () => {
  site.api.answer('/hello', { text: 'hello' })
  const { pages } = await site.openTabs(3, '/hello')

  for (const page of pages) await shows(page, 'hello')
  expect(site.api.requests('/hello')).toBe(3)
})

test('holds answers back until the test releases them', async () => {
  site.api.answer('/hello', { text: 'hello' })
  const held = site.api.hold('/hello')
  const { pages } = await site.openTabs(2, '/hello')
  await held.waiting(2)
  for (const page of pages) await shows(page, 'loading')
  held.release()

  for (const page of pages) await shows(page, 'hello')
})

test('answers with a status, goes offline, and comes back under the same address', async () => {
  site.api.fail('/hello', 503)
  const { open, pages } = await site.openTabs(1, '/hello')
  for (const page of pages) await shows(page, '/hello answered 503')

  await site.api.disappear()
  const page = await open('/hello')
  await shows(page, 'Failed to fetch')

  await site.api.comeBack()
  site.api.answer('/hello', () => ({ text: 'again' }))
  await page.reload()
  await shows(page, 'again')
})

test.fails('fails a test whose page throws', async () => {
  const { pages } = await site.openTabs(1)
  await pages[0]?.evaluate(() => void Promise.reject(new Error('nobody waits for this')))
})

/** Waits for the text, with the timeout of Playwright. */
async function shows(page: Page, text: string): Promise<void> {
  await page.getByText(text, { exact: true }).waitFor()
}
