import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { writeCache } from '../../src/index.ts'
import type { Middleware, ProviderOptions } from '../../src/react.ts'
import { CachettaProvider } from '../../src/react.ts'
import { createTestCache } from '../../src/testing.ts'
import { expectConsoleErrors } from '../support/console-errors.ts'
import { logLines } from '../support/log-lines.ts'
import { render } from '../support/render.tsx'
import type { Asking } from './support.tsx'
import { Boundary, fetcherByHand, mount, newWorld, settle, show, useAny } from './support.tsx'

const lines = logLines()

function Shows({ name, ...ask }: { name: unknown } & Omit<Asking, 'key'>): ReactNode {
  const { data } = useAny(name, ask.fetcher, ask.options)
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
        <Shows name="a" />
        <Shows name="b" />
        <Shows name="c" options={{ revalidateOnMount: true }} />
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
  const longer = (parent: ProviderOptions): ProviderOptions => ({ fallback: { a: `${parent.fallback?.['a']}+` } })
  render(
    <CachettaProvider cache={cache} options={{ fallback: { a: 'A' } }}>
      <CachettaProvider options={longer}>
        <CachettaProvider options={longer}>
          <Shows name="a" fetcher={async () => 'fetched'} options={{ revalidateOnMount: false }} />
        </CachettaProvider>
      </CachettaProvider>
    </CachettaProvider>,
  )
  await settle()
  expect(text()).toBe('A++')
})

it('finds the fallback of a list of arguments by their canonical text', async () => {
  const world = newWorld({}, { fallback: { '"user",7': 'Ada' } })
  const page = mount(world, { key: ['user', 7], fetcher: async () => 'fetched' })
  expect(page.now.data).toBe('Ada')
  await settle()
})

it('shows fallback data and does not store it', async () => {
  const world = newWorld({}, { fallback: { b: 'B' } })
  const options = { fallbackData: 'A', revalidateOnMount: false }
  const one = await show(world, { key: 'a', options, fetcher: async () => 1 })
  const two = await show(world, { key: 'b', options: { revalidateOnMount: false }, fetcher: async () => 1 })

  expect([one.now.data, two.now.data]).toEqual(['A', 'B'])
  expect(await world.cache.exists('a')).toBe(false)
  expect(await world.cache.exists('b')).toBe(false)
  const other = await show(world, { key: 'a', options: { revalidateOnMount: false }, fetcher: async () => 1 })
  expect(other.now.data).toBeUndefined()
})

it('works without a provider, with one cache for all hooks', async () => {
  const fetcher = vi.fn(async () => 'fetched')
  render(
    <>
      <Shows name="without a provider" fetcher={fetcher} />
      <Shows name="without a provider" fetcher={fetcher} />
    </>,
  )
  await settle()

  expect(text()).toBe('fetchedfetched')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('shows different data for one key under two providers', async () => {
  const [one, two] = [newWorld(), newWorld()]
  render(
    <>
      <one.Provider>
        <Shows name="a" fetcher={async () => 'one'} />
      </one.Provider>
      <two.Provider>
        <Shows name="a" fetcher={async () => 'two'} />
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
      <Shows name="a" fetcher={fetcher} />
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
      <Shows name="a" options={{ fallbackData: 'nothing' }} />
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
  expectConsoleErrors(/was given to a provider/, /The above error/)
  render(
    <Boundary>
      <CachettaProvider cache={{ path: './cache' }}>
        <Shows name="a" />
      </CachettaProvider>
    </Boundary>,
  )
  expect(text()).toBe('cache: an object was given to a provider; accepted is a Cachetta')
})

it('calls middleware of the provider before that of the hook, each list in its order', async () => {
  const log: string[] = []
  const note =
    (name: string): Middleware =>
    (next) =>
    (key, fetcher, options) => {
      log.push(`enter ${name}`)
      const result = next(key, fetcher, options)
      log.push(`exit ${name}`)
      return result
    }
  const world = newWorld({}, { use: [note('a')] })
  mount(world, { key: 'k', fetcher: async () => 1, options: { use: [note('b'), note('c')] } })
  await settle()

  expect(log.slice(0, 6)).toEqual(['enter a', 'enter b', 'enter c', 'exit c', 'exit b', 'exit a'])
})

it('lets middleware change key, fetcher, options and result', async () => {
  const prefixed: Middleware = (next) => (key, fetcher, options) => {
    const call = fetcher as unknown as (key: string) => Promise<string>
    const loud = async (given: string) => (await call(given)).toUpperCase()
    const result = next(`users/${key}` as never, loud as never, { ...(options as object), fallbackData: '…' } as never)
    return Object.assign(Object.create(result), { name: 'Ada' })
  }
  const fetcher = vi.fn(async (key: string) => `got ${key}`)
  const page = await show(newWorld(), { key: '1', fetcher, options: { use: [prefixed] } })

  expect(page.renders[0]?.data).toBe('…')
  expect(page.now.data).toBe('GOT USERS/1')
  expect(page.result).toMatchObject({ name: 'Ada' })
})

it('passes the fetcher of the provider to middleware if the hook has none', async () => {
  const counted = vi.fn()
  const counting: Middleware = (next) => (key, fetcher, options) => {
    const call = fetcher as unknown as (key: string) => Promise<string>
    const loud = async (given: string) => {
      counted()
      return call(given)
    }
    return next(key, loud as never, options)
  }
  const world = newWorld({}, { fetcher: async (key: string) => `got ${key}`, use: [counting] })
  expect((await show(world, { key: 'a' })).now.data).toBe('got a')
  expect(counted).toHaveBeenCalledOnce()
})

it('uses the fetcher of the hook, else a cached function in the key, else the fetcher of the provider', async () => {
  const world = newWorld({}, { fetcher: async () => 'provider' })
  const get = world.cache(async (name: string) => `function of ${name}`)
  const fetched = async (asking: Asking) => (await show(world, asking)).now.data

  expect(await fetched({ key: [get, 'a'], fetcher: async () => 'hook' })).toBe('hook')
  expect(await fetched({ key: [get, 'b'] })).toBe('function of b')
  expect(await fetched({ key: 'c' })).toBe('provider')
})

it('warns once per key if there is no data and no fetcher', async () => {
  const world = newWorld()
  await show(world, { key: 'a' })
  await show(world, { key: 'a' })
  await show(world, { key: 'b', options: { fallbackData: 1 } })
  expect(lines).toEqual([
    'warn cachetta: test "a": there is no data and no fetcher; give the hook or a CachettaProvider a fetcher, or put a cached function in front of the key',
  ])
})

it('does not warn if another hook fetches the data, or if the store has it', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  render(
    <world.Provider>
      <Shows name="a" />
      <Shows name="a" fetcher={server.fetcher} />
    </world.Provider>,
  )
  await settle()
  await server.answer('shared')
  expect(text()).toBe('sharedshared')
  await settle(() => writeCache(world.cache, 'kept', 'b'))
  await show(world, { key: 'b' })

  expect(lines).toEqual([])
})
