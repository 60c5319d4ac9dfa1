// Real pages of Chromium for tests in Node: a bundled script from one server, what it fetches from another, so that the API
// can disappear while the page still loads.
import type { Browser, BrowserContext, Page } from 'playwright'
import { chromium } from 'playwright'
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished } from 'vitest'
import type { Api } from './api.ts'
import { startApi } from './api.ts'
import { bundlePage } from './bundle-page.ts'
import type { LocalServer } from './local-server.ts'
import { startServer } from './local-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How Playwright starts the browser of this machine. */
    chromium: { executablePath?: string; args: string[]; env: Record<string, string> }
  }
}

/** One script as a site, for all tests of a file. */
export interface Site {
  readonly api: Api
  /** Opens this many tabs at once in a browser profile of their own, which ends with the test. */
  openTabs(count: number, path?: string): Promise<Tabs>
}

export interface Tabs {
  readonly context: BrowserContext
  readonly pages: readonly Page[]
  /** Opens one more. */
  open(path?: string): Promise<Page>
}

/** Serves an entry of this repository (`test/react/pages/entries.tsx`) as a page; call it at the top of a test file. */
export function siteOf(entry: string): Site {
  let browser: Browser
  let site: LocalServer
  let api: Api
  beforeAll(async () => {
    const script = await bundlePage(entry)
    api = await startApi()
    site = await startServer((request, response) => {
      const [type, body] = request.url === '/page.js' ? ['text/javascript', script] : ['text/html', htmlFor(api)]
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body)
    })
    browser = await chromium.launch(inject('chromium'))
  })
  beforeEach(() => api.reset())
  afterAll(async () => {
    await browser?.close()
    await Promise.all([api?.disappear(), site?.disappear()])
  })
  return {
    get api() {
      return api
    },
    openTabs: async (count, path) => {
      const tabs = await newTabs(browser, site.url)
      await Promise.all(Array.from({ length: count }, () => tabs.open(path)))
      return tabs
    },
  }
}

/** A test fails when one of its pages throws, or leaves a rejection unhandled. */
async function newTabs(browser: Browser, url: string): Promise<Tabs> {
  const context = await browser.newContext()
  const pages: Page[] = []
  const uncaught: string[] = []
  context.on('weberror', (event) => uncaught.push(String(event.error())))
  onTestFinished(async () => {
    await Promise.all(pages.map(lastWords))
    await context.close()
    expect(uncaught).toEqual([])
  })

  const open = async (path = '/'): Promise<Page> => {
    const page = await context.newPage()
    pages.push(page)
    await page.goto(new URL(path, url).href)
    return page
  }
  return { context, pages, open }
}

/** Waits until a page has said what it threw: that comes before the answer to a question asked afterwards. */
async function lastWords(page: Page): Promise<void> {
  const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve))
  await page.evaluate(nextTask).catch(() => {}) // closed, crashed or on its way elsewhere
}

function htmlFor(api: Api): string {
  return `<!doctype html>
<html lang="en" data-api="${api.url}">
  <link rel="icon" href="data:,">
  <div id="root"></div>
  <script type="module" src="/page.js"></script>
</html>`
}
