import { createRequire } from 'node:module'
import type { AxeResults, NodeResult } from 'axe-core'
import type { Browser, Page } from 'playwright'
import { chromium } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import type { LocalServer } from '../support/local-server.ts'
import type {} from '../support/pages.ts'
import { serveSite } from './site.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

let site: LocalServer
let browser: Browser
beforeAll(async () => {
  site = await serveSite()
  browser = await chromium.launch(inject('chromium'))
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

/** One page of each kind. */
const pages = [
  '/',
  '/concepts.html', // drawings
  '/components.html', // code, and wide tables
  '/api/cachetta/functions/lookup.html',
  '/api/cachetta/interfaces/CachettaOptions.html',
]

describe.each([375, 1440])('axe finds nothing at %i px', (width) => {
  test.each(pages)('on the page %s', async (path) => {
    const page = await openPage(width)
    await page.goto(site.url + path)
    expect(await findViolations(page)).toEqual([])
    if (width < 1_000) return // the colours are the same
    await darken(page)
    expect(await findViolations(page, rulesOfColours)).toEqual([])
  })

  test('in the search', async () => {
    const page = await openPage(width)
    await page.goto(`${site.url}/concepts.html`)
    await page.locator('.VPNavBarSearch button').click()
    await page.locator('#localsearch-input').fill('restore')
    await page.locator('#localsearch-list a').first().waitFor()
    expect(await findViolations(page)).toEqual([])
    await darken(page)
    expect(await findViolations(page, rulesOfColours)).toEqual([])
  })
})

/** The dark page differs from the light one in its colours only. */
const rulesOfColours = { runOnly: ['color-contrast', 'link-in-text-block'] }

async function openPage(width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' })
  onTestFinished(() => context.close())
  return context.newPage()
}

async function darken(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html.dark').waitFor()
}

/** Sentences about what axe finds: the rule, and the first elements that break it. */
async function findViolations(page: Page, options: object = {}): Promise<string[]> {
  await page.addScriptTag({ path: axe })
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(describeElement).join('\n  ')}`)
}

function describeElement({ html, any }: NodeResult): string {
  return `${html.slice(0, 160)} ${any[0]?.message ?? ''}`
}
