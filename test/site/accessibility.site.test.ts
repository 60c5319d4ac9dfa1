import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright'
import { chromium } from 'playwright'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
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
  '/components.html', // code, and a wide table
  '/compatibility.html', // a table alone
  '/api/',
  '/api/cachetta/functions/lookup.html',
  '/api/cachetta/interfaces/CachettaOptions.html',
]
const variants = [375, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
)

test.each(variants)('axe finds nothing at $width px, $colorScheme', async (variant) => {
  const page = await openPage(variant)
  for (const path of pages) {
    await page.goto(site.url + path)
    expect(await findViolations(page), path).toEqual([])
  }
})

test.each(variants)('axe finds nothing in the search dialog at $width px, $colorScheme', async (variant) => {
  const page = await openPage(variant)
  await page.goto(`${site.url}/concepts.html`)
  await page.locator('.VPNavBarSearch button').click()
  await page.locator('#localsearch-input').fill('restore')
  await page.locator('#localsearch-list a').first().waitFor()
  expect(await findViolations(page)).toEqual([])
})

async function openPage({ width, colorScheme }: (typeof variants)[number]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' })
  onTestFinished(() => context.close())
  return context.newPage()
}

/** Sentences about what axe finds: the rule, and the first elements that break it. */
async function findViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe })
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`)
        .join('\n  ')}`,
  )
}
