import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { keyText, mutate, peek, writeCache } from '../../../src/index.ts'
import type { Middleware, MutateHere, ProviderProps } from '../../../src/react.ts'
import { CachettaProvider, useCachettaConfig } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { render } from '../../support/render.tsx'
import { ErrorBoundary } from '../support/error-boundary.tsx'
import { settle } from '../support/settle.ts'
import type { HookProps } from '../support/show-entry.tsx'
import { mountEntry, showEntry, useAny } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

function Entry({ name, fetcher, options }: { name: unknown } & Omit<HookProps, 'key'>): ReactNode {
  const { data } = useAny(name, fetcher, options)
  return <p>{String(data)}</p>
}

const text = () => document.body.textContent

it('passes to hooks each option of the nearest provider that sets it', async () => {
  const outer = vi.fn(async () => 'outer')
  const inner = vi.fn(async () => 'inner')
  const { cache } = createTestCache()
  render(
    <CachettaProvider
      cache={cache}
      options={{ fetcher: outer, fallback: { a: 'A', b: 'B' }, revalidateOnMount: false }}
    >
      <CachettaProvider options={{ fetcher: inner, fallback: { b: 'b' } }}>
        <Entry name="a" />
        <Entry name="b" />
        <Entry name="c" options={{ revalidateOnMount: true }} />
      </CachettaProvider>
    </CachettaProvider>,
  )
  expect(text()).toBe('Abundefined')
  await settle()

  expect(text()).toBe('Abinner')
  expect(outer).not.toHaveBeenCalled()
  expect(inner).toHaveBeenCalledExactlyOnceWith('c', expect.anything())
})

it('calls a function as `options` with the options of the provider above', async () => {
  const { cache } = createTestCache()
  const appendPlus: ProviderProps['options'] = (parent) => ({ fallback: { a: `${parent.fallback?.['a']}+` } })
  render(
    <CachettaProvider cache={cache} options={{ fallback: { a: 'A' } }}>
      <CachettaProvider options={appendPlus}>
        <CachettaProvider options={appendPlus}>
          <Entry name="a" fetcher={async () => 'fetched'} options={{ revalidateOnMount: false }} />
        </CachettaProvider>
      </CachettaProvider>
    </CachettaProvider>,
  )
  await settle()
  expect(text()).toBe('A++')
})

it('finds the fallback of a list of arguments by their canonical text', async () => {
  const app = createTestApp({}, { fallback: { '"user",7': 'Ada' } })
  const page = mountEntry(app, { key: ['user', 7], fetcher: async () => 'fetched' })
  expect(page.latest.data).toBe('Ada')
  await settle()
})

it('shows fallback data and does not store it', async () => {
  const app = createTestApp({}, { fallback: { b: 'B' } })
  const options = { fallbackData: 'A', revalidateOnMount: false }
  const one = await showEntry(app, { key: 'a', options, fetcher: async () => 1 })
  const two = await showEntry(app, { key: 'b', options: { revalidateOnMount: false }, fetcher: async () => 1 })

  expect([one.latest.data, two.latest.data]).toEqual(['A', 'B'])
  expect(await app.cache.exists('a')).toBe(false)
  expect(await app.cache.exists('b')).toBe(false)
  const other = await showEntry(app, { key: 'a', options: { revalidateOnMount: false }, fetcher: async () => 1 })
  expect(other.latest.data).toBeUndefined()
})

it('works without a provider, with one cache for all hooks', async () => {
  const fetcher = vi.fn(async () => 'fetched')
  render(
    <>
      <Entry name="without a provider" fetcher={fetcher} />
      <Entry name="without a provider" fetcher={fetcher} />
    </>,
  )
  await settle()

  expect(text()).toBe('fetchedfetched')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('shows different data for one key under two providers', async () => {
  const [one, two] = [createTestApp(), createTestApp()]
  render(
    <>
      <one.Provider>
        <Entry name="a" fetcher={async () => 'one'} />
      </one.Provider>
      <two.Provider>
        <Entry name="a" fetcher={async () => 'two'} />
      </two.Provider>
    </>,
  )
  await settle()
  expect(text()).toBe('onetwo')
})

it('shows data of a new cache in the render in which the provider gets it', async () => {
  const [one, two] = [createTestCache(), createTestCache({ duration: '1h', lruSize: 10 })]
  await writeCache(two.cache, 'kept by two', 'a')
  const fetcher = vi.fn(async () => 'fetched')
  const App = ({ cache }: { cache: object }) => (
    <CachettaProvider cache={cache}>
      <Entry name="a" fetcher={fetcher} />
    </CachettaProvider>
  )
  const { rerender } = render(<App cache={one.cache} />)
  await settle()
  expect(text()).toBe('fetched')
  rerender(<App cache={two.cache} />)
  expect(text()).toBe('kept by two')
  await settle()
  expect(text()).toBe('kept by two')
  rerender(<App cache={one.cache} />)

  expect(text()).toBe('fetched')
  await settle()
})

it('follows changes only in the current cache of the provider', async () => {
  const [one, two] = [createTestCache(), createTestCache()]
  const App = ({ cache }: { cache: object }) => (
    <CachettaProvider cache={cache}>
      <Entry name="a" options={{ fallbackData: 'nothing' }} />
    </CachettaProvider>
  )
  const { rerender } = render(<App cache={one.cache} />)
  rerender(<App cache={two.cache} />)
  await settle(() => writeCache(one.cache, 'of one', 'a'))
  expect(text()).toBe('nothing')
  await settle(() => writeCache(two.cache, 'of two', 'a'))

  expect(text()).toBe('of two')
})

it('throws an error to the boundary if `cache` is not a Cachetta', () => {
  expectConsoleErrors(/an object was given; accepted is a Cachetta/, /The above error/)
  render(
    <ErrorBoundary>
      <CachettaProvider cache={{ path: './cache' }}>
        <Entry name="a" />
      </CachettaProvider>
    </ErrorBoundary>,
  )
  expect(text()).toBe('cache: an object was given; accepted is a Cachetta')
})

it('calls middleware of the provider before that of the hook, each list in its order', async () => {
  const log: string[] = []
  const record =
    (name: string): Middleware =>
    (next) =>
    (key, fetcher, options) => {
      log.push(`enter ${name}`)
      const result = next(key, fetcher, options)
      log.push(`exit ${name}`)
      return result
    }
  const app = createTestApp({}, { use: [record('a')] })
  mountEntry(app, { key: 'k', fetcher: async () => 1, options: { use: [record('b'), record('c')] } })
  await settle()

  expect(log.slice(0, 6)).toEqual(['enter a', 'enter b', 'enter c', 'exit c', 'exit b', 'exit a'])
})

it('lets middleware change key, fetcher, options and result', async () => {
  const addPrefix: Middleware = (next) => (key, fetcher, options) => {
    const call = fetcher as unknown as (key: string) => Promise<string>
    const fetchUpperCase = async (name: string) => (await call(name)).toUpperCase()
    const result = next(
      `users/${key}` as never,
      fetchUpperCase as never,
      { ...(options as object), fallbackData: '…' } as never,
    )
    return Object.assign(Object.create(result), { name: 'Ada' })
  }
  const fetcher = vi.fn(async (key: string) => `got ${key}`)
  const page = await showEntry(createTestApp(), { key: '1', fetcher, options: { use: [addPrefix] } })

  expect(page.renders[0]?.data).toBe('…')
  expect(page.latest.data).toBe('GOT USERS/1')
  expect(page.result).toMatchObject({ name: 'Ada' })
})

it('passes the fetcher of the provider to middleware if the hook has none', async () => {
  const count = vi.fn()
  const countFetches: Middleware = (next) => (key, fetcher, options) => {
    const call = fetcher as unknown as (key: string) => Promise<string>
    const countedFetcher = async (name: string) => {
      count()
      return call(name)
    }
    return next(key, countedFetcher as never, options)
  }
  const app = createTestApp({}, { fetcher: async (key: string) => `got ${key}`, use: [countFetches] })
  expect((await showEntry(app, { key: 'a' })).latest.data).toBe('got a')
  expect(count).toHaveBeenCalledOnce()
})

it('uses the fetcher of the hook, else a cached function in the key, else the fetcher of the provider', async () => {
  const app = createTestApp({}, { fetcher: async () => 'provider' })
  const get = app.cache(async (name: string) => `function of ${name}`)
  const fetchWith = async (props: HookProps) => (await showEntry(app, props)).latest.data

  expect(await fetchWith({ key: [get, 'a'], fetcher: async () => 'hook' })).toBe('hook')
  expect(await fetchWith({ key: [get, 'b'] })).toBe('function of b')
  expect(await fetchWith({ key: 'c' })).toBe('provider')
})

it('takes the result of keyText as the name of a fallback', async () => {
  for (const [key, name] of [
    [['user', 7], keyText('user', 7)],
    [[{ b: 1, a: new Map([[1, 2]]) }], keyText({ a: new Map([[1, 2]]), b: 1 })],
    [{ id: 1 }, keyText({ id: 1 })],
    [7, keyText(7)],
    ['plain', 'plain'],
  ] as const) {
    const app = createTestApp({}, { fallback: { [name]: 'placeholder' } })
    const page = mountEntry(app, { key, fetcher: async () => 'fetched' })
    expect(page.latest.data).toBe('placeholder')
    await settle()
    await page.unmount()
  }
})

it('gives a mutate whose filter sees the keys under its own cache, each once', async () => {
  const { cache } = createTestCache()
  const [a, b] = [cache.at('app'), cache.at('app2')]
  const keys: unknown[] = []
  function Change(): ReactNode {
    const { mutate } = useCachettaConfig()
    return (
      <button type="button" onClick={() => void mutate((key: unknown) => keys.push(key), 'new', false)}>
        change
      </button>
    )
  }
  const fetcher = async (key: unknown) => key
  const elementsOf = (own: unknown) =>
    ['shared', own].map((name) => <Entry key={String(name)} name={name} fetcher={fetcher} />)
  const { getByRole } = render(
    <>
      <CachettaProvider cache={a}>
        {elementsOf('only in a')}
        <Change />
      </CachettaProvider>
      <CachettaProvider cache={b}>{elementsOf('only in b')}</CachettaProvider>
    </>,
  )
  await settle()
  await settle(() => getByRole('button').click())
  expect(keys).toEqual(['shared', 'only in a'])
  expect(text()).toBe('newnewchangesharedonly in b')
  expect(await a.exists('only in b')).toBe(false)
})

it('changes an entry by a filter as its hook keeps it: with its tags, and not in the store with `persist: false`', async () => {
  const app = createTestApp()
  const options = { tags: ['people'], revalidateOnMount: false }
  await showEntry(app, { key: 'tagged', fetcher: async () => 1, options })
  const kept = await showEntry(app, { key: 'in memory', fetcher: async () => 1, options: { persist: false } })
  await kept.unmount()
  await settle(() => mutate(app.cache, () => true, 2, false))
  const stored: unknown[] = []
  for await (const { key, tags } of app.cache.entries()) stored.push([key, tags])
  expect(stored).toEqual([['"tagged"', ['people']]])
  expect(peek(app.cache, 'in memory')).toBe(2)
})

it('rejects, and does not throw, if the filter of `mutate` throws', async () => {
  let mutateHere: MutateHere | undefined
  function Capture(): ReactNode {
    mutateHere = useCachettaConfig().mutate
    return null
  }
  const app = createTestApp()
  render(
    <app.Provider>
      <Capture />
      <Entry name="a" fetcher={async () => 1} />
    </app.Provider>,
  )
  await settle()
  const changed = mutateHere?.(() => {
    throw new Error('broken filter')
  }, 2)
  await expect(changed).rejects.toThrow('broken filter')
  await expect(mutateHere?.([Symbol('none')], 2)).rejects.toThrow(/no stable identity/)
})
