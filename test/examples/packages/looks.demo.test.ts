import axe from 'axe-core'
import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import type { Demo } from './demo.ts'
import { setUpBrowser, startDemo, waitForEntries, waitUntilReady } from './demo.ts'

const { visit } = setUpBrowser()

const VARIANTS = [375, 1440].flatMap((width) => (['light', 'dark'] as const).map((theme) => ({ width, theme })))
const PACKAGE_PATH = '/package/p-00%401.0.0'

/** At two widths, light and dark: axe finds nothing, the page does not scroll sideways, and a finger hits each control. */
async function checkLooks(page: Page, state: string): Promise<void> {
  for (const { width, theme } of VARIANTS) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme: theme })
    const name = `${state} at ${width} px, ${theme}`
    expect(await page.evaluate(findViolations), name).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width)
    expect(await page.evaluate(findSmallControls), name).toEqual([])
  }
}

/** Runs in the page. `axe` is a global of the script that the test adds. */
async function findViolations(): Promise<string[]> {
  const { run } = Reflect.get(globalThis, 'axe') as typeof axe
  const { violations } = await run(document, { resultTypes: ['violations'], preload: false, iframes: false })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ failureSummary, html }) => `${id}: ${html} ${failureSummary}`),
  )
}

/** Buttons, fields and links of the navigation that are lower than 44 px, or wider than the screen. Runs in the page. */
function findSmallControls(): string[] {
  const controls = document.querySelectorAll('button, input[type="search"], textarea, nav a, .row')
  return [...controls]
    .filter((control) => {
      const { height, left, right } = control.getBoundingClientRect()
      return height > 0 && (height < 43.5 || left < 0 || right > innerWidth)
    })
    .map((control) => control.outerHTML)
}

async function open(demo: Demo, path: string): Promise<Page> {
  const { context, page } = await visit(demo, 'about:blank')
  await context.addInitScript({ content: axe.source })
  await page.goto(demo.url + path)
  await waitUntilReady(page)
  return page
}

it('the pages with data have no violation, fit the screen, and their controls are large enough', async () => {
  const demo = await startDemo(8)
  const page = await open(demo, '/')
  for (const path of [PACKAGE_PATH, '/favourites', '/source/app/routes.ts']) {
    await page.goto(demo.url + path)
    await waitUntilReady(page)
    await checkLooks(page, path)
  }
  await page.setViewportSize({ width: 375, height: 800 })
  await page.goto(demo.url)
  await waitUntilReady(page)
  await page.getByText('Five things to try').click()
  await page.getByRole('button', { name: 'Where does this data come from?' }).click()
  await page.getByText('What these words mean').click()
  await page.getByText('Read from IndexedDB').waitFor()
  await checkLooks(page, 'the list with its explanations')
})

it('the pages without data have no violation, and fit the screen', async () => {
  const demo = await startDemo(8)
  const page = await open(demo, '/')
  for (const path of ['/?search=nothing', '/package/absent%401.0.0', '/nowhere']) {
    await page.goto(demo.url + path)
    await waitUntilReady(page)
    await checkLooks(page, path)
  }
})

it('the states without a server have no violation', async () => {
  const demo = await startDemo(8)
  const page = await open(demo, PACKAGE_PATH)
  await waitForEntries(page, /^"package"/, /^"notes"/, /^"favourites"/, /^"me"/)
  await demo.stop()
  await page.locator('.connection-notice').waitFor()
  await page.getByLabel('Your note').fill('It waits.')
  await page.getByRole('button', { name: 'Add note' }).click()
  await page.locator('.note.is-waiting').waitFor()
  await page.getByRole('button', { name: 'Favourite p-00@1.0.0' }).click()
  await page.locator('.star.is-waiting').waitFor()
  await checkLooks(page, 'offline')
  await page.goto(`${demo.url}/package/p-07%401.0.0`)
  await page.getByText('This browser has not stored this package yet').waitFor()
  await checkLooks(page, 'not stored')
})

it('a refused change has no violation, and fits the screen', async () => {
  const page = await open(await startDemo(5), PACKAGE_PATH)
  await page.route('**/api/favourites/*', (route) => route.fulfill({ status: 403 }))
  await page.getByRole('button', { name: 'Favourite p-00@1.0.0' }).click()
  await page.getByRole('alert').getByText('The server refused p-00@1.0.0 as a favourite.').waitFor()
  await checkLooks(page, 'refused')
})

it('the keyboard alone opens a package, adds a favourite and a note', async () => {
  const page = await open(await startDemo(5), '/')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main')
  const pressTabUntil = async (matches: string) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await page.evaluate((selector) => document.activeElement?.matches(selector), matches)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`The key Tab leads to no ${matches}`)
  }
  await pressTabUntil('.row a')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Dependencies', exact: true }).waitFor()
  await pressTabUntil('.star')
  await page.keyboard.press('Space')
  await expect.poll(() => page.locator('.star').getAttribute('aria-pressed')).toBe('true')
  await pressTabUntil('textarea')
  await page.keyboard.type('Written without a mouse.')
  await pressTabUntil('button[type="submit"]')
  await page.keyboard.press('Enter')
  await page.locator('.note').getByText('Written without a mouse.').waitFor()
})
