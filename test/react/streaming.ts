// Streams pages with both functions of React, and parses them as a browser does.
import { PassThrough } from 'node:stream'
import { runInThisContext } from 'node:vm'
import type { ReactNode } from 'react'
import { renderToPipeableStream } from 'react-dom/server'
import { renderToReadableStream } from 'react-dom/server.browser'
import type { StateOptions } from '../../src/ssr.ts'
import { withState } from '../../src/ssr.ts'

export interface Streaming {
  /** The part that has arrived. */
  readonly text: () => string
  /** The whole page. */
  readonly whole: Promise<string>
  readonly errors: readonly unknown[]
  abort(): void
}

export interface Rendering extends StateOptions {
  readonly scope?: object
  readonly bootstrapScripts?: string[]
}

export type Stream = (page: ReactNode, rendering?: Rendering) => Streaming

/** Streams with `renderToPipeableStream` into a stream of Node. */
export const pipe: Stream = (page, { scope, bootstrapScripts = [], ...options } = {}) => {
  const errors: unknown[] = []
  const destination = new PassThrough()
  const rendered = renderToPipeableStream(page, {
    bootstrapScripts,
    onShellReady: () => void stream.pipe(destination),
    onError: (error) => void errors.push(error),
  })
  const stream = scope ? withState(scope, rendered, options) : rendered
  return { ...collected(destination), errors, abort: () => rendered.abort() }
}

/** Streams with `renderToReadableStream`, and reads as a `Response` does. */
export const read: Stream = (page, { scope, bootstrapScripts = [], ...options } = {}) => {
  const errors: unknown[] = []
  const stop = new AbortController()
  const rendering = renderToReadableStream(page, {
    bootstrapScripts,
    signal: stop.signal,
    onError: (error) => void errors.push(error),
  })
  const chunks = async function* () {
    const stream = await rendering
    yield* (scope ? withState(scope, stream, options) : stream) as unknown as AsyncIterable<Uint8Array> // in Node, a stream is one
  }
  return { ...collected(chunks()), errors, abort: () => stop.abort() }
}

function collected(chunks: AsyncIterable<Uint8Array>): Pick<Streaming, 'text' | 'whole'> {
  const come: Uint8Array[] = []
  const text = () => Buffer.concat(come).toString()
  const whole = (async () => {
    for await (const chunk of chunks) come.push(chunk)
    return text()
  })()
  return { text, whole }
}

const stateScripts = /<script[^>]*>\(self\.__cachetta=.*?<\/script>/gs

/** The state scripts that Cachetta has put into a page. */
export function statesIn(html: string): string[] {
  return html.match(stateScripts) ?? []
}

/** The page without the state scripts, as React writes it. */
export function withoutStates(html: string): string {
  return html.replace(stateScripts, '')
}

/** Parses a part of a page as a browser does: adds its nodes, and runs its scripts. */
export function arrive(container: HTMLElement, html: string): void {
  const template = document.createElement('template')
  template.innerHTML = html
  for (const node of [...template.content.childNodes]) {
    container.append(node)
    const scripts = node instanceof HTMLElement ? [node, ...node.querySelectorAll('script')] : []
    for (const script of scripts) if (script instanceof HTMLScriptElement && !script.src) run(script)
  }
}

function run(script: HTMLScriptElement): void {
  Object.defineProperty(document, 'currentScript', { configurable: true, value: script })
  runInThisContext(script.text)
  Reflect.deleteProperty(document, 'currentScript')
}
