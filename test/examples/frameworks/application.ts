// An application in examples/: installed with the packed tarball, built for production, and started as a separate process.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright'
import { chromium } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest'
import type { RunningApplication } from './start.ts'
import { runNode, startApplication } from './start.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** The user agent of a browser. Frameworks do not stream a page to a bot. */
const browserUserAgent = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36'

export interface Application {
  /** The folder of the running application and of its cache. */
  readonly folder: string
  /** The whole response to a path. */
  fetchHtml(path: string): Promise<string>
  /** Opens a path in a new browser profile. */
  visit(path: string, options?: { javaScriptEnabled?: boolean }): Promise<Visit>
  restart(): Promise<void>
}

export interface Visit {
  readonly page: Page
  /** Requests to the application's API: `GET /api/…`. */
  readonly requests: readonly string[]
}

const builds = new Map<string, Promise<void>>()

/** The folder of an example. The function before its tests builds it there, once for all tests of a file. */
export function setUpBuild(name: string): string {
  beforeAll(async () => {
    const build = builds.get(name) ?? runNode([join(root, 'scripts', 'example.mjs'), name, '--no-start'])
    builds.set(name, build)
    await build
  }, 600_000)
  return join(root, '.cache', 'examples', name)
}

/** Builds an example once for all tests of a file. Starts it before each test, with an empty cache. */
export function setUpApplication(name: string): Application {
  const folder = setUpBuild(name)
  let browser: Browser
  let server: RunningApplication
  let contexts: BrowserContext[] = []
  let messages: string[] = []
  beforeAll(async () => {
    browser = await chromium.launch(inject('chromium'))
  })
  beforeEach(async () => {
    contexts = []
    messages = []
    for (const each of ['.cachetta', 'votes.json', 'borrowed.json'])
      rmSync(join(folder, each), { recursive: true, force: true })
    server = await startApplication(folder)
  })
  // A test fails if a page throws or writes to the console. React does so when hydration finds another page than the server sent.
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()))
    await server?.stop()
    expect(messages).toEqual([])
  })
  afterAll(() => browser?.close())
  const createUrl = (path: string) => new URL(path, server.url).href
  return {
    folder,
    fetchHtml: async (path) => (await fetch(createUrl(path), { headers: { 'user-agent': browserUserAgent } })).text(),
    async visit(path, options = {}) {
      const context = await browser.newContext(options)
      contexts.push(context)
      context.on('weberror', (event) => messages.push(String(event.error())))
      context.on('console', (message) => messages.push(message.text()))
      const requests = collectRequests(context)
      const page = await context.newPage()
      await page.goto(createUrl(path))
      return { page, requests }
    },
    async restart() {
      await server.stop()
      server = await startApplication(folder)
    },
  }
}

function collectRequests(context: BrowserContext): readonly string[] {
  const requests: string[] = []
  context.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) requests.push(`${request.method()} ${pathname}`)
  })
  return requests
}

/** Waits until React has hydrated the first element that matches the selector. */
export async function waitForHydration(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((query) => {
    const element = document.querySelector(query)
    return element !== null && Object.keys(element).some((name) => name.startsWith('__reactFiber'))
  }, selector)
}
