import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { setUpBrowser, startDemo, waitUntilReady } from './demo.ts'

const { visit } = setUpBrowser()

/** A package whose analysis takes some seconds, also while the machine is busy. */
const heavy = {
  'node_modules/heavy/package.json': { name: 'heavy', version: '1.0.0' },
  'node_modules/heavy/data.txt': 'This text takes long to compress. '.repeat(4_500_000),
}

/** Notes each value of the progress bar. Runs in the page. */
function noteProgress(): void {
  const values: number[] = []
  Reflect.set(globalThis, 'progressValues', values)
  new MutationObserver(() => {
    const bar = document.querySelector('progress')
    if (bar && bar.value !== values.at(-1)) values.push(bar.value)
  }).observe(document, { attributes: true, childList: true, subtree: true })
}

/** Notes each text of the page. Runs in the page: some of them show only for a moment. */
function noteTexts(): void {
  const texts = new Set<string>()
  Reflect.set(globalThis, 'texts', texts)
  new MutationObserver(() => texts.add(document.body.innerText)).observe(document, {
    characterData: true,
    childList: true,
    subtree: true,
  })
}

const readTexts = async (page: Page) =>
  (await page.evaluate(() => [...(Reflect.get(globalThis, 'texts') as Set<string>)])).join('\n')

const readProgress = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'progressValues') as number[])

describe('the way of a package to the page', () => {
  it('is computed for the first visitor, then in the memory of the tab, and read from disk for the next visitor', async () => {
    const demo = await startDemo(5)
    const ada = await visit(demo)
    await waitUntilReady(ada.page)
    const openPackage = () => ada.page.getByRole('link', { name: 'p-03', exact: true }).click()
    await openPackage()
    const origin = ada.page.locator('.origin')
    await origin.getByText('you are the first visitor who asked for this package').waitFor()
    await origin.getByText('This page asked the server for it and got an answer.').waitFor()
    await ada.page.locator('.activity').getByText('p-03@1.0.0 computed for you in').waitFor()
    const openAgain = async () => {
      await ada.page.getByRole('link', { name: 'Packages', exact: true }).click()
      await openPackage()
      return origin.innerText()
    }
    await expect.poll(openAgain).toContain('Not asked for this view.')
    expect(await origin.innerText()).toContain('This tab had it already')

    const grace = await visit(demo, '/package/p-03%401.0.0')
    await grace.page
      .locator('.origin')
      .getByText(/^Read from its disk in/)
      .waitFor()
    await grace.page.locator('.origin').getByText('The server sent it inside the HTML of this page.').waitFor()
    await grace.page
      .locator('.activity')
      .getByText(/^p-03@1\.0\.0 computed for (?!you)/)
      .waitFor()
  })
})

describe('the first analysis of a package', () => {
  it('shows the progress that the server tells, also to a visitor who joins it', async () => {
    const demo = await startDemo(3, heavy)
    const [ada, grace] = [await visit(demo), await visit(demo)]
    await Promise.all([waitUntilReady(ada.page), waitUntilReady(grace.page)])
    await ada.page.evaluate(noteProgress)
    await grace.page.evaluate(noteTexts)
    await ada.page.getByRole('link', { name: 'heavy', exact: true }).click()
    await ada.page.getByRole('progressbar').waitFor()
    await grace.page.getByRole('link', { name: 'heavy', exact: true }).click()
    await grace.page.locator('.origin').getByText('Computed once, for you and for a visitor').waitFor()
    const texts = await readTexts(grace.page)
    expect(texts).toContain('You wait for the same result')
    expect(texts).toMatch(/ of 153 MB compressed, 2 files$/m)
    await ada.page.locator('.origin').getByText('you are the first visitor').waitFor()
    await ada.page.locator('.activity').getByText('for a computation that was already running').waitFor()
    await expect.poll(() => ada.page.getByRole('progressbar').count()).toBe(0)
    const values = await readProgress(ada.page)
    expect(values.length).toBeGreaterThan(2)
    expect(values).toEqual(values.toSorted((a, b) => a - b))
  })
})

describe('the source of a view', () => {
  it('is the file of the repository, with line numbers and links; no path leads out of the example', async () => {
    const demo = await startDemo(3)
    const { page, messages } = await visit(demo)
    await waitUntilReady(page)
    await page.getByRole('link', { name: 'app/pages/list-page.tsx' }).click()
    await page.getByRole('heading', { name: 'app/pages/list-page.tsx' }).waitFor()
    await page.locator('#L1').getByText("from 'cachetta/react'").waitFor()
    await page.getByRole('link', { name: '../components/query-problem.tsx' }).click()
    await page.getByRole('heading', { name: 'app/components/query-problem.tsx' }).waitFor()
    expect(await page.title()).toBe('app/components/query-problem.tsx · Cachetta demo')
    expect(messages).toEqual([])
    for (const path of ['%2e%2e%2freport/main.ts', '%2fetc%2fpasswd', 'dist/server/main.js', '%E0%A4%A']) {
      expect((await fetch(`${demo.url}/source/${path}`)).status, path).toBe(404)
      expect((await fetch(`${demo.url}/api/source/${path}`)).status, path).toBe(404)
    }
  })
})
