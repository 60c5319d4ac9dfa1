import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { createSite } from '../support/pages.ts'

const site = createSite('test/swr/page-scripts/profile.tsx')

const waitForText = (page: Page, text: string) => page.locator('main', { hasText: text }).waitFor()

test('the first example of SWR shows its data after a reload offline, and in a new tab', async () => {
  const { context, open, pages } = await site.openTabs(0)
  let requests = 0
  let name: string | undefined = 'Ada'
  await context.route('**/api/user', (route) => {
    requests += 1
    return name ? route.fulfill({ json: { name } }) : route.abort()
  })
  expect(pages).toEqual([])
  const page = await open()
  await waitForText(page, 'hello Ada!')

  name = undefined
  await page.addInitScript(() => {
    const now = Date.now()
    Date.now = () => now + 10_000 // long after `dedupingInterval`
    Object.defineProperty(navigator, 'onLine', { get: () => false })
  })
  await page.reload()
  await waitForText(page, 'hello Ada!')
  expect(requests).toBe(1)

  name = 'Grace'
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await waitForText(page, 'hello Grace!')
  const other = await open()
  await waitForText(other, 'hello Grace!')
})
