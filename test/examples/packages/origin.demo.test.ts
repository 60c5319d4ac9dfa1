import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import type { ActivityEvent } from '../../../examples/packages/api-types.ts'
import { setUpBrowser, startDemo, waitUntilReady } from './demo.ts'

const { visit } = setUpBrowser()

/** A package whose analysis takes about a second. */
const heavy = {
  'node_modules/heavy/package.json': { name: 'heavy', version: '1.0.0' },
  'node_modules/heavy/data.txt': 'This text takes long to compress. '.repeat(1_500_000),
}

/** The events of the server, as its stream sends it. */
async function readEvents(url: string): Promise<readonly ActivityEvent[]> {
  const { body } = await fetch(`${url}/api/activity`)
  let text = ''
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    const [, history] = /event: history\ndata: (.*)\n/.exec(text) ?? []
    if (history !== undefined) return JSON.parse(history) as ActivityEvent[] // leaving the loop closes the stream
  }
  return []
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

const readProgress = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'progressValues') as number[])

describe('the way of a package to the page', () => {
  it('is computed for the first visitor, and read from disk for the next', async () => {
    const demo = await startDemo(5)
    const ada = await visit(demo)
    await waitUntilReady(ada.page)
    await ada.page.getByRole('link', { name: 'p-03', exact: true }).click()
    await ada.page.getByText('you are the first visitor who asked for this package').waitFor()
    await ada.page.getByText('This page asked the server for it and got an answer.').first().waitFor()
    await ada.page.locator('.activity').getByText('p-03@1.0.0 computed for you in').waitFor()

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

  it('says that the server was not asked when this tab has the data', async () => {
    const demo = await startDemo(5)
    const { page } = await visit(demo)
    await waitUntilReady(page)
    const openAgain = async () => {
      await page.getByRole('link', { name: 'Packages', exact: true }).click()
      await page.getByRole('link', { name: 'p-03', exact: true }).click()
      return page.locator('.origin').innerText()
    }
    await expect.poll(openAgain).toContain('Not asked for this view.')
    expect(await page.locator('.origin').innerText()).toContain('This tab had it already')
  })

  it('joins the computation of another visitor', async () => {
    const demo = await startDemo(3, heavy)
    const responses = await Promise.all([1, 2].map(() => fetch(`${demo.url}/api/packages/heavy%401.0.0`)))
    expect(responses.map(({ status }) => status)).toEqual([200, 200])
    const events = await readEvents(demo.url)
    expect(events.map(({ kind }) => kind).sort()).toEqual(['computed', 'joined'])
  })
})

describe('the first analysis of a package', () => {
  it('shows the progress that the server tells, until the result is there', async () => {
    const demo = await startDemo(3, heavy)
    const { page } = await visit(demo)
    await waitUntilReady(page)
    await page.evaluate(noteProgress)
    await page.getByRole('link', { name: 'heavy', exact: true }).click()
    await page.getByText('The server computes it for you now').waitFor()
    await page.getByText(/ of 51 MB compressed, 2 files$/).waitFor()
    await page.getByRole('heading', { name: 'File types' }).waitFor()
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0)
    const values = await readProgress(page)
    expect(values.length).toBeGreaterThan(2)
    expect(values).toEqual(values.toSorted((a, b) => a - b))
  })

  it('tells another visitor that it runs already', async () => {
    const demo = await startDemo(3, heavy)
    const ada = await visit(demo)
    await waitUntilReady(ada.page)
    const grace = await visit(demo)
    await waitUntilReady(grace.page)
    await ada.page.getByRole('link', { name: 'heavy', exact: true }).click()
    await ada.page.getByRole('progressbar').waitFor()
    await grace.page.getByRole('link', { name: 'heavy', exact: true }).click()
    await grace.page.getByText('You wait for the same result').waitFor()
    await grace.page.locator('.origin').getByText('Computed once, for you and for a visitor').waitFor()
  })
})

describe('the source of a view', () => {
  it('is the file of the repository, with line numbers and links to the files that it imports', async () => {
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
  })

  it('leads to no file outside of the example', async () => {
    const demo = await startDemo(3)
    for (const path of ['%2e%2e%2freport/main.ts', '%2fetc%2fpasswd', 'dist/server/main.js', '%E0%A4%A']) {
      const response = await fetch(`${demo.url}/source/${path}`)
      expect(response.status, path).toBe(404)
      expect((await fetch(`${demo.url}/api/source/${path}`)).status, path).toBe(404)
    }
  })
})
