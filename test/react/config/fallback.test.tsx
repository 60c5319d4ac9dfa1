import type { ReactNode } from 'react'
import * as React from 'react'
import { Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { Cachetta, keyText, memoryStore } from '../../../src/index.ts'
import type { ProviderOptions, ProviderProps } from '../../../src/react.ts'
import {
  CachettaProvider,
  useCachettaAll,
  useCachettaConfig,
  useCachettaInfinite,
  useCachettaSubscription,
} from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { reactRelease, render, renderHook } from '../../support/render.tsx'
import { ErrorBoundary } from '../support/error-boundary.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { mountEntry, showEntry, useAny } from '../support/show-entry.tsx'
import { showList } from '../support/show-list.tsx'
import { createTestApp } from '../support/test-app.tsx'

type Fallback = ProviderOptions['fallback']

const lines = recordLogLines()

const text = () => document.body.textContent

/** Shows what a hook with this key shows before it has data. Fetches nothing. */
function Placeholder({ of: key }: { of: unknown }): ReactNode {
  const { data, source } = useAny(key, null, { revalidateOnMount: false })
  return (
    <p>
      {data === undefined ? '-' : String(data)}
      {source === (data === undefined ? undefined : 'fallback') ? '' : '!'}
    </p>
  )
}

function wrapInProvider(children: ReactNode, options: ProviderProps['options']): ReactNode {
  return <CachettaProvider options={options}>{children}</CachettaProvider>
}

function showPlaceholders(keys: readonly unknown[], ...levels: readonly ProviderProps['options'][]): string | null {
  const shown = keys.map((key, index) => <Placeholder key={String(index)} of={key} />)
  const nested = levels.reduceRight<ReactNode>(wrapInProvider, shown)
  const { unmount } = render(<CachettaProvider cache={createTestCache().cache}>{nested}</CachettaProvider>)
  const result = text()
  unmount()
  return result
}

const showWith = (keys: readonly unknown[], ...fallbacks: readonly Fallback[]) =>
  showPlaceholders(keys, ...fallbacks.map((fallback) => ({ fallback })))

describe('`fallback` as a list of keys and data', () => {
  const { cache } = createTestCache()
  const getUser = cache.at('users')(async (id: number) => `user ${id}`)
  const getPost = cache.at('posts')(async (id: number) => `post ${id}`)
  const getAll = cache.at('all')(async () => 'all')

  it.each<[title: string, given: unknown, asked: unknown]>([
    ['a string', '/api/user', '/api/user'],
    ['a string as a list', ['user'], 'user'],
    ['a list of one string', 'user', ['user']],
    ['a number', 7, 7],
    ['an array', ['user', 1], ['user', 1]],
    ['an object', { b: 1, a: new Map([[1, new Date(5)]]) }, { a: new Map([[1, new Date(5)]]), b: 1 }],
    ['an object as a list', [{ id: 1 }], { id: 1 }],
    ['the result of a key function', ['user', 1], () => ['user', 1]],
    ['a cached function in front', [getUser, 1], [getUser, 1]],
    ['a cached function without arguments', getAll, [getAll]],
    ['a cached function without arguments as a list', [getAll], getAll],
    ['the name of a member of every object', 'constructor', 'constructor'],
    ['__proto__', '__proto__', '__proto__'],
  ])('has the data of %s', (_title, given, asked) => {
    expect(showWith([asked, 'another'], [[given, 'given']] as Fallback)).toBe('given-')
  })

  it.each([{ list: ['a', 1] }, { list: [undefined] }])('throws for a list without pairs: $list', ({ list }) => {
    expectConsoleErrors(/a list has pairs/, /The above error/)
    expect(() => showWith(['a'], list as never)).toThrow('fallback: a list has pairs of a key and its data')
  })

  it('keeps apart what are two entries', () => {
    const pairs = [
      [1, 'number'],
      ['1', 'string'],
      [[getUser, 1], 'user'],
      [[getPost, 1], 'post'],
      [['1', 1], 'list'],
      ['"1",1', 'text'],
    ] as Fallback
    const keys = [1, '1', [getUser, 1], [getPost, 1], ['1', 1], '"1",1', [getUser, 2]]
    expect(showWith(keys, pairs)).toBe('numberstringuserpostlisttext-')
  })

  it('shows the last of two pairs with one key, and `null`, and nothing for `undefined`', () => {
    const pairs = [
      ['a', 1],
      ['a', 2],
      ['b', null],
      [[getUser, 1], null],
      ['c', undefined],
    ] as Fallback
    expect(showWith(['a', 'b', [getUser, 1], 'c'], pairs)).toBe('2nullnull-')
  })

  it('is a placeholder: it is not stored, and fetched data replaces it', async () => {
    const app = createTestApp({}, { fallback: [[['user', 1], 'placeholder']] })
    const { fetcher, answer } = createManualFetcher()
    const page = mountEntry(app, { key: ['user', 1], fetcher, reads: ['data', 'isLoading', 'source'] })
    expect(page.latest).toEqual({ data: 'placeholder', isLoading: false, source: 'fallback' })
    expect(await app.cache.exists('user', 1)).toBe(false)
    await answer('fetched')
    expect(page.latest).toEqual({ data: 'fetched', isLoading: false, source: 'network' })
  })

  it('finds the entries of a cache whose `key` option leaves arguments out', () => {
    const short = new Cachetta({ path: 'short', store: memoryStore(), key: (id: unknown) => id })
    const { unmount } = render(
      <CachettaProvider cache={short} options={{ fallback: [[['user', 1], 'placeholder']] }}>
        <Placeholder of={['user', 2]} />
      </CachettaProvider>,
    )
    expect(text()).toBe('placeholder')
    unmount()
  })

  it('refuses a key without an identity', () => {
    expectConsoleErrors(/has no stable identity/, /The above error/)
    render(
      <ErrorBoundary>
        <CachettaProvider options={{ fallback: [[() => 'a', 1]] as never }}>
          <p>shown</p>
        </CachettaProvider>
      </ErrorBoundary>,
    )
    expect(text()).toMatch(/has no stable identity/)
  })
})

describe('`fallback` as an object', () => {
  const getUser = createTestCache().cache.at('users')(async (id: number | string) => `user ${id}`)

  it('has the data of a key by its string, or by its canonical text', () => {
    const byText = {
      [keyText('a')]: 'A',
      [keyText('user', 1)]: 'Ada',
      [keyText(7)]: 'seven',
      [keyText({ id: 1 })]: 'one',
    }
    expect(showWith(['a', ['a'], ['user', 1], 7, { id: 1 }, 'b'], byText)).toBe('AAAdasevenone-')
    expect(showWith(['a', ['a'], '"a"'], { a: 'A' })).toBe('AA-')
    expect(showWith(['a'], { [keyText('a')]: 'by its text', a: 'by itself' })).toBe('by itself')
  })

  it('leaves out a cached function in front of the arguments', () => {
    expect(
      showWith(
        [
          [getUser, 1],
          [getUser, 'ada'],
          [getUser, 2],
        ],
        { 1: 'one', [keyText('ada')]: 'Ada' },
      ),
    ).toBe('oneAda-')
  })

  it('has no data for the names that every object inherits', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf']
    expect(showWith(names, { a: 1 })).toBe('-----')
    expect(showWith(names, Object.fromEntries(names.map((name) => [name, 1])))).toBe('11111')
  })
})

describe('`fallback` of nested providers', () => {
  it('is merged, and the nearest provider wins, in both forms', () => {
    const keys = ['a', 'b', 'c', ['d', 1]]
    expect(
      showWith(keys, { a: 1, b: 1 }, [
        ['b', 2],
        ['c', 2],
      ]),
    ).toBe('122-')
    expect(
      showWith(
        keys,
        [
          ['a', 1],
          ['b', 1],
          [['d', 1], 1],
        ],
        { b: 2, [keyText('d', 1)]: 2 },
      ),
    ).toBe('12-2')
    expect(
      showWith(
        keys,
        [
          ['a', 1],
          ['b', 1],
        ],
        [['b', 2]],
        { b: 3 },
        [['b', 4]],
      ),
    ).toBe('14--')
  })

  it('stays in a provider with other options, with another cache, and with a function that spreads them', () => {
    const { cache } = createTestCache()
    const fallback: Fallback = [['a', 1]]
    expect(showPlaceholders(['a'], { fallback }, { duration: '1m' })).toBe('1')
    expect(showPlaceholders(['a'], { fallback: { a: 0 } }, { fallback }, (parent) => ({ ...parent }))).toBe('1')
    expect(lines).toEqual([])
    render(
      <CachettaProvider options={{ fallback }}>
        <CachettaProvider cache={cache}>
          <Placeholder of="a" />
        </CachettaProvider>
      </CachettaProvider>,
    )
    expect(text()).toBe('1')
  })

  it('is given as an object by `useCachettaConfig`, without the lists', () => {
    const { result } = renderHook(useCachettaConfig, {
      wrapper: ({ children }) => (
        <CachettaProvider options={{ fallback: { a: 1, b: 1 } }}>
          <CachettaProvider options={{ fallback: [['c', 2]] }}>
            <CachettaProvider options={{ fallback: { b: 3 } }}>{children}</CachettaProvider>
          </CachettaProvider>
        </CachettaProvider>
      ),
    })
    expect(result.current.fallback).toEqual({ a: 1, b: 3 })
    expect(Object.keys(result.current)).not.toContain('placeholders')
  })
})

it('`fallback` has the page of a list by its key, in both forms', async () => {
  for (const fallback of [{ [keyText('list', 0)]: 'page' }, [[['list', 0], 'page']]] as Fallback[]) {
    const app = createTestApp({}, { fallback })
    const list = await showList(app, (index) => ['list', index], { fetcher: () => new Promise(() => {}) } as never)
    expect(list.result).toMatchObject({ data: ['page'], source: 'fallback', isLoading: false })
    await list.unmount()
  }
})

const falsyKeys: [title: string, key: unknown][] = [
  ['null', null],
  ['undefined', undefined],
  ['false', false],
  ['an empty string', ''],
  ['zero', 0],
  ['an empty list', []],
  ['a function that returns null', () => null],
  [
    'a function that throws',
    () => {
      throw new Error('not there yet')
    },
  ],
]
const reads = ['data', 'error', 'isLoading', 'isValidating', 'isStale', 'updatedAt', 'source'] as const

describe('`fallbackData` while the key is falsy', () => {
  it.each(falsyKeys)('shows with %s as the key', async (_title, key) => {
    const fetcher = vi.fn()
    const page = await showEntry(createTestApp(), { key, fetcher, options: { fallbackData: 'placeholder' }, reads })
    expect(page.latest).toEqual({
      data: 'placeholder',
      error: undefined,
      isLoading: false,
      isValidating: false,
      isStale: false,
      updatedAt: undefined,
      source: 'fallback',
    })
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('is that of the hook, else of the provider, and never `fallback`', async () => {
    const app = createTestApp({}, { fallback: { '': 1, null: 1, undefined: 1, false: 1, 0: 1 } })
    for (const [, key] of falsyKeys) {
      const page = await showEntry(app, { key, reads })
      expect(page.latest).toMatchObject({ data: undefined, source: undefined })
      await page.unmount()
    }
    const given = createTestApp({}, { fallbackData: 'of the provider' })
    expect((await showEntry(given, { key: null })).latest.data).toBe('of the provider')
    expect((await showEntry(given, { key: null, options: { fallbackData: null } })).latest.data).toBe(null)
  })

  it('shows again when the key becomes falsy, and goes when data of a key is there', async () => {
    const options = { fallbackData: 'placeholder' }
    const page = await showEntry(createTestApp(), { key: null, fetcher: async (key: unknown) => key, options })
    await page.setProps({ key: 'a' })
    expect(page.latest.data).toBe('a')
    await page.setProps({ key: null })
    expect(page.latest.data).toBe('placeholder')
    await page.setProps({ options: { fallbackData: 'another' } })
    expect(page.latest.data).toBe('another')
    await page.setProps({ options: {} })
    expect(page.latest.data).toBeUndefined()
  })

  it('gives way to the data of the previous key, and is not such data itself', async () => {
    const fetcher = (key: unknown) => (key === 'a' ? 'a' : new Promise(() => {}))
    const options = { keepPreviousData: true, fallbackData: 'placeholder' }
    const page = await showEntry(createTestApp(), { key: null, fetcher, options })
    expect(page.latest.data).toBe('placeholder')
    await page.setProps({ key: 'b', options: { keepPreviousData: true } })
    expect(page.latest).toMatchObject({ data: undefined, isLoading: true })
    await page.setProps({ key: 'a', options })
    await page.setProps({ key: null })
    expect(page.latest.data).toBe('a')
    await page.setProps({ key: 'b' })
    expect(page.latest.data).toBe('a')
  })

  it('is selected, and an equal selection keeps its identity', async () => {
    const select = ({ id }: { id: number }) => ({ id })
    const createOptions = () => ({ select, fallbackData: { id: 1, name: 'Ada' } })
    const page = await showEntry(createTestApp(), { key: null, options: createOptions() })
    const { data } = page.latest
    expect(data).toEqual({ id: 1 })
    await page.setProps({ options: createOptions() })
    expect(page.latest.data).toBe(data)
  })

  it('shows with `suspense`, which waits for nothing', async () => {
    const options = { suspense: true, fallbackData: 'placeholder' }
    expect((await showEntry(createTestApp(), { key: null, options })).latest.data).toBe('placeholder')
  })

  it('settles `promise`, which stays the same while the data does', async () => {
    const page = await showEntry(createTestApp(), { key: null, options: { fallbackData: [1] } })
    const { promise } = page.result
    expect(await promise).toEqual([1])
    await page.setProps({ options: { fallbackData: [1] } })
    expect(page.result.promise).toBe(promise)
    await page.setProps({ options: { fallbackData: [2] } })
    expect(await page.result.promise).toEqual([2])
  })

  it.runIf(reactRelease >= 19)('is what `use(promise)` returns, without a wait', () => {
    const Reader = () => <p>{String(React.use(useAny(null, null, { fallbackData: 'placeholder' }).promise))}</p>
    render(
      <Suspense fallback="waits">
        <Reader />
      </Suspense>,
    )
    expect(text()).toBe('placeholder')
  })

  it('shows in a list, in a stream, and in a list of requests', async () => {
    const open = vi.fn(() => () => {})
    function All(): ReactNode {
      const list = useCachettaInfinite(
        () => null,
        async () => 'page',
        { fallbackData: ['pages'] },
      )
      const stream = useCachettaSubscription(null, open as never, { fallbackData: 'stream' })
      const requests = useCachettaAll([
        { key: null, fallbackData: 'first' },
        { key: 'a', fetcher: async () => 'fetched' },
        { key: null, fallbackData: 'third' },
      ])
      const results = [list, stream, ...requests]
      return <p>{results.map(({ data, isLoading, source }) => `${data} ${isLoading} ${source};`).join('')}</p>
    }
    const app = createTestApp()
    render(
      <app.Provider>
        <All />
      </app.Provider>,
    )
    await settle()
    const fallbacks = ['pages', 'stream', 'first', 'third'].map((data) => `${data} false fallback;`)
    expect(text()).toBe([...fallbacks.slice(0, 3), 'fetched false network;', fallbacks[3]].join(''))
    expect(open).not.toHaveBeenCalled()
  })
})

it('a server and the page that hydrates render the same placeholders', async () => {
  // jsdom has a `document`, so the hooks take a render on the server for one in a browser.
  expectConsoleErrors(/useLayoutEffect does nothing on the server/)
  const getUser = createTestCache().cache.at('users')(async (id: number) => `user ${id}`)
  const Falsy = () => {
    const { data, isLoading, source } = useAny(null, null, { fallbackData: 'placeholder' })
    return <p>{`${data} ${isLoading} ${source}`}</p>
  }
  const createPage = () => (
    <CachettaProvider cache={createTestCache().cache} options={{ fallback: [[[getUser, 1], 'Ada']] }}>
      <Placeholder of={[getUser, 1]} />
      <Falsy />
    </CachettaProvider>
  )
  const container = document.createElement('div')
  container.innerHTML = renderToString(createPage())
  const html = container.textContent
  expect(html).toBe('Adaplaceholder false fallback')
  const { unmount } = render(createPage(), { container: document.body.appendChild(container), hydrate: true })
  await settle()
  expect(container.textContent).toBe(html)
  unmount()
})
