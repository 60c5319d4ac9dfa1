import { withState } from 'cachetta/ssr'
import { renderToReadableStream } from 'react-dom/server'
import { App } from '../app/app.tsx'
import { createConnection } from '../app/connection.ts'
import { placeOf } from '../app/routes.ts'
import type { Answers } from './answers.ts'
import type { Assets } from './assets.ts'
import type { Frame } from './document.ts'
import { frameOf } from './document.ts'

export interface Page {
  readonly status: 200 | 404
  readonly body: ReadableStream<Uint8Array>
}

interface Request {
  readonly url: URL
  readonly answers: Answers
  readonly assets: Assets
  /** What the Content-Security-Policy lets scripts run by. */
  readonly nonce: string
}

/** Renders an address for a visitor, with all that it shows, and each entry ahead of the part of the page that shows it. */
export async function renderPage({ url, answers, assets, nonce }: Request): Promise<Page> {
  const isFound = await prepare(url, answers)
  const app = <App cache={answers.scope} connection={createConnection()} path={url.pathname} search={url.search} />
  const stream = await renderToReadableStream(app, { nonce, bootstrapModules: [assets.script], onError: quietly })
  const page = withState(answers.scope, stream, { nonce })
  return { status: isFound ? 200 : 404, body: framed(page, frameOf(assets)) }
}

/** A part that fails is rendered by the browser, which has a message for it. */
function quietly(): void {}

/**
 * Asks for what the page will ask for. False where there is no such page.
 *
 *     prepare   |--me, favourites, notes--|
 *               |----------package, the first time: seconds----------|
 *     page                                |--shell--|                |--its part--|
 */
async function prepare(url: URL, answers: Answers): Promise<boolean> {
  const place = placeOf(url.pathname)
  const shell = [answers.me(), answers.favourites()]
  if (place.name === 'list') {
    await Promise.all([...shell, answers.packages(url.searchParams.get('search') ?? '', 0)])
    return true
  }
  if (place.name === 'package') {
    const isInstalled = await answers.isInstalled(place.id)
    if (isInstalled) void answers.package(place.id)
    await Promise.all([...shell, answers.notes(place.id)])
    return isInstalled
  }
  await Promise.all(shell)
  return place.name === 'favourites'
}

function framed(page: ReadableStream<Uint8Array>, { before, after }: Frame): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return page.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(before)),
      flush: (controller) => controller.enqueue(encoder.encode(after)),
    }),
  )
}
