// The web application as its users have it: its server a process of its own on a free port, its pages in Chromium.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright'
import { chromium } from 'playwright'
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest'
import type {} from '../../support/pages.ts'
import { startNode } from '../../support/processes.ts'
import type { Files } from '../report/project.ts'
import { makeProject } from '../report/project.ts'

export const program: string = fileURLToPath(new URL('../../../examples/packages/dist/server/main.js', import.meta.url))

/** A server that can be stopped and come back where it was, with what it has on disk. */
export interface Demo {
  readonly url: string
  readonly dir: string
  start(): Promise<void>
  stop(signal?: NodeJS.Signals): Promise<number | string>
}

export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  /** What the page and its console said so far, but for requests that a stopped server leaves without an answer. */
  readonly said: readonly string[]
  /** The paths under /api that were asked for since the last call, but for the stream of events. */
  requests(): string[]
}

/** Starts the server on a project of this many packages, and of what else is given. */
export async function startDemo(count = 60, others: Files = {}): Promise<Demo> {
  const project = await makeProject({ ...packages(count), ...others })
  const dir = await mkdtemp(join(tmpdir(), 'cachetta-demo-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const port = await freePort()
  let running = startServer()
  function startServer() {
    return startNode([program, '--stay', '--no-open', '--port', String(port), '--project', project, '--dir', dir])
  }
  await running.line('http://')
  return {
    url: `http://127.0.0.1:${port}`,
    dir,
    async start() {
      running = startServer()
      await running.line('http://')
    },
    stop(signal = 'SIGINT') {
      running.kill(signal)
      return running.ended
    },
  }
}

/** A browser for all tests of a file; each visitor has a profile of its own. */
export function visitors(): { visit(demo: Demo, path?: string): Promise<Visit> } {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch(inject('chromium'))
  })
  afterAll(() => browser?.close())
  return {
    async visit(demo, path = '/') {
      const context = await browser.newContext()
      onTestFinished(() => context.close())
      const page = await context.newPage()
      const visit = { context, page, said: listenTo(page), requests: watch(page) }
      await page.goto(new URL(path, demo.url).href)
      return visit
    },
  }
}

function listenTo(page: Page): string[] {
  const said: string[] = []
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('console', (message) => {
    if (!message.text().startsWith('Failed to load resource')) said.push(message.text())
  })
  return said
}

function watch(page: Page): () => string[] {
  let paths: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/') && pathname !== '/api/activity') paths.push(`${request.method()} ${pathname}`)
  })
  return () => {
    const asked = paths
    paths = []
    return asked
  }
}

/** Until the page is alive, and the service worker keeps its shell. */
export async function settled(page: Page): Promise<void> {
  await page.locator('.panel tbody tr').first().waitFor()
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller) return
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
  })
}

/** Until this browser's disk has entries like these: each pattern is looked for in `key value`. */
export async function stored(page: Page, ...patterns: readonly RegExp[]): Promise<void> {
  const missing = async () => {
    const entries = await page.evaluate(entriesOnDisk)
    return patterns.filter((pattern) => !entries.some((entry) => pattern.test(entry))).map(String)
  }
  await expect.poll(missing).toEqual([])
}

/** The canonical keys and values of all entries in this browser's IndexedDB. */
async function entriesOnDisk(): Promise<string[]> {
  const ended = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const found: string[] = []
  for (const { name } of await indexedDB.databases()) {
    const database = await ended(indexedDB.open(name ?? ''))
    for (const store of database.objectStoreNames) {
      const kept = database.transaction(store).objectStore(store)
      const [keys, values] = await Promise.all([ended(kept.getAllKeys()), ended(kept.getAll())])
      found.push(...keys.map((key, index) => `${String(key).split('\0').at(-1)} ${JSON.stringify(values[index])}`))
    }
    database.close()
  }
  return found
}

/** `p-00` is the largest, and asks for `p-01` and `p-02`; `p-01` asks for `p-02`. */
function packages(count: number): Files {
  const names = Array.from({ length: count }, (_, index) => `p-${String(index).padStart(2, '0')}`)
  const requires: Readonly<Record<string, object>> = { 'p-00': { 'p-01': '1', 'p-02': '1' }, 'p-01': { 'p-02': '1' } }
  const files = names.flatMap((name, index) => [
    [
      `node_modules/${name}/package.json`,
      { name, version: '1.0.0', license: 'MIT', ...(requires[name] && { dependencies: requires[name] }) },
    ],
    [`node_modules/${name}/index.js`, `// ${'x'.repeat(100 * (count - index))}`],
  ])
  return Object.fromEntries(files) as Files
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // of a TCP server that listens
  await new Promise((resolve) => server.close(resolve))
  return port
}
