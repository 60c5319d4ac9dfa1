import type { QueryClient } from '@tanstack/react-query'
import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import type { Cachetta } from '../../src/index.ts'
import { createSite } from '../support/pages.ts'

declare global {
  var cache: Cachetta
  var client: QueryClient
}

const site = createSite('test/tanstack-query/page-scripts/todos.tsx')

const waitForText = (page: Page, text: string) => page.locator('output', { hasText: text }).waitFor()
const waitForEntries = (page: Page, count: number) =>
  expect
    .poll(() =>
      page.evaluate(async () => {
        let found = 0
        for await (const _entry of cache.entries()) found += 1
        return found
      }),
    )
    .toBe(count)

describe.each(['/?function', '/?client'])('%s', (path) => {
  test('data shows after a reload without a network, and is not fetched while it is fresh', async () => {
    site.api.answer('/todo', 'tidy up')
    const { pages } = await site.openTabs(1, path)
    const [page] = pages as [Page]
    await waitForText(page, 'tidy up 1970')
    await waitForEntries(page, 1)
    await site.api.stop()
    await page.reload()
    await waitForText(page, 'tidy up 1970')
    await page.evaluate(() => client.invalidateQueries({ refetchType: 'none' }))
    await page.reload()
    await waitForText(page, 'tidy up 1970')
    await expect.poll(() => page.evaluate(() => client.getQueryState(['todo', 1])?.isInvalidated)).toBe(true)
  })

  test('a change in one tab shows in the other, and a logout empties both', async () => {
    site.api.answer('/todo', 'tidy up')
    const { open, pages } = await site.openTabs(1, path)
    const [page] = pages as [Page]
    await waitForText(page, 'tidy up')
    await waitForEntries(page, 1)
    const other = await open(path)
    await waitForText(other, 'tidy up')
    expect(site.api.requests('/todo')).toBe(1)
    await other.evaluate(() => void client.setQueryData(['todo', 1], { title: 'rest', at: new Date(0) }))
    await waitForText(page, 'rest 1970')

    site.api.answer('/todo', 'of the next user')
    await other.evaluate(() => cache.invalidateAll())
    await waitForText(other, 'of the next user')
    await waitForText(page, 'of the next user')
  })
})
