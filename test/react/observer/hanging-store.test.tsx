import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { Lock, Store } from '../../../src/index.ts'
import { memoryStore, mutate } from '../../../src/index.ts'
import { useCachettaAll } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry, useAny } from '../support/show-entry.tsx'
import { createGetKey, requestedKeys, showList } from '../support/show-list.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

recordLogLines()

const never = () => new Promise<never>(() => {})
const hour = { duration: '1h' }

/** A store without synchronous methods, locks and messages, but with these methods. */
function createStore(methods: Partial<Store>): Store {
  const { sync: _, subscribe: __, lock: ___, share: ____, ...store } = memoryStore()
  return { ...store, ...methods }
}

/** An application whose store answers its reads when the test says so. */
function createSlowApp(stored: unknown): { app: TestApp; answerReads: () => Promise<void> } {
  const inner = memoryStore()
  createTestCache({ store: inner, entries: { a: stored } })
  const gate = createDeferred()
  const { sync: _, subscribe: __, ...store } = inner
  const app = createTestApp({ store: { ...store, get: (...args) => gate.promise.then(() => inner.get(...args)) } })
  return { app, answerReads: () => settle(() => gate.resolve(undefined)) }
}

describe('a store that never answers a read', () => {
  const store = () => createStore({ get: never })

  it('makes a hook fetch after 200 ms', async () => {
    const app = createTestApp({ store: store() })
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
    await app.advance('199ms')
    expect(server.requests).toHaveLength(0)
    await app.advance('1ms')
    expect(server.requests).toHaveLength(1)
    await server.answer('new')
    expect(page.latest.data).toBe('new')
  })

  it('makes a component that is suspended fetch after 200 ms', async () => {
    const app = createTestApp({ store: store() })
    const server = createManualFetcher()
    const Suspended = (): ReactNode => <p>{String(useAny('a', server.fetcher, { suspense: true }).data)}</p>
    const page = render(
      <app.Provider>
        <Suspense fallback="wait">
          <Suspended />
        </Suspense>
      </app.Provider>,
    )
    await settle()
    await app.advance('200ms')
    await server.answer('new')
    expect(page.container.textContent).toBe('new')
  })

  it('makes a list fetch its pages, and grow', async () => {
    const app = createTestApp({ store: store() })
    const server = createManualFetcher()
    const list = await showList(app, createGetKey('list'), server, { initialSize: 2 })
    await app.advance('1s')
    await server.answer('p0')
    await app.advance('1s')
    await server.answer('p1')
    expect(list.result.data).toEqual(['p0', 'p1'])
    await settle(() => void list.result.fetchNext())
    await app.advance('1s')
    await server.answer('p2')
    expect(list.result.data).toEqual(['p0', 'p1', 'p2'])
    await settle(() => void list.result.setSize(4))
    await app.advance('1s')
    await server.answer('p3')
    expect(list.result.data).toEqual(['p0', 'p1', 'p2', 'p3'])
  })

  it('makes a list of many pages wait once, and not once for each page', async () => {
    const app = createTestApp({ store: store() })
    const server = createManualFetcher()
    const list = await showList(app, createGetKey('list'), server, { initialSize: 5 })
    await app.advance('400ms') // the size of the list, and the first page
    for (const page of ['p0', 'p1', 'p2', 'p3', 'p4']) {
      await server.answer(page)
      await app.advance('1ms')
    }
    expect(list.result.data).toEqual(['p0', 'p1', 'p2', 'p3', 'p4'])
  })

  it('makes `useCachettaAll` fetch all requests after 200 ms', async () => {
    const app = createTestApp({ store: store() })
    const server = createManualFetcher()
    function All(): ReactNode {
      const results = useCachettaAll(['a', 'b'].map((key) => ({ key, fetcher: server.fetcher as never })))
      return <p>{results.map(({ data }) => String(data)).join()}</p>
    }
    const page = render(
      <app.Provider>
        <All />
      </app.Provider>,
    )
    await settle()
    await app.advance('200ms')
    expect(requestedKeys(server)).toEqual(['a', 'b'])
    await server.answer('A', 0)
    await server.answer('B', 1)
    expect(page.container.textContent).toBe('A,B')
  })

  it('delays `onLoadingSlow` by 200 ms at most', async () => {
    const app = createTestApp({ store: store() })
    const server = createManualFetcher()
    const onLoadingSlow = vi.fn()
    const options = { loadingTimeout: 1000, onLoadingSlow }
    await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
    await app.advance('200ms')
    await app.advance('1s')
    expect(onLoadingSlow).toHaveBeenCalledTimes(1)
  })
})

describe('a read that is answered after 200 ms', () => {
  it('shows until the request has its answer', async () => {
    const { app, answerReads } = createSlowApp('stored')
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
    await app.advance('200ms')
    await answerReads()
    expect(page.latest).toMatchObject({ data: 'stored', isValidating: true })
    await server.answer('new')
    expect(page.latest).toMatchObject({ data: 'new', isValidating: false })
  })

  it('shows in all hooks of the entry, also after the store was given up', async () => {
    const { app, answerReads } = createSlowApp('stored')
    const server = createManualFetcher()
    const pages = [
      await showEntry(app, { key: 'a', fetcher: server.fetcher }),
      await showEntry(app, { key: 'a', fetcher: server.fetcher }),
    ]
    await app.advance('200ms')
    await app.advance('10s')
    expect(server.requests).toHaveLength(1)
    await answerReads()
    expect(pages.map(({ latest }) => latest.data)).toEqual(['stored', 'stored'])
  })

  it('never replaces newer data', async () => {
    const { app, answerReads } = createSlowApp('stored')
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: hour })
    await app.advance('200ms')
    await server.answer('new')
    await answerReads()
    expect(page.renders.some(({ data }) => data === 'stored')).toBe(false)
    expect(page.latest.data).toBe('new')
  })

  it('never replaces what a mutation set', async () => {
    const { app, answerReads } = createSlowApp('stored')
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
    await app.advance('200ms')
    await settle(() => mutate(app.cache, 'a', 'set', { revalidate: false }))
    await answerReads()
    expect(page.latest.data).toBe('set')
  })

  it('keeps the error of a request that failed meanwhile, and its retry', async () => {
    const { app, answerReads } = createSlowApp('stored')
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { errorRetryInterval: 1000 } })
    await app.advance('200ms')
    await server.fail('down')
    await answerReads()
    expect(page.latest).toMatchObject({ data: 'stored', error: 'down' })
    await app.advance('10s')
    expect(server.requests).toHaveLength(2)
    await server.answer('new')
    expect(page.latest).toMatchObject({ data: 'new', error: undefined })
  })
})

describe('a read that is answered after 200 ms with an entry that is too old', () => {
  /** A hook that has stopped to wait for the store, and fetches. */
  async function openLate() {
    const slow = createSlowApp('stored')
    await slow.app.advance('2h')
    const server = createManualFetcher()
    const options = { duration: '1h', staleDuration: 0, errorRetryInterval: 1000 }
    const page = await showEntry(slow.app, { key: 'a', fetcher: server.fetcher, options })
    await slow.app.advance('200ms')
    return { ...slow, page, server }
  }

  it('keeps the error of a request that failed meanwhile, and its retry', async () => {
    const { app, answerReads, page, server } = await openLate()
    await server.fail('down')
    await answerReads()
    expect(page.latest).toMatchObject({ data: undefined, error: 'down' })
    expect(await app.cache.exists('a')).toBe(false)
    await app.advance('10s')
    expect(server.requests).toHaveLength(2)
    await server.answer('new')
    expect(page.latest).toMatchObject({ data: 'new', error: undefined })
  })

  it('never replaces newer data', async () => {
    const { answerReads, page, server } = await openLate()
    await server.answer('new')
    await answerReads()
    expect(page.latest.data).toBe('new')
  })

  it('is deleted once the request that began meanwhile has failed', async () => {
    const { app, answerReads, page, server } = await openLate()
    await answerReads()
    await server.fail('down')
    expect(page.latest).toMatchObject({ data: undefined, error: 'down' })
    const entries = await app.cache.entries()[Symbol.asyncIterator]().next()
    expect(entries).toMatchObject({ done: true })
  })

  it('makes one request', async () => {
    const { answerReads, page, server } = await openLate()
    await answerReads()
    expect(page.latest).toMatchObject({ data: undefined, isValidating: true })
    await server.answer('new')
    expect([page.latest.data, server.requests.length]).toEqual(['new', 1])
  })
})

describe('a lock that is never granted', () => {
  it('makes a hook fetch after 5 seconds, and is released if it is granted later', async () => {
    const granted = createDeferred<Lock | null>()
    const release = vi.fn(async () => {})
    const app = createTestApp({
      store: createStore({ lock: () => granted.promise }),
    })
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
    await app.advance('4900ms')
    expect(server.requests).toHaveLength(0)
    await app.advance('100ms')
    await server.answer('new')
    expect(page.latest.data).toBe('new')
    await settle(() => granted.resolve({ isHeld: async () => true, release }))
    expect(release).toHaveBeenCalledTimes(1)
  })

  it('tells `onLoadingSlow`', async () => {
    const app = createTestApp({ store: createStore({ lock: never, share: never }) })
    const onLoadingSlow = vi.fn()
    const server = createManualFetcher()
    await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { onLoadingSlow } })
    await app.advance('4s')
    expect(onLoadingSlow).toHaveBeenCalledTimes(1)
  })

  it('delays `mutate()` by one second at most', async () => {
    const app = createTestApp({ store: createStore({ lock: never, share: never }) })
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
    await settle(() => void page.result.mutate())
    await app.advance('1s')
    await server.answer('new')
    expect(page.latest.data).toBe('new')
  })

  it('does not keep a read under the lock from ending', async () => {
    let reads = 0
    const lock = async () => ({ isHeld: never, release: never })
    const get = async () => (++reads === 1 ? null : never())
    const app = createTestApp({ store: createStore({ get, lock }) })
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
    await app.advance('200ms')
    await server.answer('new')
    await app.advance('200ms')
    expect(page.latest).toMatchObject({ data: 'new', isValidating: false })
  })
})
