import { describe, expect, it } from 'vitest'
import { setUpBrowser, startDemo, waitUntilReady } from './demo.ts'

const { visit } = setUpBrowser()

describe('the list, scrolled to its fourth page', () => {
  it('is at the same place after an entry was opened and Back, at once and without a request', async () => {
    const demo = await startDemo(120)
    const { page, takeRequests } = await visit(demo)
    await waitUntilReady(page)
    const rows = page.locator('.rows .row')
    for (const count of [48, 72, 96]) {
      await page.mouse.wheel(0, 10_000)
      await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(count)
    }
    const link = page.locator('.rows').getByRole('link', { name: 'p-80', exact: true })
    await link.scrollIntoViewIfNeeded()
    const before = await link.boundingBox()
    const count = await rows.count()
    await link.click()
    await page.getByRole('heading', { name: 'p-80@1.0.0' }).waitFor()
    takeRequests()
    await page.goBack()
    await link.waitFor()
    expect(await rows.count()).toBe(count)
    await expect.poll(async () => (await link.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, -1)
    expect(takeRequests().filter((request) => request.endsWith('/api/packages'))).toEqual([])
    await page.reload()
    await expect.poll(() => rows.count()).toBe(count)
  })
})
