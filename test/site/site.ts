// The site over docs/ as `npm run docs -- build` wrote it: its pages as texts, its search index, and a server for browsers.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { LocalServer } from '../support/local-server.ts'
import { startServer } from '../support/local-server.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, '.cache', 'docs')

/** The files of the site, by their paths from its folder. */
export function filesOfSite(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
}

export function readPage(file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}

const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' }

/** Serves the files as any server for static files does. */
export function serveSite(): Promise<LocalServer> {
  const files = new Set(filesOfSite())
  return startServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(1)
    const file = path === '' || path.endsWith('/') ? `${path}index.html` : path
    const type = types[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
    if (!files.has(file)) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(readFileSync(join(folder, file)))
  })
}

/** One place that the search finds: a page, or a heading of a page. */
export interface Found {
  /** The address on the site, for example `/functions.html#what-does-a-signal-do`. */
  readonly id: string
}

export type Search = (words: string) => Found[]

/** Searches as the dialog of the site does: with the index of the build, and the options that VitePress has by default. */
export async function openSearch(): Promise<Search> {
  const index = filesOfSite().find((file) => /@localSearchIndexroot\..*\.js$/.test(file)) ?? 'no index'
  const { default: json } = await import(/* @vite-ignore */ join(folder, index))
  const MiniSearch = createRequire(join(root, 'site', 'package.json'))('minisearch')
  const search = MiniSearch.loadJSON(json, { fields: ['title', 'titles', 'text'], storeFields: ['title', 'titles'] })
  const options = { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 } }
  return (words) => search.search(words, options)
}
