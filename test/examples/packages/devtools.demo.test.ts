import { expect, it } from 'vitest'
import { setUpBrowser, startDemo, waitUntilReady } from './demo.ts'

const { visit } = setUpBrowser()

it('an address with ?devtools has the panel, which lists the entries of the page; others load nothing of it', async () => {
  const demo = await startDemo(10)
  const { page } = await visit(demo)
  await waitUntilReady(page)
  const panels = page.locator('cachetta-devtools')
  expect(await panels.count()).toBe(0)
  await page.goto(`${new URL(page.url()).origin}/?devtools`)
  await waitUntilReady(page)
  await page.getByRole('button', { name: 'Cachetta devtools' }).click()
  await page.getByRole('grid', { name: 'Entries' }).waitFor()
  await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(1)
  expect(await page.getByRole('tab', { name: 'Outbox' }).count()).toBe(1)
})
