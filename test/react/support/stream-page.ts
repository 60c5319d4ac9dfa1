// Streams pages with both functions of React, and parses them as a browser does.
import { PassThrough } from 'node:stream'
import { runInThisContext } from 'node:vm'
import type { ReactNode } from 'react'
import { renderToPipeableStream } from 'react-dom/server'
import { renderToReadableStream } from 'react-dom/server.browser'
import type { StateOptions } from '../../../src/ssr.ts'
import { withState } from '../../../src/ssr.ts'

/** A page while it is streamed. */
export interface StreamedPage {
  /** Returns the part that has arrived. */
  readonly readHtml: () => string
  /** Resolves with the whole page. */
  readonly html: Promise<string>
  readonly errors: readonly unknown[]
  abort(): void
}

export interface StreamOptions extends StateOptions {
  /** If it is absent, the page is streamed without the state of a cache. */
  readonly scope?: object
  readonly bootstrapScripts?: string[]
}

export type StreamPage = (page: ReactNode, options?: StreamOptions) => StreamedPage

/** Streams with `renderToPipeableStream` into a stream of Node. */
export const streamToPipe: StreamPage = (page, { scope, bootstrapScripts = [], ...options } = {}) => {
  const errors: unknown[] = []
  const destination = new PassThrough()
  const rendered = renderToPipeableStream(page, {
    bootstrapScripts,
    onShellReady: () => void stream.pipe(destination),
    onError: (error) => void errors.push(error),
  })
  const stream = scope ? withState(scope, rendered, options) : rendered
  return { ...collectChunks(destination), errors, abort: () => rendered.abort() }
}

/** Streams with `renderToReadableStream`, and reads the stream as a `Response` does. */
export const streamToReader: StreamPage = (page, { scope, bootstrapScripts = [], ...options } = {}) => {
  const errors: unknown[] = []
  const controller = new AbortController()
  const rendering = renderToReadableStream(page, {
    bootstrapScripts,
    signal: controller.signal,
    onError: (error) => void errors.push(error),
  })
  const chunks = async function* () {
    const stream = await rendering
    yield* (scope ? withState(scope, stream, options) : stream) as unknown as AsyncIterable<Uint8Array> // true in Node
  }
  return { ...collectChunks(chunks()), errors, abort: () => controller.abort() }
}

function collectChunks(chunks: AsyncIterable<Uint8Array>): Pick<StreamedPage, 'readHtml' | 'html'> {
  const received: Uint8Array[] = []
  const readHtml = () => Buffer.concat(received).toString()
  const html = (async () => {
    for await (const chunk of chunks) received.push(chunk)
    return readHtml()
  })()
  return { readHtml, html }
}

const stateScripts = /<script[^>]*>\(self\.__cachetta=.*?<\/script>/gs

/** Returns the state scripts that Cachetta has put into a page. */
export function findStateScripts(html: string): string[] {
  return html.match(stateScripts) ?? []
}

/** Returns the page as React writes it, without the state scripts. */
export function removeStateScripts(html: string): string {
  return html.replace(stateScripts, '')
}

/** Parses a part of a page as a browser does: appends its nodes, and runs its scripts. */
export function appendHtml(container: HTMLElement, html: string): void {
  const template = document.createElement('template')
  template.innerHTML = html
  for (const node of [...template.content.childNodes]) {
    container.append(node)
    const scripts = node instanceof HTMLElement ? [node, ...node.querySelectorAll('script')] : []
    for (const script of scripts) if (script instanceof HTMLScriptElement && !script.src) runScript(script)
  }
}

function runScript(script: HTMLScriptElement): void {
  Object.defineProperty(document, 'currentScript', { configurable: true, value: script })
  runInThisContext(script.text)
  Reflect.deleteProperty(document, 'currentScript')
}
