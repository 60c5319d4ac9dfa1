// An application of examples/, installed from the packed tarball, built for production, and started as a process of its own.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright'
import { chromium } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest'
import type { Started } from './start.ts'
import { finished, start } from './start.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** To a robot a server sends a page in one piece. */
const asBrowser = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36'

export interface Application {
  /** Where it runs, and keeps its files. */
  readonly folder: string
  /** The whole answer to a path. */
  htmlOf(path: string): Promise<string>
  /** Opens a path in a browser profile of its own. */
  visit(path: string, options?: { javaScriptEnabled?: boolean }): Promise<Visit>
  restart(): Promise<void>
}

export interface Visit {
  readonly page: Page
  /** What it asked of the application's API: `GET /api/…`. */
  readonly requests: readonly string[]
}

/** Builds an example for the tests of a file, and starts it for each of them with nothing cached. */
export function applicationOf(name: string): Application {
  const folder = join(root, '.cache', 'examples', name)
  let browser: Browser
  let server: Started
  let visited: BrowserContext[] = []
  let said: string[] = []
  beforeAll(async () => {
    await finished([join(root, 'scripts', 'example.mjs'), name, '--no-start'])
    browser = await chromium.launch(inject('chromium'))
  }, 600_000)
  beforeEach(async () => {
    visited = []
    said = []
    for (const each of ['.cachetta', 'votes.json', 'borrowed.json'])
      rmSync(join(folder, each), { recursive: true, force: true })
    server = await start(folder)
  })
  // A test fails when a page of it throws, or says anything, as React does where it finds another page than the server sent.
  afterEach(async () => {
    await Promise.all(visited.map((context) => context.close()))
    await server?.stop()
    expect(said).toEqual([])
  })
  afterAll(() => browser?.close())
  const urlOf = (path: string) => new URL(path, server.url).href
  return {
    folder,
    htmlOf: async (path) => (await fetch(urlOf(path), { headers: { 'user-agent': asBrowser } })).text(),
    async visit(path, options = {}) {
      const context = await browser.newContext(options)
      visited.push(context)
      context.on('weberror', (event) => said.push(String(event.error())))
      context.on('console', (message) => said.push(message.text()))
      const requests = requestsOf(context)
      const page = await context.newPage()
      await page.goto(urlOf(path))
      return { page, requests }
    },
    async restart() {
      await server.stop()
      server = await start(folder)
    },
  }
}

function requestsOf(context: BrowserContext): readonly string[] {
  const requests: string[] = []
  context.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) requests.push(`${request.method()} ${pathname}`)
  })
  return requests
}

/** Waits until React has taken over what a selector finds. */
export async function hydrated(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const element = document.querySelector(wanted)
    return element !== null && Object.keys(element).some((name) => name.startsWith('__reactFiber'))
  }, selector)
}
