import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { siteOf } from '../support/pages.ts'
import { ask, asking, momentsOf, shows } from './entries.ts'
import type { Visit } from './pages/entries.tsx'

const site = siteOf('test/react/pages/entries.tsx')

/** Opens a page that shows `answer 1`; its clock can be put forward. `tried` counts what it asks for, in vain or not. */
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

/** As the browser tells a page that it is looked at, or not any more. */
async function turn(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { value: now, configurable: true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, state)
}

/** Lets the page do what it is about to do. */
const idle = (page: Page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)))

describe('offline', () => {
  test('nothing is fetched again, and at once on return', async () => {
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

  test('what is in IndexedDB is shown', async () => {
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

describe('focus', () => {
  test('fetches again, at most once in 5 seconds, counted from the mount', async () => {
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

  test('lost fetches nothing', async () => {
    const { context, page, tried } = await showingAnswers()
    await context.clock.fastForward('00:06')
    await turn(page, 'hidden')
    await idle(page)
    expect(tried()).toBe(1)
  })
})

test('polling rests while the page is hidden or offline', async () => {
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
