import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { readCache, writeCache } from '../../../src/index.ts'
import { useCachetta } from '../../../src/react.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { render } from '../../support/render.tsx'
import { ErrorBoundary } from '../support/error-boundary.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { mountEntry, showEntry, useAny } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

it('never shows the answer for an old key under the new key (9)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await page.setProps({ key: 'b' })
  await server.answer('of a', 0)
  expect(page.latest).toMatchObject({ data: undefined, isLoading: true })
  await server.answer('of b', 1)

  expect(page.renders.map(({ data }) => data)).not.toContain('of a')
  expect(page.latest.data).toBe('of b')
  expect(await readCache(app.cache, 'a')).toBe('of a')
})

it('shows the data of the new key in the first render with that key (9)', async () => {
  const app = createTestApp()
  const fetcher = async (key: unknown) => `of ${key}`
  await (await showEntry(app, { key: 'b', fetcher })).unmount()
  const page = await showEntry(app, { key: 'a', fetcher })
  const before = page.renders.length
  await page.setProps({ key: 'b' })

  expect(page.renders[before]).toMatchObject({ data: 'of b', isLoading: false })
})

it('calls no callback for a request of an old key (9)', async () => {
  const callback = vi.fn()
  const options = { onSuccess: callback, onError: callback, onDiscarded: callback, onLoadingSlow: callback }
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  await page.setProps({ key: 'b' })
  await page.setProps({ key: 'c' })
  await server.answer('of a', 0)
  await server.fail(new Error('down'), 1)
  expect(callback).not.toHaveBeenCalled()
  await app.advance('3s')
  expect(callback).toHaveBeenCalledExactlyOnceWith('c')
  await app.advance('1h')

  expect(server.requests).toHaveLength(3)
})

it('shows the data of the new key even if `compare` finds it equal to the data of the old key (9)', async () => {
  const compare = (before: { version: number } | undefined, after: { version: number } | undefined) =>
    before?.version === after?.version
  const fetcher = async (name: string) => ({ name, version: 1 })
  const page = await showEntry(createTestApp(), { key: 'a', fetcher, options: { compare } })
  await page.setProps({ key: 'b' })

  expect(page.latest.data).toEqual({ name: 'b', version: 1 })
})

it('shows the data of the previous key in the same render with `keepPreviousData`, even if there is fallback data (10)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const options = { keepPreviousData: true, fallbackData: 'placeholder' }
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
  expect(page.latest.data).toBe('placeholder')
  await server.answer('of a')
  const before = page.renders.length
  await page.setProps({ key: 'b' })

  expect(page.renders[before]).toMatchObject({ data: 'of a', isLoading: false, isValidating: true })
  expect(page.latest.data).toBe('of a')
  expect(await app.cache.exists('b')).toBe(false)
  await server.answer('of b')
  expect(page.latest.data).toBe('of b')
  expect(page.renders.slice(before).map(({ data }) => data)).not.toContain('placeholder')
})

it('keeps the data of the previous key while there is no key (10)', async () => {
  const page = await showEntry(createTestApp(), {
    key: 'a',
    fetcher: async () => 'of a',
    options: { keepPreviousData: true },
  })
  await page.setProps({ key: null })
  expect(page.latest.data).toBe('of a')
})

it('returns one `mutate` for the life of the hook, which addresses the current key (11)', async () => {
  const app = createTestApp()
  const page = await showEntry(app, { key: 'a', fetcher: async (key: string) => `of ${key}` })
  const { mutate } = page.result
  await page.setProps({ key: 'b' })
  expect(page.result.mutate).toBe(mutate)
  await settle(() => mutate('mine', false))

  expect(page.latest.data).toBe('mine')
  expect(await app.cache.exists('a')).toBe(true)
  expect(await callMutate(mutate)).toBe('of b')
  await page.setProps({ key: null })
  expect(await callMutate(mutate)).toBeUndefined()
})

it('uses the latest fetcher, options and callbacks, and does not fetch when they change (12)', async () => {
  const app = createTestApp()
  const successes: string[] = []
  const propsOf = (name: string) => ({
    fetcher: async () => name,
    options: { onSuccess: () => successes.push(name), dedupingInterval: 0 },
  })
  const page = await showEntry(app, { key: 'a', ...propsOf('first') })
  await page.setProps(propsOf('second'))
  expect(page.latest.data).toBe('first')
  await settle(() => page.result.mutate())

  expect(page.latest.data).toBe('second')
  expect(successes).toEqual(['first', 'second'])
})

it('uses the latest fetcher after a switch back to an earlier key (12)', async () => {
  const app = createTestApp()
  const page = await showEntry(app, { key: 'a', fetcher: async () => 'first', options: { dedupingInterval: 0 } })
  await page.setProps({ key: 'b' })
  await page.setProps({ key: 'a', fetcher: async () => 'second' })

  expect(page.latest.data).toBe('second')
})

it('does not fetch, load or suspend if the key is falsy or a function that throws (13)', async () => {
  const throws = () => {
    throw new Error('not yet')
  }
  for (const key of [null, undefined, false, 0, '', [], () => null, throws]) {
    const fetcher = vi.fn()
    const page = await showEntry(createTestApp(), { key, fetcher, options: { suspense: true } })

    expect(page.renders).toEqual([{ data: undefined, error: undefined, isLoading: false, isValidating: false }])
    expect(fetcher).not.toHaveBeenCalled()
    await page.unmount()
  }
})

it('fetches when the data that a key depends on arrives (13)', async () => {
  const app = createTestApp()
  const user = createManualFetcher()
  const projects: unknown[] = []
  function Page(): ReactNode {
    const { data } = useAny('user', user.fetcher)
    const list = useAny(
      () => `projects of ${(data as { id: number }).id}`,
      async (key: string) => {
        projects.push(key)
        return key
      },
    )
    return <p>{String(list.data)}</p>
  }
  render(
    <app.Provider>
      <Page />
    </app.Provider>,
  )
  await settle()
  expect(projects).toEqual([])
  await user.answer({ id: 7 })

  expect(document.body.textContent).toBe('projects of 7')
})

it('uses one entry for equal keys, even if the order of their properties differs (14)', async () => {
  const app = createTestApp()
  const fetcher = vi.fn(async () => 'once')
  const one = await showEntry(app, { key: ['a', { page: 1, size: 10 }], fetcher })
  const other = await showEntry(app, { key: ['a', { size: 10, page: 1 }], fetcher })
  await one.setProps({ key: ['a', { page: 1, size: 10 }] })

  expect(other.latest.data).toBe('once')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('finds the entry of an equal key after a reload (14)', async () => {
  const { cache, store } = createTestApp()
  await settle(() => writeCache(cache, 'kept', 'a', new Map([['x', new Set([1, 2])]])))
  const page = await showEntry(createTestApp({ store }), { key: ['a', new Map([['x', new Set([2, 1])]])] })

  expect(page.latest.data).toBe('kept')
})

it('uses different entries for keys that only look alike (14)', async () => {
  const keys = [[1n], [1], ['1'], [undefined], [null], [new Map([[1, 2]])], [new Map([[2, 1]])], [{}], [[]]]
  const app = createTestApp()
  let count = 0
  for (const key of keys) {
    const page = await showEntry(app, { key, fetcher: async () => ++count })
    expect(page.latest.data).toBe(count)
    await page.unmount()
  }
  expect(count).toBe(keys.length)
})

it('calls the fetcher with the key itself, or with what a key function returned', async () => {
  const fetcher = vi.fn(async (..._: unknown[]) => 1)
  const key = ['a', { b: 1 }]
  const page = await showEntry(createTestApp(), { key: () => key, fetcher })
  await page.setProps({ key: 'text' })
  await page.setProps({ key: 7 })

  expect(fetcher.mock.calls.map(([argument]) => argument)).toEqual([key, 'text', 7])
  expect(fetcher.mock.calls[0]?.[0]).toBe(key)
})

it('uses one entry for a cached function in a key, a call of that function, `info` and `readCache`', async () => {
  const app = createTestApp({ duration: '1h' })
  const fetchUser = vi.fn(async (id: number) => ({ id, name: 'Ada' }))
  const getUser = app.cache(fetchUser)
  function User(): ReactNode {
    const { data } = useCachetta([getUser, 1])
    return <p>{data?.name.toUpperCase()}</p>
  }
  render(
    <app.Provider>
      <User />
    </app.Provider>,
  )
  await settle()

  expect(document.body.textContent).toBe('ADA')
  expect(await getUser(1)).toEqual({ id: 1, name: 'Ada' })
  expect(await readCache(app.cache, 1)).toEqual({ id: 1, name: 'Ada' })
  expect(await app.cache.info(1)).toMatchObject({ exists: true, age: 0 })
  expect(fetchUser).toHaveBeenCalledExactlyOnceWith(1)
})

it('shows the value of a cached function at once, even under another provider', async () => {
  const getUser = createTestApp({ lruSize: 10, duration: '1h' }).cache(async (id: number) => `user ${id}`)
  await getUser(1)
  const page = mountEntry(createTestApp(), { key: [getUser, 1] })

  expect(page.latest).toMatchObject({ data: 'user 1', isLoading: false, isValidating: false })
  await settle()
})

it('fetches again when the cached function in its key is invalidated', async () => {
  const app = createTestApp({ duration: '1h' })
  let version = 1
  const getUser = app.cache(async (id: number) => `user ${id}, version ${version}`)
  const page = await showEntry(app, { key: [getUser, 1] })
  version = 2
  await settle(() => getUser.invalidate(1))

  expect(page.latest.data).toBe('user 1, version 2')
})

it('throws an error to the boundary that names the invalid part of a key', async () => {
  expectConsoleErrors(/stable identity/, /The above error/)
  const app = createTestApp()
  function Page(): ReactNode {
    useAny(['users', { filter: { by: () => true } }], async () => 1)
    return <p>shown</p>
  }
  const errors: unknown[] = []
  render(
    <app.Provider>
      <ErrorBoundary onError={(error) => errors.push(error)}>
        <Page />
      </ErrorBoundary>
    </app.Provider>,
  )

  expect(document.body.textContent).toContain('argument 2, at .filter.by')
  expect(errors).toMatchObject([{ name: 'InvalidKeyError', code: 'INVALID_KEY' }])
})

/** Calls a bound `mutate` without data, and returns the value with which it resolves. */
async function callMutate(mutate: () => Promise<unknown>): Promise<unknown> {
  let outcome: unknown
  await settle(async () => {
    outcome = await mutate()
  })
  return outcome
}
