// A server that streams the application of page-scripts/streamed-app.tsx to real browsers. The test answers its fetches.
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Browser, BrowserContext, Page } from 'playwright'
import { chromium } from 'playwright'
import { renderToPipeableStream, renderToReadableStream } from 'react-dom/server'
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished } from 'vitest'
import { Cachetta, memoryStore, prefetch } from '../../../src/index.ts'
import { withState } from '../../../src/ssr.ts'
import { bundlePage } from '../../support/bundle-page.ts'
import type { Deferred } from '../../support/deferred.ts'
import { createDeferred } from '../../support/deferred.ts'
import type { LocalServer } from '../../support/local-server.ts'
import { startServer } from '../../support/local-server.ts'
import { App } from '../page-scripts/streamed-app.tsx'
import { extendDatabaseTimeout } from './entries-page.ts'

const NONCE = 'r4nd0m+/='

export interface StreamedSite {
  readonly url: string
  /** The answers for which the fetches of the server wait, by key. */
  readonly answers: ReadonlyMap<string, Deferred<string>>
  /** The requests of the browsers. */
  readonly requests: readonly string[]
  /** The errors that React reported while it rendered. */
  readonly errors: readonly unknown[]
  /** Sends the script to the browsers. */
  releaseScript(): void
  /** Lets the next fetch of this key wait for a new answer. */
  renewAnswer(name: string): void
  /** Changes the HTML between server and browser. */
  changeHtml(change: (html: string) => string): void
  /** Opens a browser profile. `messages` holds every console message and every uncaught error of its pages. */
  openBrowser(): Promise<{ context: BrowserContext; messages: readonly string[]; open(path?: string): Promise<Page> }>
}

/** Starts the server for all tests of a file. Call it at the top of the file. */
export function createStreamedSite(): StreamedSite {
  let browser: Browser
  let server: LocalServer
  let script: string
  let scriptRelease = createDeferred()
  let transformHtml = (html: string) => html
  const answers = new Map<string, Deferred<string>>()
  const requests: string[] = []
  const errors: unknown[] = []

  const fetcher = (name: string) => (answers.get(name) ?? createDeferred<string>()).promise

  async function respond(url: string, response: ServerResponse): Promise<void> {
    if (url === '/page.js') {
      await scriptRelease.promise
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    } else if (url.startsWith('/api/')) {
      requests.push(url)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(`${url} in the browser`))
    } else await render(url, response)
  }

  async function render(path: string, response: ServerResponse): Promise<void> {
    const scope = new Cachetta({ path: 'server', store: memoryStore() }).scope()
    await prefetch(scope, 'header', async () => 'the header')
    const page = <App cache={scope} fetcher={fetcher} />
    const options = {
      nonce: NONCE,
      bootstrapModules: ['/page.js'],
      onError: (error: unknown) => void errors.push(error),
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `script-src 'nonce-${NONCE}' 'strict-dynamic'`,
    })
    const write = response.write.bind(response)
    response.write = (chunk: Uint8Array) => write(transformHtml(Buffer.from(chunk).toString()))
    if (path === '/web') {
      const stream = withState(scope, await renderToReadableStream(page, options), { nonce: NONCE })
      // The cast: the types of the DOM and of Node describe the same class.
      await pipeline(Readable.fromWeb(stream as never), response).catch((error) => errors.push(error))
    } else {
      const stream = withState(
        scope,
        renderToPipeableStream(page, { ...options, onShellReady: () => void stream.pipe(response) }),
        { nonce: NONCE },
      )
    }
  }

  beforeAll(async () => {
    script = await bundlePage('test/react/page-scripts/streamed.tsx', 'development')
    server = await startServer((request, response) => void respond(request.url ?? '/', response))
    browser = await chromium.launch(inject('chromium'))
  })
  beforeEach(() => {
    scriptRelease = createDeferred()
    transformHtml = (html) => html
    requests.length = errors.length = 0
    for (const name of ['slow', 'slower']) answers.set(name, createDeferred())
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  return {
    answers,
    requests,
    errors,
    get url() {
      return server.url
    },
    releaseScript: () => scriptRelease.resolve(undefined),
    renewAnswer: (name) => void answers.set(name, createDeferred()),
    changeHtml: (change) => {
      transformHtml = change
    },
    async openBrowser() {
      const context = await browser.newContext()
      await extendDatabaseTimeout(context)
      const messages: string[] = []
      context.on('console', (message) => void messages.push(`${message.type()} ${message.text()}`))
      context.on('weberror', (error) => void messages.push(`uncaught ${error.error()}`))
      onTestFinished(async () => {
        scriptRelease.resolve(undefined)
        for (const answer of answers.values()) answer.resolve('too late')
        await context.close()
      })
      const open = async (path = '/node') => {
        const page = await context.newPage()
        await page.goto(server.url + path, { waitUntil: 'commit' })
        return page
      }
      return { context, messages, open }
    },
  }
}

/** Waits until a hydrated part of the page shows this text for an entry, and checks that React found no mismatch. */
export async function waitForHydrated(page: Page, id: string, text: string | RegExp): Promise<void> {
  await page.locator(`output#${id}[data-hydrated=true]`).filter({ hasText: text }).waitFor()
  expect(await page.evaluate(() => Reflect.get(globalThis, 'app').recovered)).toEqual([])
}
