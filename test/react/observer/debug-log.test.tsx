import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LogRecord } from '../../../src/index.ts'
import { memoryStore, mutate, setLogger, setLogLevel, writeCache } from '../../../src/index.ts'
import { isStrict, reactRelease } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createGetKey, showList } from '../support/show-list.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

// With the log at `debug`, the life of a hook can be read.

const key = ['user', 1] as const
const error = new Error('503')
const options = { errorRetryInterval: 1_000, focusThrottleInterval: 0 } // the first retry follows after 2 s

let lines: string[] = []
let all: string[] = []

/** Returns the lines since the last call. */
function takeLines(): string[] {
  const taken = lines.splice(0)
  all.push(...taken)
  return taken
}

/** The lines of one entry. */
const of = (name: string, ...texts: readonly string[]) => texts.map((text) => `debug cachetta: ${name}: ${text}`)
const user = (...texts: readonly string[]) => of('app "user",1', ...texts)

beforeEach(() => {
  lines = []
  all = []
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  setLogLevel('debug')
  setLogger(({ level, message, ...rest }: LogRecord) => {
    lines.push('error' in rest ? `${level} ${message} ${String(rest.error)}` : `${level} ${message}`)
  })
})

afterEach(() => {
  vi.restoreAllMocks()
  setLogger(console)
  setLogLevel('warn')
})

/** A page that was opened an hour after its entry was stored. Its store answers asynchronously. */
async function openPage(): Promise<TestApp> {
  const { sync: _, ...store } = memoryStore()
  const before = createTestApp({ path: 'app', store })
  await writeCache(before.cache, { name: 'Ada' }, ...key)
  const app = createTestApp({ path: 'app', store })
  app.clock.set(app.clock.now() + 3_600_000)
  lines = []
  return app
}

/** Since React 18, StrictMode mounts, unmounts and mounts again. */
const mountsTwice = isStrict && reactRelease >= 18
const mountLines = mountsTwice
  ? user('read the store, reason: mount', 'unmount', 'read the store, reason: mount')
  : user('read the store, reason: mount')

/** The lines of the sample in the documentation. */
function readSample(): string[] {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/components.md'), 'utf8')
  const sample = /\n## Debugging\n.*?```text\n(.*?)\n```/s.exec(text)?.[1] ?? 'no sample'
  return sample.split('\n').map((line) => `debug ${line}`)
}

it('shows a whole life, from the mount to the unmount, as the documentation does', async () => {
  const app = await openPage()
  const server = createManualFetcher()
  const page = await showEntry(app, { key, fetcher: server.fetcher, options })
  const found = 'hit, source: store, stale, 3600 s old'
  expect(takeLines()).toEqual([...mountLines, ...user(found, 'fetch, reason: mount')])
  await server.answer({ name: 'Ada L.' })
  expect(takeLines()).toEqual(user('result, stored'))

  await app.browser.focus() // the dedupingInterval has not passed
  expect(takeLines()).toEqual(user('no fetch, the value is recent, reason: focus'))
  await app.advance('1m')
  await app.browser.focus()
  await app.browser.reconnect()
  expect(takeLines()).toEqual(user('fetch, reason: focus', 'join the fetch in flight, reason: reconnect'))
  await settle(() => mutate(app.cache, key, { name: 'Grace' }))
  expect(takeLines()).toEqual(user('drop, reason: mutation', 'fetch, reason: mutation'))
  await server.answer('the dropped one', 1)
  expect(takeLines()).toEqual([])

  await settle(() => app.cache.invalidate(...key))
  expect(takeLines()).toEqual(user('drop, reason: invalidation', 'fetch, reason: invalidation'))
  await server.fail(error)
  expect(takeLines()).toEqual(user('error Error: 503', 'retry 1 in 2000 ms'))
  await app.advance('2s')
  expect(takeLines()).toEqual(user('fetch, reason: retry'))
  await server.answer({ name: 'Grace H.' })
  expect(takeLines()).toEqual(user('result, stored'))

  await settle(() => mutate(app.cache, key))
  expect(takeLines()).toEqual(user('fetch, reason: mutate'))
  await page.unmount()
  expect(takeLines()).toEqual(user('unmount'))
  await server.answer({ name: 'Grace M.' }) // a fetcher without a signal runs to its end
  expect(takeLines()).toEqual(user('result, stored'))

  const sample = readSample()
  expect(mountsTwice ? [...mountLines, ...sample.slice(1)] : sample).toEqual(all)
})

it('shows why there is a fetch, and why there is none', async () => {
  const app = createTestApp({ path: 'app' })
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { refreshInterval: 10_000 } })
  await server.answer(1)
  takeLines()
  await app.advance('10s')
  expect(takeLines()).toEqual(of('app "a"', 'fetch, reason: poll'))
  await page.setProps({ key: 'b' })
  expect(takeLines()).toEqual([
    ...of('app "a"', 'unmount'),
    ...of('app "b"', 'read the store, reason: key change', 'miss', 'fetch, reason: key change'),
  ])
  await server.answer(2)
  await page.setProps({ options: { isPaused: () => true } })
  takeLines()
  await settle(() => mutate(app.cache, 'b'))
  expect(takeLines()).toEqual(of('app "b"', 'no fetch, paused, reason: mutate'))

  await showEntry(app, { key: 'c', fetcher: server.fetcher })
  await server.answer(3)
  takeLines()
  await showEntry(app, { key: 'c', fetcher: server.fetcher })
  const again = of('app "c"', 'hit, source: network, stale, 0 s old, no fetch')
  expect(takeLines()).toEqual(mountsTwice ? [...again, ...of('app "c"', 'unmount'), ...again] : again)
})

it('shows why an answer is dropped, and how a result is kept', async () => {
  const app = createTestApp({ path: 'app' })
  const aborted = await showEntry(app, {
    key: 'aborted',
    fetcher: (_key: unknown, { signal }: { signal: AbortSignal }) => new Promise(() => void signal.aborted),
  })
  takeLines()
  await aborted.unmount()
  expect(takeLines()).toEqual(of('app "aborted"', 'unmount', 'drop, reason: unmount'))

  let isPaused = false
  const server = createManualFetcher()
  const paused = { key: 'paused', fetcher: server.fetcher, options: { isPaused: () => isPaused } }
  await showEntry(app, paused)
  takeLines()
  isPaused = true
  await server.answer(1)
  expect(takeLines()).toEqual(of('app "paused"', 'drop, reason: pause'))

  for (const [name, more, line] of [
    ['private', { persist: false }, 'result, kept in memory'],
    ['refused', { condition: () => false }, 'result, not stored'],
  ] as const) {
    await showEntry(app, { key: name, fetcher: server.fetcher, options: more })
    takeLines()
    await server.answer(1)
    expect(takeLines()).toEqual(of(`app "${name}"`, line))
  }
})

it('shows what another tab changes', async () => {
  const { sync: _, ...store } = memoryStore()
  const app = createTestApp({ path: 'app', store })
  const other = createTestApp({ path: 'app', store })
  const server = createManualFetcher()
  await showEntry(app, { key: 'a', fetcher: server.fetcher })
  takeLines()
  await settle(() => writeCache(other.cache, 1, 'a'))
  expect(takeLines()).toEqual(of('app "a"', 'drop, reason: external change', 'read the store, reason: external change'))
  await settle(() => other.cache.invalidate('a'))
  expect(takeLines()).toEqual(
    of('app "a"', 'read the store, reason: external change', 'fetch, reason: external change'),
  )
})

it('shows each page of a list', async () => {
  const app = createTestApp({ path: 'app' })
  const server = createManualFetcher()
  const list = await showList(app, createGetKey('list'), server, { initialSize: 1 })
  await server.answer('p0')
  takeLines()
  await settle(() => void list.result.setSize(2))
  await server.answer('p1')
  const hit = 'hit, source: network, stale, 0 s old, no fetch'
  expect(takeLines()).toEqual([
    ...of('app "list",1', 'read the store'),
    ...of('app "list",0', hit),
    ...of('app "list",1', 'miss', 'fetch, reason: grow', 'result, stored'),
  ])
  await settle(() => app.cache.invalidate('list', 1))
  expect(takeLines()).toEqual([
    ...of('app "list",1', 'read the store'),
    ...of('app "list",0', hit),
    ...of('app "list",1', 'miss', 'fetch, reason: invalidation'),
  ])
  await server.answer('p1')
  takeLines()
  await app.advance('1m')
  await settle(() => list.result.mutate())
  expect(takeLines()).toEqual(of('app "list",0', 'hit, source: network, stale, 60 s old', 'fetch, reason: mutate'))
  await list.unmount()
  expect(takeLines()).toEqual(of('app "list",0', 'unmount the list'))
})

it('computes nothing for a line at the level warn', async () => {
  setLogLevel('warn')
  const round = vi.spyOn(Math, 'round') // rounds the age of a hit, and the pause of a retry
  const app = await openPage()
  const server = createManualFetcher()
  const page = await showEntry(app, { key, fetcher: server.fetcher, options })
  await settle(() => mutate(app.cache, key))
  await server.fail(error)
  await app.advance('2s')
  await page.unmount()
  expect(round).not.toHaveBeenCalled()
  expect(takeLines()).toEqual([])

  setLogLevel('debug')
  await showEntry(app, { key, fetcher: server.fetcher, options })
  expect(round).toHaveBeenCalled()
})
