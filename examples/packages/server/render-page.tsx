import { withState } from 'cachetta/ssr'
import { renderToReadableStream } from 'react-dom/server'
import { App } from '../app/app.tsx'
import { createConnection } from '../app/connection.ts'
import type { Route } from '../app/routes.ts'
import { createTitle, matchRoute } from '../app/routes.ts'
import type { Assets } from './assets.ts'
import type { DocumentParts } from './document.ts'
import { createDocument } from './document.ts'
import type { Loaders } from './loaders.ts'

export interface Page {
  readonly status: 200 | 404
  readonly body: ReadableStream<Uint8Array>
}

interface PageRequest {
  readonly url: URL
  readonly loaders: Loaders
  readonly assets: Assets
  /** The Content-Security-Policy allows inline scripts with this nonce. */
  readonly nonce: string
}

/** Renders the page of a URL. Sends the state of each entry before the HTML that shows it. */
export async function renderPage({ url, loaders, assets, nonce }: PageRequest): Promise<Page> {
  const route = matchRoute(url.pathname)
  const isFound = await prefetchPage(route, url, loaders)
  const app = <App cache={loaders.scope} connection={createConnection()} path={url.pathname} search={url.search} />
  const stream = await renderToReadableStream(app, { nonce, bootstrapModules: [assets.script], onError: ignoreError })
  const page = withState(loaders.scope, stream, { nonce })
  return {
    status: isFound ? 200 : 404,
    body: wrapInDocument(page, createDocument(assets, { title: createTitle(route) })),
  }
}

/** The browser renders a part that failed on the server, and shows the error message. */
function ignoreError(): void {}

/**
 * Prefetches the data of the page. Returns false if there is no such page. Does not wait for the analysis of a package, which
 * can take seconds the first time: the page streams that part later.
 *
 *     prefetch  |--me, favourites, notes--|
 *               |----------package, the first time: seconds----------|
 *     page                                |--shell--|                |--package--|
 */
async function prefetchPage(route: Route, url: URL, loaders: Loaders): Promise<boolean> {
  const common = [loaders.loadMe(), loaders.loadFavourites()]
  if (route.name === 'list') {
    await Promise.all([...common, loaders.loadPackages(url.searchParams.get('search') ?? '', 0)])
    return true
  }
  if (route.name === 'package') {
    const isInstalled = await loaders.isInstalled(route.id)
    await Promise.all([...common, loaders.loadNotes(route.id), isInstalled && startPackage(loaders, route.id)])
    return isInstalled
  }
  if (route.name === 'source') {
    const [source] = await Promise.all([loaders.loadSource(route.path), ...common])
    return Boolean(source)
  }
  await Promise.all(common)
  return route.name === 'favourites'
}

/** Waits for a package that lies on the disk, so a reload shows it in the first part of the page. Does not wait for an analysis. */
function startPackage(loaders: Loaders, id: string): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve()
    loaders.loadPackage(id, done).then(done, done)
  })
}

function wrapInDocument(page: ReadableStream<Uint8Array>, { start, end }: DocumentParts): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return page.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(start)),
      flush: (controller) => controller.enqueue(encoder.encode(end)),
    }),
  )
}
