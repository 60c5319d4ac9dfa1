import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { fileStore, memoryStore, mutate, prefetch, preload, writeCache } from '../../../src/index.ts'
import { useCachettaAll } from '../../../src/react.ts'
import { storageStore } from '../../../src/storage.ts'
import { render } from '../../support/render.tsx'
import { createCountingFetcher, createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { mountEntry, showEntry } from '../support/show-entry.tsx'
import { createGetKey, requestedKeys, showList, showPages } from '../support/show-list.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

// A fetch begins in the same tick where no store must be awaited: the test looks at the fetcher before any promise is settled.

const directories: string[] = []

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true })
})

/** An application over files in a new directory. */
function createFileApp(): TestApp {
  const directory = mkdtempSync(join(tmpdir(), 'cachetta-same-tick-'))
  directories.push(directory)
  return createTestApp({ path: join(directory, 'app'), store: fileStore() })
}

/** A store without synchronous methods, which never answers. */
const silentStore = (): Store => {
  const { sync: _sync, ...store } = memoryStore()
  return { ...store, get: () => new Promise(() => {}) }
}

const storage = () => storageStore(localStorage, { prefix: `${Math.random()}` })

/** A store whose synchronous methods fail, too. */
const brokenStore = (): Store => {
  const fail = () => {
    throw new Error('broken')
  }
  const store = memoryStore()
  return {
    ...store,
    get: async () => fail(),
    lock: async () => fail(),
    sync: { ...store.sync, get: fail, lock: fail } as never,
  }
}

const ways: [title: string, createApp: () => TestApp, options: { readonly persist?: boolean }][] = [
  ['the store is memory', createTestApp, {}],
  ['the store is localStorage', () => createTestApp({ store: storage() }), {}],
  ['the store is files', createFileApp, {}],
  ['`persist` is false', () => createTestApp({ store: silentStore() }), { persist: false }],
]

describe.each(ways)('if %s', (_title, createApp, options) => {
  const settleAll = async (fetcher: { readonly mock: { readonly calls: unknown[] } }, isDone: () => boolean) => {
    await vi.waitFor(async () => {
      await settle()
      expect(isDone()).toBe(true)
    })
    expect(fetcher.mock.calls).toHaveLength(1)
  }

  it('a mount starts the fetcher in the same tick', async () => {
    const fetcher = createCountingFetcher()
    const entry = mountEntry(createApp(), { key: 'a', fetcher, options })
    expect(fetcher).toHaveBeenCalledOnce()
    await settleAll(fetcher, () => entry.latest.data === 1)
    expect(entry.latest).toMatchObject({ data: 1, isLoading: false, isValidating: false })
    await entry.unmount()
  })

  it('a changed key starts it, too', async () => {
    const fetcher = createCountingFetcher()
    const entry = mountEntry(createApp(), { key: null, fetcher, options })
    await settle()
    entry.rerender({ key: 'b' })
    expect(fetcher).toHaveBeenCalledOnce()
    await settleAll(fetcher, () => entry.latest.data === 1)
  })

  it('a mount starts it if the entry in memory is stale, or too old to show', async () => {
    for (const staleDuration of ['7d', '1m']) {
      const app = createApp()
      const first = createCountingFetcher()
      const before = mountEntry(app, { key: 'a', fetcher: first, options: { ...options, staleDuration } })
      await settleAll(first, () => before.latest.data === 1)
      await before.unmount()
      await app.advance('1h')
      const fetcher = createCountingFetcher()
      const entry = mountEntry(app, {
        key: 'a',
        fetcher: async () => `new ${await fetcher()}`,
        options: { ...options, staleDuration },
      })
      expect(fetcher).toHaveBeenCalledOnce()
      await settleAll(fetcher, () => entry.latest.data === 'new 1')
      await entry.unmount()
    }
  })

  it('a schema that returns no promise changes nothing of it', async () => {
    const fetcher = createCountingFetcher()
    const schema = (value: unknown) => value as number
    const entry = mountEntry(createApp(), { key: 'a', fetcher, options: { ...options, schema } })
    expect(fetcher).toHaveBeenCalledOnce()
    await settleAll(fetcher, () => entry.latest.data === 1)
  })

  it('the mount of a list starts the fetcher in the same tick', async () => {
    const fetcher = createCountingFetcher()
    const shown = showList(createApp(), createGetKey('pages'), { fetcher }, options)
    expect(fetcher).toHaveBeenCalledOnce()
    const list = await shown
    await settleAll(fetcher, () => !list.result.isValidating)
    expect(list.result.data).toEqual([1])
  })

  it('a list with `parallel` starts that of all pages', async () => {
    const server = createManualFetcher()
    const parallel = { ...options, parallel: true, initialSize: 3 }
    const shown = showList(createApp(), createGetKey('pages'), server, parallel)
    expect(requestedKeys(server)).toEqual([0, 1, 2].map((index) => ['pages', index]))
    await shown
  })

  it('`useCachettaAll` starts that of all keys', async () => {
    const app = createApp()
    const server = createManualFetcher()
    function Shown(): ReactNode {
      const all = useCachettaAll(
        [1, 2].map((key) => ({ key: ['item', key], fetcher: server.fetcher as never, ...options })),
      )
      return <p>{all.map(({ data }) => String(data)).join()}</p>
    }
    const { container } = render(<Shown />, { wrapper: app.Provider as never })
    expect(requestedKeys(server)).toEqual([
      ['item', 1],
      ['item', 2],
    ])
    await server.answer('a', 0)
    await server.answer('b', 1)
    await vi.waitFor(() => settle(() => expect(container.textContent).toBe('a,b')))
  })

  it('a fetcher that throws at once shows its error', async () => {
    const fetcher = vi.fn(() => {
      throw new Error('no')
    })
    const entry = mountEntry(createApp(), { key: 'a', fetcher, options: { ...options, shouldRetryOnError: false } })
    expect(fetcher).toHaveBeenCalledOnce()
    await settleAll(fetcher, () => entry.latest.error !== undefined)
    expect(entry.latest).toMatchObject({ error: new Error('no'), isLoading: false, isValidating: false })
  })
})

describe.each(ways.slice(0, 3))('if %s', (_title, createApp) => {
  it.each([
    ['preload', preload],
    ['prefetch', prefetch],
  ])('`%s` starts the fetcher in the same tick, and the first hook takes its value', async (_name, load) => {
    const app = createApp()
    const fetcher = createCountingFetcher()
    const loading = load(app.cache, 'a', fetcher)
    expect(fetcher).toHaveBeenCalledOnce()
    await loading
    const entry = mountEntry(app, { key: 'a', fetcher })
    expect(entry.renders[0]).toMatchObject({ data: 1 })
    await settle()
    expect(fetcher).toHaveBeenCalledOnce()
    await entry.unmount()
  })
})

it('a mount over a store that fails starts the fetcher in the same tick', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const fetcher = createCountingFetcher()
  const entry = mountEntry(createTestApp({ store: brokenStore() }), { key: 'a', fetcher })
  expect(fetcher).toHaveBeenCalledOnce()
  await settle()
  expect(entry.latest.data).toBe(1)
  warn.mockRestore()
})

it('a mount over a store that needs a wait reads it first', async () => {
  const fetcher = createCountingFetcher()
  mountEntry(createTestApp({ store: silentStore() }), { key: 'a', fetcher })
  await settle()
  expect(fetcher).not.toHaveBeenCalled()
})

it('a mount waits while another computes the entry, and takes its value', async () => {
  const app = createTestApp()
  const other = createManualFetcher()
  const scope = app.cache.scope() // it has requests of its own, and shares the store
  const loading = prefetch(scope, 'a', other.fetcher as never)
  await settle()
  const fetcher = createCountingFetcher()
  const entry = await showEntry(app, { key: 'a', fetcher, options: { duration: '1m' } })
  expect(fetcher).not.toHaveBeenCalled()
  await other.answer('of the other')
  await loading
  await settle()
  expect(entry.latest).toMatchObject({ data: 'of the other', isValidating: false })
  expect(fetcher).not.toHaveBeenCalled()
})

it('an entry that another has stored since it was read takes the place of the fetch', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  const options = { duration: '1m' }
  const before = await showEntry(app, { key: 'a', fetcher, options })
  await before.unmount()
  await app.advance('2m')
  const entry = mountEntry(app, { key: 'b', fetcher: createCountingFetcher(), options })
  await settle()
  // Another engine without messages: as another process over the same files.
  const { subscribe: _, ...silent } = app.store
  const other = createTestApp({ store: silent })
  other.clock.set(app.clock.now())
  await writeCache(other.cache, 'newer', 'a')
  entry.rerender({ key: 'a', fetcher })
  await settle()
  expect(entry.latest).toMatchObject({ data: 'newer', isValidating: false })
  expect(fetcher).toHaveBeenCalledOnce()
})

describe('what is being deleted', () => {
  it('does not come back by a mount', async () => {
    const app = createFileApp()
    await writeCache(app.cache, 'secret', 'a')
    const fetcher = createManualFetcher()
    const entry = mountEntry(app, { key: null, fetcher: fetcher.fetcher })
    const deleting = app.cache.invalidate('a')
    entry.rerender({ key: 'a' })
    await settle(() => deleting)
    await vi.waitFor(() => settle(() => expect(fetcher.requests.length).toBeGreaterThan(0)))
    expect(entry.renders.map(({ data }) => data)).not.toContain('secret')
    await entry.unmount()
  })

  it('does not come back in a list, which fetches once', async () => {
    for (const forget of [
      (app: TestApp) => app.cache.invalidateAll(),
      (app: TestApp) => mutate(app.cache, () => true, undefined),
    ]) {
      const { app, list, server } = await showPages(2)
      const other = await showList(app, createGetKey('list'), server)
      await settle(() => void forget(app))
      expect(list.result).toMatchObject({ data: undefined, isLoading: true })
      const count = server.requests.length
      expect(requestedKeys(server, 2)).toEqual([['list', 0]])
      await server.answer('new')
      expect(other.result.data?.[0]).toBe('new')
      expect(requestedKeys(server, count).filter((key) => JSON.stringify(key) === '["list",0]')).toEqual([])
      await list.unmount()
      await other.unmount()
    }
  })
})
