// Real pages of Chromium for tests in Node. One server sends the bundled script of the page, and another one is the API that the
// page fetches from. So a page still loads while its API is stopped.
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
    /** The options with which Playwright starts the browser of this machine. */
    chromium: { executablePath?: string; args: string[]; env: Record<string, string> }
  }
}

/** A site of one page with one script, for all tests of a file. */
export interface Site {
  readonly api: Api
  /** Opens this many tabs at the same time in a new browser profile. The profile is closed at the end of the test. */
  openTabs(count: number, path?: string): Promise<Tabs>
}

export interface Tabs {
  readonly context: BrowserContext
  readonly pages: readonly Page[]
  /** Opens one more tab. */
  open(path?: string): Promise<Page>
}

/**
 * Serves a page with a script of this repository, for example `test/react/page-scripts/entries.tsx`. Call it at the top of a
 * test file. `mode`: React warns in its development build only.
 */
export function createSite(script: string, mode: 'production' | 'development' = 'production'): Site {
  let browser: Browser
  let site: LocalServer
  let api: Api
  beforeAll(async () => {
    const code = await bundlePage(script, mode)
    api = await startApi()
    site = await startServer((request, response) => {
      const [type, body] = request.url === '/page.js' ? ['text/javascript', code] : ['text/html', createHtml(api)]
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body)
    })
    browser = await chromium.launch(inject('chromium'))
  })
  beforeEach(() => api.reset())
  afterAll(async () => {
    await browser?.close()
    await Promise.all([api?.stop(), site?.stop()])
  })
  return {
    get api() {
      return api
    },
    openTabs: async (count, path) => {
      const tabs = await createTabs(browser, site.url)
      await Promise.all(Array.from({ length: count }, () => tabs.open(path)))
      return tabs
    },
  }
}

/** Creates a browser profile. The test fails if one of its pages throws, or does not handle a rejection. */
async function createTabs(browser: Browser, url: string): Promise<Tabs> {
  const context = await browser.newContext()
  const pages: Page[] = []
  const uncaught: string[] = []
  context.on('weberror', (event) => uncaught.push(String(event.error())))
  onTestFinished(async () => {
    await Promise.all(pages.map(waitForErrors))
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

/** Waits until a page has reported all its errors: it reports them before it answers this call. */
async function waitForErrors(page: Page): Promise<void> {
  const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve))
  await page.evaluate(nextTask).catch(() => {}) // the page is closed, has crashed, or is being left
}

function createHtml(api: Api): string {
  return `<!doctype html>
<html lang="en" data-api="${api.url}">
  <link rel="icon" href="data:,">
  <div id="root"></div>
  <script type="module" src="/page.js"></script>
</html>`
}
