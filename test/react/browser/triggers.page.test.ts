import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import type { PageSettings } from '../page-scripts/entries.tsx'
import { callApp, pathOf, readCommits, readStoredValues, waitForValue } from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

/** Opens a page that shows `answer 1`. The test can advance its clock. `countRequests` also counts requests that fail. */
async function openPage(options: PageSettings['options'] = {}) {
  let answers = 0
  let requests = 0
  site.api.answer('/a', () => `answer ${++answers}`)
  const { context, open } = await site.openTabs(0)
  await context.clock.install()
  context.on('request', (request) => {
    if (request.url().startsWith(site.api.url)) requests += 1
  })
  const page = await open(pathOf({ keys: ['a'], options }))
  await waitForValue(page, 'a', 'answer 1')
  return { context, page, countRequests: () => requests }
}

/** Makes the page visible or hidden, and dispatches the event as a browser does. */
async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { value: now, configurable: true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, state)
}

/** Gives the page time to start a fetch, if it starts one. */
const waitForFetch = (page: Page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)))

describe('a page that is offline', () => {
  test('does not revalidate, and fetches at once when the network is back (25)', async () => {
    const { context, page, countRequests } = await openPage({ focusThrottleInterval: 0 })
    await context.setOffline(true)
    await context.clock.fastForward('01:00')
    await setVisibility(page, 'visible')
    await waitForFetch(page)
    expect(countRequests()).toBe(1)
    await context.setOffline(false)
    await waitForValue(page, 'a', 'answer 2')
    expect(countRequests()).toBe(2)
  })

  test('shows data from IndexedDB', async () => {
    const { context, page, countRequests } = await openPage()
    await callApp(page, 'mutate', 'b', 'known')
    await expect.poll(() => readStoredValues(page)).toContain('known')
    await page.reload()
    await context.setOffline(true)
    await callApp(page, 'show', 'b')
    await waitForValue(page, 'b', 'known')
    expect((await readCommits(page, 'b')).at(-1)).toMatchObject({ source: 'store', isValidating: false })
    await waitForFetch(page)
    expect(countRequests()).toBeLessThanOrEqual(2)
  })
})

describe('a page that gets the focus', () => {
  test('fetches at most once in 5 seconds, counted from the mount (24)', async () => {
    const { context, page, countRequests } = await openPage()
    await setVisibility(page, 'visible')
    await waitForFetch(page)
    expect(countRequests()).toBe(1)
    await context.clock.fastForward('00:06')
    await setVisibility(page, 'visible')
    await waitForValue(page, 'a', 'answer 2')
    await context.clock.fastForward('00:03')
    await setVisibility(page, 'visible')
    await waitForFetch(page)
    expect(countRequests()).toBe(2)
    await context.clock.fastForward('00:03')
    await page.evaluate(() => void window.dispatchEvent(new Event('focus')))
    await waitForValue(page, 'a', 'answer 3')
  })

  test('does not fetch when it becomes hidden instead', async () => {
    const { context, page, countRequests } = await openPage()
    await context.clock.fastForward('00:06')
    await setVisibility(page, 'hidden')
    await waitForFetch(page)
    expect(countRequests()).toBe(1)
  })
})

test('pauses polling while the page is hidden or offline, and fetches on return (25)', async () => {
  const { context, page, countRequests } = await openPage({ refreshInterval: 10_000 })
  await context.clock.fastForward('00:11')
  await waitForValue(page, 'a', 'answer 2')

  await setVisibility(page, 'hidden')
  for (let round = 0; round < 3; round++) {
    await context.clock.fastForward('00:11')
    await waitForFetch(page)
  }
  expect(countRequests()).toBe(2)
  await setVisibility(page, 'visible')
  await waitForValue(page, 'a', 'answer 3')

  await context.setOffline(true)
  for (let round = 0; round < 3; round++) {
    await context.clock.fastForward('00:11')
    await waitForFetch(page)
  }
  expect(countRequests()).toBe(3)
  await context.setOffline(false)
  await waitForValue(page, 'a', 'answer 4')
  await context.clock.fastForward('00:11')
  await waitForValue(page, 'a', 'answer 5')
})
