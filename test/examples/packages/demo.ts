// The web application as users run it: the server is a separate process on a free port, its pages open in Chromium.
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

/** A server that the test can stop and start again, on the same port and with the same files. */
export interface Demo {
  readonly url: string
  readonly dir: string
  start(): Promise<void>
  stop(signal?: NodeJS.Signals): Promise<number | string>
}

export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors and console messages of the page, without those of failed requests. */
  readonly messages: readonly string[]
  /** The requests to /api since the last call, without the event stream. */
  takeRequests(): string[]
}

/** Starts the server on a project with `count` generated packages and the files in `extraFiles`. */
export async function startDemo(count = 60, extraFiles: Files = {}): Promise<Demo> {
  const project = await makeProject({ ...createPackages(count), ...extraFiles })
  const dir = await mkdtemp(join(tmpdir(), 'cachetta-demo-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const port = await findFreePort()
  let running = startServer()
  function startServer() {
    return startNode([program, '--stay', '--no-open', '--port', String(port), '--project', project, '--dir', dir])
  }
  await running.waitForLine('http://')
  return {
    url: `http://127.0.0.1:${port}`,
    dir,
    async start() {
      running = startServer()
      await running.waitForLine('http://')
    },
    stop(signal = 'SIGINT') {
      running.kill(signal)
      return running.exited
    },
  }
}

/** Starts one browser for all tests of a file. Each visitor has a separate profile. */
export function setUpBrowser(): { visit(demo: Demo, path?: string): Promise<Visit> } {
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
      const visit = { context, page, messages: collectMessages(page), takeRequests: collectRequests(page) }
      await page.goto(new URL(path, demo.url).href)
      return visit
    },
  }
}

function collectMessages(page: Page): string[] {
  const messages: string[] = []
  page.on('pageerror', (error) => messages.push(String(error)))
  page.on('console', (message) => {
    if (!message.text().startsWith('Failed to load resource')) messages.push(message.text())
  })
  return messages
}

function collectRequests(page: Page): () => string[] {
  let paths: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/') && pathname !== '/api/activity') paths.push(`${request.method()} ${pathname}`)
  })
  return () => {
    const taken = paths
    paths = []
    return taken
  }
}

/** Waits until the page is hydrated, and the service worker has cached the shell. */
export async function waitUntilReady(page: Page): Promise<void> {
  await page.locator('.panel tbody tr').first().waitFor({ state: 'attached' }) // on a phone, the panel is closed
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller) return
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
  })
}

/** Waits until IndexedDB has an entry for each pattern. A pattern matches the text `key value`. */
export async function waitForEntries(page: Page, ...patterns: readonly RegExp[]): Promise<void> {
  const findMissing = async () => {
    const entries = await page.evaluate(readIndexedDb)
    return patterns.filter((pattern) => !entries.some((entry) => pattern.test(entry))).map(String)
  }
  await expect.poll(findMissing).toEqual([])
}

/** The keys and values of all entries in IndexedDB. Runs in the page. */
async function readIndexedDb(): Promise<string[]> {
  const toPromise = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const found: string[] = []
  for (const { name } of await indexedDB.databases()) {
    const database = await toPromise(indexedDB.open(name ?? ''))
    for (const store of database.objectStoreNames) {
      const objectStore = database.transaction(store).objectStore(store)
      const [keys, values] = await Promise.all([toPromise(objectStore.getAllKeys()), toPromise(objectStore.getAll())])
      found.push(...keys.map((key, index) => `${String(key).split('\0').at(-1)} ${JSON.stringify(values[index])}`))
    }
    database.close()
  }
  return found
}

/** Creates `p-00`, `p-01` and so on. `p-00` is the largest. It depends on `p-01` and `p-02`, and `p-01` depends on `p-02`. */
function createPackages(count: number): Files {
  const names = Array.from({ length: count }, (_, index) => `p-${String(index).padStart(2, '0')}`)
  const dependencies: Readonly<Record<string, object>> = {
    'p-00': { 'p-01': '1', 'p-02': '1' },
    'p-01': { 'p-02': '1' },
  }
  const files = names.flatMap((name, index) => [
    [
      `node_modules/${name}/package.json`,
      { name, version: '1.0.0', license: 'MIT', ...(dependencies[name] && { dependencies: dependencies[name] }) },
    ],
    [`node_modules/${name}/index.js`, `// ${'x'.repeat(100 * (count - index))}`],
  ])
  return Object.fromEntries(files) as Files
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // the address of a TCP server
  await new Promise((resolve) => server.close(resolve))
  return port
}
