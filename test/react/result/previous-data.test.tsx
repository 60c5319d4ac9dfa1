import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { mutate, writeCache } from '../../../src/index.ts'
import { CachettaProvider, useCachettaAll, useCachettaInfinite, useCachettaSubscription } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry, useAny } from '../support/show-entry.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

const never = () => new Promise(() => {})
const keep = { keepPreviousData: true, shouldRetryOnError: false, dedupingInterval: 0 }
const first = (data: unknown) => String(data)[0]

/** Shows the data of `a`, then changes the key to one whose fetch does not end. */
async function showPrevious(key: unknown = 'b', options: Record<string, unknown> = {}, app: TestApp = createTestApp()) {
  const page = await showEntry(app, {
    key: 'a',
    fetcher: async () => 'of a',
    options: { ...keep, tags: ['a'], ...options },
  })
  await page.setProps({ key, fetcher: never })
  return { app, page }
}

const forgetting: [name: string, forget: (app: TestApp) => Promise<unknown>][] = [
  ['invalidateAll', ({ cache }) => cache.invalidateAll()],
  ['invalidate', ({ cache }) => cache.invalidate('a')],
  ['invalidateTags', ({ cache }) => cache.invalidateTags('a')],
  ['mutate to undefined', ({ cache }) => mutate(cache, 'a', undefined)],
  ['another process', ({ store }) => createTestCache({ store: { ...store } }).cache.invalidate('a')],
]

describe('with `keepPreviousData`, forgotten data is not shown:', () => {
  it.each(forgetting)('%s, of the key itself, beside the error of the next fetch', async (_name, forget) => {
    const app = createTestApp()
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: { ...keep, tags: ['a'] } })
    await server.answer('of a')
    await settle(() => forget(app))
    expect(page.latest.data).toBeUndefined()
    await server.fail(new Error('401'))
    expect(page.latest).toMatchObject({ data: undefined, error: new Error('401'), isLoading: false })
  })

  it.each(forgetting)('%s, of the previous key', async (_name, forget) => {
    const { app, page } = await showPrevious()
    expect(page.latest).toMatchObject({ data: 'of a', isLoading: false, isValidating: true })
    await settle(() => forget(app))
    expect(page.latest).toMatchObject({ data: undefined, isLoading: true })
  })

  it.each(forgetting)('%s, without a key', async (_name, forget) => {
    const { app, page } = await showPrevious(null)
    expect(page.latest.data).toBe('of a')
    await settle(() => forget(app))
    expect(page.latest.data).toBeUndefined()
    await page.setProps({ key: 'c' })
    expect(page.latest.data).toBeUndefined()
  })

  it.each(forgetting)('%s, of a key before the previous', async (_name, forget) => {
    const { app, page } = await showPrevious('b', { select: first })
    await page.setProps({ key: 'c' })
    expect(page.latest.data).toBe('o')
    await settle(() => forget(app))
    expect(page.latest.data).toBeUndefined()
  })

  it('is not replaced by that of the key before, not even by an equal one', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options: keep })
    await server.answer('same')
    await page.setProps({ key: 'b' })
    await server.answer('same')
    await settle(() => app.cache.invalidate('b'))
    expect(page.latest.data).toBeUndefined()
  })

  it('shows what the previous key has now', async () => {
    const { app, page } = await showPrevious('b', { select: first })
    await settle(() => mutate(app.cache, 'a', 'changed', false))
    expect(page.latest.data).toBe('c')
  })

  it('keeps the data of the previous key if the cache has no memory, and if memory drops the entry', async () => {
    const app = createTestApp({ read: false })
    const { page } = await showPrevious('b', {}, app)
    await settle()
    expect(page.latest.data).toBe('of a')
    const small = createTestApp({ lruSize: 1 })
    const other = await showPrevious('b', {}, small)
    for (const key of ['x', 'y']) await settle(() => writeCache(small.cache, 1, key))
    expect(other.page.latest.data).toBe('of a')
  })

  it('renders nothing for a refetch of the previous key that brings equal data', async () => {
    const { app, page } = await showPrevious()
    const before = page.renders.length
    await settle(() => mutate(app.cache, 'a', 'of a', false))
    expect(page.renders).toHaveLength(before)
  })
})

it.each([undefined, first])(
  'replaces previous data by fetched data that is identical to the fallback (select: %s)',
  async (select) => {
    const app = createTestApp()
    const server = createManualFetcher()
    const options = { ...keep, select, fallbackData: 'x of fallback' }
    const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options, reads: ['data'] })
    await server.answer('a')
    await page.setProps({ key: 'b' })
    expect(page.latest.data).toBe('a')
    await server.answer('x of fallback')
    expect(page.latest.data).toBe(select ? 'x' : 'x of fallback')
  },
)

describe('a list with `keepPreviousData`', () => {
  function mountList({ Provider }: TestApp, options: Record<string, unknown> = {}) {
    let result: { data: unknown; error?: unknown } | undefined
    function List({ name, fetcher }: { name: string | null; fetcher: unknown }): ReactNode {
      const list = useCachettaInfinite(
        (index) => name && ([name, index] as const),
        fetcher as never,
        {
          initialSize: 2,
          persistSize: true,
          ...keep,
          ...options,
        } as never,
      )
      result = { data: list.data, error: list.error }
      return null
    }
    const createElement = (name: string | null, fetcher: unknown) => (
      <Provider>
        <List name={name} fetcher={fetcher} />
      </Provider>
    )
    const rendered = render(createElement('a', async (key: unknown) => String(key)))
    return {
      read: () => result?.data,
      setName: (name: string | null, fetcher: unknown = never) =>
        settle(() => rendered.rerender(createElement(name, fetcher))),
    }
  }

  it.each([
    ['invalidateAll', (app: TestApp) => app.cache.invalidateAll(), undefined],
    ['invalidate of the first page', (app: TestApp) => app.cache.invalidate('a', 0), undefined],
    ['invalidate of the second page', (app: TestApp) => app.cache.invalidate('a', 1), ['a,0']],
  ] as const)('does not show pages that %s forgot', async (_name, forget, left) => {
    for (const name of ['b', null]) {
      const app = createTestApp()
      const list = mountList(app)
      await settle()
      expect(list.read()).toEqual(['a,0', 'a,1'])
      await list.setName(name)
      expect(list.read()).toEqual(['a,0', 'a,1'])
      await settle(() => forget(app))
      expect(list.read()).toEqual(left)
    }
  })

  it('does not show its own pages that are forgotten, and selects in the same way', async () => {
    const app = createTestApp()
    const list = mountList(app, { select: (pages: readonly unknown[]) => pages.length })
    await settle()
    expect(list.read()).toBe(2)
    await list.setName('a', () => Promise.reject(new Error('401')))
    await settle(() => app.cache.invalidateAll())
    expect(list.read()).toBeUndefined()
  })

  it('replaces previous pages by pages that are identical to the fallback', async () => {
    const app = createTestApp()
    const list = mountList(app, { fallbackData: ['b,0', 'b,1'] })
    await settle()
    await list.setName('b')
    expect(list.read()).toEqual(['a,0', 'a,1'])
    await list.setName('c', async (key: unknown) => String(key).replace('c', 'b'))
    expect(list.read()).toEqual(['b,0', 'b,1'])
  })
})

describe('with `keepPreviousData`, another provider shows nothing of the cache before', () => {
  const user = (name: string, path = 'test') => createTestApp({ path, entries: { me: name } } as never, keep) // a test cache takes entries
  const shared = () => {
    const one = user('Ada', 'one')
    return [one, createTestApp({ path: 'two', store: one.store }, keep)] as const
  }
  const hooks: readonly [name: string, useHook: (key: string | null) => unknown][] = [
    ['useCachetta', (key) => useAny(key, never).data],
    ['useCachetta with select', (key) => useAny(key, never, { select: (data: unknown) => data }).data],
    ['useCachettaInfinite', (key) => useCachettaInfinite(() => key, never as never).data?.[0]],
    ['useCachettaAll', (key) => useCachettaAll([{ key, fetcher: never }])[0].data],
    ['useCachettaSubscription', (key) => useCachettaSubscription(key, () => () => {}, { keepPreviousData: true }).data],
  ]
  const changes: readonly [title: string, apps: () => readonly [TestApp, TestApp], key: string | null][] = [
    ['with another path', () => [user('Ada'), user('-', 'other')], 'me'],
    ['with the same path', () => [user('Ada'), createTestApp({}, keep)], 'me'],
    ['over the same store', shared, 'me'],
    ['and another key', () => [user('Ada'), createTestApp({}, keep)], 'you'],
    ['and no key', () => [user('Ada'), createTestApp({}, keep)], null],
  ]
  const cases = hooks.flatMap(([hook, useHook]) =>
    changes.map(([title, apps, key]) => ({ hook, title, useHook, apps, key })),
  )

  it.each(cases)('$hook, $title', async ({ useHook, apps, key }) => {
    const [one, two] = apps()
    const shown: unknown[] = []
    function Shown({ name }: { name: string | null }): ReactNode {
      shown.push(useHook(name))
      return null
    }
    // The components are the same; only what their provider is given changes.
    const createElement = (app: TestApp, name: string | null) => (
      <CachettaProvider cache={app.cache} options={keep}>
        <Shown name={name} />
      </CachettaProvider>
    )
    const { rerender } = render(createElement(one, 'me'))
    await settle()
    expect(shown.at(-1)).toBe('Ada')
    shown.length = 0
    rerender(createElement(two, key))
    await settle()
    rerender(createElement(two, 'third'))
    await settle()
    expect(shown.filter((data) => data === 'Ada')).toEqual([])
  })
})
