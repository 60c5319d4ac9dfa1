import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ActivityEvent, PackagePage } from '../api-types.ts'
import { createPackagePath, createSourcePath, getSourceFile } from '../app/routes.ts'
import type { ActivityLog } from './activity-log.ts'
import type { RunningServer, ServerOptions } from './start-server.ts'
import { startServer } from './start-server.ts'

type Print = (line: string) => void

/**
 * Starts the server with an empty cache, requests pages like a browser, restarts the server, and prints the timings. Rejects
 * if a page is wrong. Deletes the cache at the end.
 */
export async function runSelfCheck(options: ServerOptions, print: Print): Promise<void> {
  const dir = await mkdtemp(join(options.dir, 'check-'))
  try {
    const id = await withServer({ ...options, dir }, print, async (server) => {
      const id = await checkList(server, print)
      await checkSource(server, print)
      await checkPackage(server, print, { id, expected: 'computed' })
      await checkPackage(server, print, { id, expected: 'disk' })
      return id
    })
    await withServer({ ...options, dir }, print, (server) => checkPackage(server, print, { id, expected: 'disk' }))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
  print('All checks passed. In a terminal, or with --stay, the server keeps running for a browser.')
}

async function withServer<Result>(
  options: ServerOptions,
  print: Print,
  run: (server: RunningServer) => Promise<Result>,
): Promise<Result> {
  const server = await startServer(options)
  print(`${server.url}  ready in ${Math.round(server.readyInMs)} ms`)
  try {
    return await run(server)
  } finally {
    await server.stop()
  }
}

/** Checks the list. Returns the id of the package in the middle of its first page. */
async function checkList({ url }: RunningServer, print: Print): Promise<string> {
  const { packages } = (await (await fetch(`${url}/api/packages`)).json()) as PackagePage // our own server sends it
  const [middle] = packages.slice(Math.floor(packages.length / 2))
  if (middle === undefined) throw new Error('No packages are installed.')
  const { html, ms } = await fetchPage(url)
  assert(html.includes(middle.name), 'The HTML of the list has no data.')
  print(`  list of packages  ${ms} ms, ${html.length} characters of HTML with data`)
  return middle.id
}

/** Checks that the link from the list to its source leads to the file. */
async function checkSource({ url }: RunningServer, print: Print): Promise<void> {
  const file = getSourceFile({ name: 'list' })
  const { html, ms } = await fetchPage(`${url}${createSourcePath(file)}`)
  assert(html.includes('export function ListPage'), `The page of ${file} has no text.`)
  print(`  ${file}  ${ms} ms`)
}

interface PackageCheck {
  readonly id: string
  readonly expected: ActivityEvent['kind']
}

async function checkPackage(
  { url, activityLog }: RunningServer,
  print: Print,
  { id, expected }: PackageCheck,
): Promise<void> {
  const nextEvent = waitForEvent(activityLog)
  const { html, ms } = await fetchPage(`${url}${createPackagePath(id)}`)
  assert(html.includes('File types'), `The HTML of ${id} has no data.`)
  const { kind } = await nextEvent
  assert(kind === expected, `The source of ${id} should be ${expected}, but is ${kind}.`)
  print(`  ${id}  ${ms} ms, ${expected === 'disk' ? 'from disk' : 'computed'}`)
}

/** Resolves with the next event. A response can arrive before its event, so subscribe before the request. */
function waitForEvent(activityLog: ActivityLog): Promise<ActivityEvent> {
  return new Promise((resolve) => {
    const unsubscribe = activityLog.subscribe((event) => {
      unsubscribe()
      resolve(event)
    })
  })
}

async function fetchPage(url: string): Promise<{ readonly html: string; readonly ms: number }> {
  const start = performance.now()
  const response = await fetch(url)
  const html = await response.text()
  assert(response.ok, `The status of ${url} should be 200, but is ${response.status}.`)
  return { html, ms: Math.round(performance.now() - start) }
}

function assert(condition: boolean, message: string): void {
  if (!condition) throw new Error(message)
}
