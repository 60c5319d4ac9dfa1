import type { BrowserContext, Page, Route } from 'playwright'
import { expect, test } from 'vitest'
import { readStoredValues } from '../react/support/entries-page.ts'
import { createSite } from '../support/pages.ts'

const site = createSite('test/swr/page-scripts/issues.tsx')

/** A server of issues. While `isDown`, it answers nothing. */
async function startIssues(context: BrowserContext) {
  const server = { isDown: false, titles: ['one', 'two', 'three'], requests: [] as string[] }
  const answer = (route: Route): unknown => {
    const url = new URL(route.request().url())
    if (route.request().method() === 'POST') {
      server.titles.unshift(route.request().postData() ?? '')
      return {}
    }
    if (url.pathname === '/api/star') return { starred: false }
    const [page, size] = ['page', 'size'].map((name) => Number(url.searchParams.get(name))) as [number, number]
    return server.titles.slice(page * size, (page + 1) * size).map((title) => ({ id: title, title }))
  }
  await context.route('**/api/**', (route) => {
    server.requests.push(route.request().url())
    return server.isDown ? route.abort() : route.fulfill({ json: answer(route) })
  })
  return server
}

/** Waits until the list shows these titles. */
const waitForIssues = (page: Page, titles: readonly string[]) =>
  expect.poll(() => page.locator('li').allTextContents()).toEqual(titles)

const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

test('a list of pages, a mutation and a change by hand show after a reload offline', async () => {
  const { context, open } = await site.openTabs(0)
  const server = await startIssues(context)
  const page = await open()
  await waitForIssues(page, ['one', 'two'])
  await click(page, 'load more')
  await waitForIssues(page, ['one', 'two', 'three'])
  await page.getByRole('button', { name: 'no more issues' }).waitFor()
  await click(page, 'add')
  await waitForIssues(page, ['added', 'one', 'two', 'three'])
  await click(page, 'star')
  await page.getByRole('button', { name: 'starred' }).waitFor()

  // A page that is left before its database has opened loses what it would have written.
  await expect.poll(() => readStoredValues(page)).toContainEqual({ starred: true })

  server.isDown = true
  await context.addInitScript(() => {
    const now = Date.now()
    Date.now = () => now + 10_000 // long after `dedupingInterval`
    Object.defineProperty(navigator, 'onLine', { get: () => false })
  })
  const before = server.requests.length
  await page.reload()
  await waitForIssues(page, ['added', 'one', 'two', 'three'])
  await page.getByRole('button', { name: 'starred' }).waitFor()
  expect(server.requests).toHaveLength(before)

  server.isDown = false
  server.titles[0] = 'renamed'
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await waitForIssues(page, ['renamed', 'one', 'two', 'three'])
})

test('what `mutate` sets in one tab shows in the other', async () => {
  const { context, open } = await site.openTabs(0)
  await startIssues(context)
  const [one, other] = [await open(), await open()]
  for (const page of [one, other]) await page.getByRole('button', { name: 'star', exact: true }).waitFor()
  await click(one, 'star')
  await other.getByRole('button', { name: 'starred' }).waitFor()
})
