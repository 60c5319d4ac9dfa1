// A server that streams test/react/pages/streamed-app.tsx to real browsers. The test answers its fetches.
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Browser, BrowserContext, Page } from 'playwright'
import { chromium } from 'playwright'
import { renderToPipeableStream, renderToReadableStream } from 'react-dom/server'
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished } from 'vitest'
import { Cachetta, memoryStore, prefetch } from '../../src/index.ts'
import { withState } from '../../src/ssr.ts'
import { bundlePage } from '../support/bundle-page.ts'
import type { ByHand } from '../support/by-hand.ts'
import { byHand } from '../support/by-hand.ts'
import type { LocalServer } from '../support/local-server.ts'
import { startServer } from '../support/local-server.ts'
import { waitPatiently } from './entries.ts'
import { App } from './pages/streamed-app.tsx'

const NONCE = 'r4nd0m+/='

export interface StreamedSite {
  readonly url: string
  /** The answers that the fetches of the server wait for, by key. */
  readonly answers: ReadonlyMap<string, ByHand<string>>
  /** The requests of the browsers. */
  readonly requests: readonly string[]
  /** The errors that React reported while it rendered. */
  readonly errors: readonly unknown[]
  /** Sends the script to the browsers. */
  releaseScript(): void
  /** The next fetch of this key waits again. */
  renew(name: string): void
  /** Changes the page on its way to the browser. */
  tamper(change: (html: string) => string): void
  /** Opens a browser profile. `complaints` holds every console message and every uncaught error of its pages. */
  openBrowser(): Promise<{ context: BrowserContext; complaints: readonly string[]; open(way?: string): Promise<Page> }>
}

/** Call it at the top of a test file. */
export function streamedSite(): StreamedSite {
  let browser: Browser
  let server: LocalServer
  let script: string
  let isHeld = byHand()
  let tampered = (html: string) => html
  const answers = new Map<string, ByHand<string>>()
  const requests: string[] = []
  const errors: unknown[] = []

  const fetcher = (name: string) => (answers.get(name) ?? byHand<string>()).promise

  async function respond(url: string, response: ServerResponse): Promise<void> {
    if (url === '/page.js') {
      await isHeld.promise
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    } else if (url.startsWith('/api/')) {
      requests.push(url)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(`${url} in the browser`))
    } else await render(url, response)
  }

  async function render(way: string, response: ServerResponse): Promise<void> {
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
    response.write = (chunk: Uint8Array) => write(tampered(Buffer.from(chunk).toString()))
    if (way === '/web') {
      const stream = withState(scope, await renderToReadableStream(page, options), { nonce: NONCE })
      await pipeline(Readable.fromWeb(stream as never), response).catch((error) => errors.push(error)) // the types of the DOM and of Node describe one class
    } else {
      const stream = withState(
        scope,
        renderToPipeableStream(page, { ...options, onShellReady: () => void stream.pipe(response) }),
        { nonce: NONCE },
      )
    }
  }

  beforeAll(async () => {
    script = await bundlePage('test/react/pages/streamed.tsx', 'development')
    server = await startServer((request, response) => void respond(request.url ?? '/', response))
    browser = await chromium.launch(inject('chromium'))
  })
  beforeEach(() => {
    isHeld = byHand()
    tampered = (html) => html
    requests.length = errors.length = 0
    for (const name of ['slow', 'slower']) answers.set(name, byHand())
  })
  afterAll(async () => {
    await browser?.close()
    await server?.disappear()
  })

  return {
    answers,
    requests,
    errors,
    get url() {
      return server.url
    },
    releaseScript: () => isHeld.resolve(undefined),
    renew: (name) => void answers.set(name, byHand()),
    tamper: (change) => {
      tampered = change
    },
    async openBrowser() {
      const context = await browser.newContext()
      await waitPatiently(context)
      const complaints: string[] = []
      context.on('console', (message) => void complaints.push(`${message.type()} ${message.text()}`))
      context.on('weberror', (error) => void complaints.push(`uncaught ${error.error()}`))
      onTestFinished(async () => {
        isHeld.resolve(undefined)
        for (const answer of answers.values()) answer.resolve('too late')
        await context.close()
      })
      const open = async (way = '/node') => {
        const page = await context.newPage()
        await page.goto(server.url + way, { waitUntil: 'commit' })
        return page
      }
      return { context, complaints, open }
    },
  }
}

/** Waits until a hydrated part of the page shows this text for an entry. */
export async function showsHydrated(page: Page, id: string, text: string | RegExp): Promise<void> {
  await page.locator(`output#${id}[data-hydrated=true]`).filter({ hasText: text }).waitFor()
  expect(await page.evaluate(() => Reflect.get(globalThis, 'app').recovered)).toEqual([])
}
