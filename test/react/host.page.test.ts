import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { siteOf } from '../support/pages.ts'
import { ask, asking, momentsOf, shows } from './entries.ts'
import type { Visit } from './pages/entries.tsx'

const site = siteOf('test/react/pages/entries.tsx')

/** Opens a page that shows `answer 1`. The test can advance its clock. `tried` counts its requests, also those that fail. */
async function showingAnswers(options: Visit['options'] = {}) {
  let answers = 0
  let tried = 0
  site.api.answer('/a', () => `answer ${++answers}`)
  const { context, open } = await site.openTabs(0)
  await context.clock.install()
  context.on('request', (request) => {
    if (request.url().startsWith(site.api.url)) tried += 1
  })
  const page = await open(asking({ keys: ['a'], options }))
  await shows(page, 'a', 'answer 1')
  return { context, page, tried: () => tried }
}

/** Makes the page visible or hidden, and dispatches the event as a browser does. */
async function turn(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { value: now, configurable: true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, state)
}

/** Gives the page time to start a fetch. */
const idle = (page: Page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)))

describe('a page that is offline', () => {
  test('does not revalidate, and fetches at once when the network is back (25)', async () => {
    const { context, page, tried } = await showingAnswers({ focusThrottleInterval: 0 })
    await context.setOffline(true)
    await context.clock.fastForward('01:00')
    await turn(page, 'visible')
    await idle(page)
    expect(tried()).toBe(1)
    await context.setOffline(false)
    await shows(page, 'a', 'answer 2')
    expect(tried()).toBe(2)
  })

  test('shows data from IndexedDB', async () => {
    const { context, page, tried } = await showingAnswers()
    await ask(page, 'mutate', 'b', 'known')
    await page.reload()
    await context.setOffline(true)
    await ask(page, 'show', 'b')
    await shows(page, 'b', 'known')
    expect((await momentsOf(page, 'b')).at(-1)).toMatchObject({ source: 'store', isValidating: false })
    await idle(page)
    expect(tried()).toBeLessThanOrEqual(2)
  })
})

describe('a page that gets the focus', () => {
  test('fetches at most once in 5 seconds, counted from the mount (24)', async () => {
    const { context, page, tried } = await showingAnswers()
    await turn(page, 'visible')
    await idle(page)
    expect(tried()).toBe(1)
    await context.clock.fastForward('00:06')
    await turn(page, 'visible')
    await shows(page, 'a', 'answer 2')
    await context.clock.fastForward('00:03')
    await turn(page, 'visible')
    await idle(page)
    expect(tried()).toBe(2)
    await context.clock.fastForward('00:03')
    await page.evaluate(() => void window.dispatchEvent(new Event('focus')))
    await shows(page, 'a', 'answer 3')
  })

  test('does not fetch when it becomes hidden instead', async () => {
    const { context, page, tried } = await showingAnswers()
    await context.clock.fastForward('00:06')
    await turn(page, 'hidden')
    await idle(page)
    expect(tried()).toBe(1)
  })
})

test('pauses polling while the page is hidden or offline, and fetches on return (25)', async () => {
  const { context, page, tried } = await showingAnswers({ refreshInterval: 10_000 })
  await context.clock.fastForward('00:11')
  await shows(page, 'a', 'answer 2')

  await turn(page, 'hidden')
  for (let round = 0; round < 3; round++) {
    await context.clock.fastForward('00:11')
    await idle(page)
  }
  expect(tried()).toBe(2)
  await turn(page, 'visible')
  await shows(page, 'a', 'answer 3')

  await context.setOffline(true)
  for (let round = 0; round < 3; round++) {
    await context.clock.fastForward('00:11')
    await idle(page)
  }
  expect(tried()).toBe(3)
  await context.setOffline(false)
  await shows(page, 'a', 'answer 4')
  await context.clock.fastForward('00:11')
  await shows(page, 'a', 'answer 5')
})
