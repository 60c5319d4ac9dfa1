import type { ReactNode } from 'react'
import * as React from 'react'
import { Suspense } from 'react'
import { describe, expect, it } from 'vitest'
import { mutate } from '../../../src/index.ts'
import type { Result } from '../../../src/react.ts'
import { useCachettaAll, useCachettaInfinite } from '../../../src/react.ts'
import { engineOf } from '../../engine/support/manual-cache.ts'
import { createDeferred } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { render } from '../../support/render.tsx'
import type { ManualFetcher } from '../support/manual-fetcher.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

// A hook that has nothing to show and is not paused always has a request on its way, or an error. A tree that is suspended
// always has a wake-up on its way. No clock moves in these tests, unless they say so.

recordLogLines()

const use = (React as { use?: <T>(promise: Promise<T>) => T }).use
const text = () => document.body.textContent

/** Settles twice: React 17 renders a component again only some time after its promise has resolved. */
const settleTwice = async () => {
  await settle()
  await settle()
}

interface ReaderProps {
  readonly fetcher: unknown
  readonly options?: Readonly<Record<string, unknown>>
}

/** What a component shows that does not suspend. */
function describeResult({ data, error, isLoading }: Result): string {
  return data === undefined ? (error ? 'error' : isLoading ? 'waiting' : 'nothing') : String(data)
}

const getKey = (index: number) => index === 0 && 'a'

const suspended: Readonly<Record<string, (props: ReaderProps) => ReactNode>> = {
  'useCachetta with suspense': ({ fetcher, options }) =>
    String(useAny('a', fetcher, { ...options, suspense: true }).data),
  'useCachettaInfinite with suspense': ({ fetcher, options }) =>
    String(useCachettaInfinite(getKey, fetcher as never, { ...options, suspense: true } as never).data),
  'useCachettaAll with suspense': ({ fetcher, options }) =>
    useCachettaAll([{ key: 'a', fetcher: fetcher as never, ...options, suspense: true }]).map(({ data }) =>
      String(data),
    ),
  ...(use && {
    'use(promise)': ({ fetcher, options }) => String(use(useAny('a', fetcher, options).promise)),
    'use(promise) of a list': ({ fetcher, options }) =>
      String(use(useCachettaInfinite(getKey, fetcher as never, options as never).promise)),
  }),
}

const loading: Readonly<Record<string, (props: ReaderProps) => ReactNode>> = {
  useCachetta: ({ fetcher, options }) => describeResult(useAny('a', fetcher, options)),
  useCachettaInfinite: ({ fetcher, options }) =>
    describeResult(useCachettaInfinite(getKey, fetcher as never, options as never) as unknown as Result),
  useCachettaAll: ({ fetcher, options }) =>
    useCachettaAll([{ key: 'a', fetcher: fetcher as never, ...options }]).map((each) => describeResult(each as Result)),
}

/** Mounts a component. The tree waits for its first request. */
async function show(app: TestApp, Reader: (props: ReaderProps) => ReactNode, options: ReaderProps['options'] = {}) {
  const server = createManualFetcher()
  const createElement = (given: ReaderProps['options']) => (
    <app.Provider>
      <Suspense fallback="waiting">
        <Reader fetcher={server.fetcher} options={{ tags: ['t'], shouldRetryOnError: false, ...given }} />
      </Suspense>
    </app.Provider>
  )
  let rendered: ReturnType<typeof render> | undefined
  await settle(() => {
    rendered = render(createElement(options))
  })
  await settleTwice()
  return {
    server,
    setOptions: (next: ReaderProps['options']) => settle(() => rendered?.rerender(createElement(next))),
    unmount: () => settle(() => rendered?.unmount()),
  }
}

/** Answers the superseded request, then those that came after it. */
async function answerAll({ requests, answer }: ManualFetcher): Promise<void> {
  await answer('superseded', 0)
  await settleTwice()
  expect(text()).not.toBe('superseded')
  for (let index = 1; index < requests.length; index += 1) await answer('fetched', index)
  await settleTwice()
}

const fail = () => Promise.reject(new Error('refused'))

const endings: Readonly<Record<string, (app: TestApp) => unknown>> = {
  '`mutate(key)`': ({ cache }) => mutate(cache, 'a'),
  '`mutate(filter)`': ({ cache }) => mutate(cache, () => true),
  '`invalidate(key)`': ({ cache }) => cache.invalidate('a'),
  '`invalidateSync(key)`': ({ cache }) => cache.invalidateSync('a'),
  '`invalidateAll()`': ({ cache }) => cache.invalidateAll(),
  '`invalidateAllSync()`': ({ cache }) => cache.invalidateAllSync(),
  '`invalidateTags(tag)`': ({ cache }) => cache.invalidateTags('t'),
  'a mutation that fails': ({ cache }) => mutate(cache, 'a', fail()).catch(() => {}),
  'a mutation that fails, without `revalidate`': ({ cache }) =>
    mutate(cache, 'a', fail(), { revalidate: false, throwOnError: false }),
  'a mutation that fails without a rollback': ({ cache }) =>
    mutate(cache, 'a', fail, { revalidate: false, rollbackOnError: false, throwOnError: false }),
  'a mutation whose `rollbackOnError` throws': ({ cache }) => {
    const rollbackOnError = () => {
      throw new Error('no rollback')
    }
    return mutate(cache, 'a', fail(), { revalidate: false, rollbackOnError }).catch(() => {})
  },
  'a mutation with `populateCache: false`': ({ cache }) => mutate(cache, 'a', 'mine', { populateCache: false }),
  'a mutation with neither `populateCache` nor `revalidate`': ({ cache }) =>
    mutate(cache, 'a', Promise.resolve('mine'), { populateCache: false, revalidate: false }),
  'a mutation whose `revalidate` throws': ({ cache }) => {
    const revalidate = () => {
      throw new Error('no answer')
    }
    return mutate(cache, 'a', 'mine', { populateCache: false, revalidate }).catch(() => {})
  },
}

const cases = (readers: typeof suspended) =>
  Object.entries(readers).flatMap(([name, Reader]) =>
    Object.entries(endings).map(([ending, end]) => [name, ending, Reader, end] as const),
  )

describe('a first fetch that no longer counts is followed by another', () => {
  it.each([...cases(suspended), ...cases(loading)])('%s, %s', async (_name, _ending, Reader, end) => {
    const app = createTestApp()
    const { server, unmount } = await show(app, Reader)
    expect([text(), server.requests.length]).toEqual(['waiting', 1])
    await settle(() => end(app))
    await settleTwice()
    expect(text()).toBe('waiting')
    await answerAll(server)
    expect(text()).toBe('fetched')
    expect(server.requests).toHaveLength(2)
    await unmount()
    await app.advance('10s')
    expect([...engineOf(app.cache).slots.keys()]).toEqual([])
  })

  it.each(Object.entries(suspended))(
    '%s, a mutation that clears the entry and fetches nothing',
    async (_name, Reader) => {
      const app = createTestApp()
      const { server } = await show(app, Reader)
      await settle(() => mutate(app.cache, 'a', undefined, { revalidate: false }))
      await settleTwice()
      await answerAll(server)
      expect(text()).toBe('fetched')
    },
  )

  it.each(Object.entries({ ...suspended, ...loading }))(
    '%s, each of five that come in a row',
    async (_name, Reader) => {
      const app = createTestApp()
      const { server } = await show(app, Reader)
      for (let round = 1; round <= 5; round += 1) {
        await settle(() => app.cache.invalidateTags('t'))
        await server.answer(`superseded ${round}`)
        await app.advance('10s')
        await settleTwice()
        expect([text(), server.requests.length]).toEqual(['waiting', round + 1])
      }
      await server.answer('fetched')
      await settleTwice()
      expect(text()).toBe('fetched')
    },
  )

  it.each(Object.entries({ ...suspended, ...loading }))(
    '%s, while a mutation of another tab runs',
    async (_name, Reader) => {
      const app = createTestApp()
      const { server } = await show(app, Reader)
      const change = createDeferred()
      const mutation = mutate(app.cache, 'a', change.promise, { revalidate: false }).catch(() => {})
      await settleTwice()
      expect([text(), server.requests.length]).toEqual(['waiting', 1])
      await settle(() => change.reject(new Error('refused')))
      await mutation
      await answerAll(server)
      expect([text(), server.requests.length]).toEqual(['fetched', 2])
    },
  )

  it.each(Object.entries(loading))('%s with a placeholder', async (_name, Reader) => {
    const app = createTestApp()
    const { server } = await show(app, Reader, { fallbackData: ['placeholder'] })
    expect([text(), server.requests.length]).toEqual(['placeholder', 1])
    await settle(() => mutate(app.cache, 'a', fail(), { revalidate: false, throwOnError: false }))
    await answerAll(server)
    expect([text(), server.requests.length]).toEqual(['fetched', 2])
  })
})

describe('a hook that is paused when it mounts', () => {
  it.each(Object.entries({ ...suspended, ...loading }))(
    '%s fetches when the pause has ended',
    async (_name, Reader) => {
      const app = createTestApp()
      let isPaused = true
      const { server, unmount } = await show(app, Reader, { isPaused: () => isPaused })
      await app.advance('1m')
      expect(server.requests).toHaveLength(0)
      isPaused = false
      await app.advance('200ms')
      await settleTwice()
      expect([text(), server.requests.length]).toEqual(['waiting', 1])
      await server.answer('fetched')
      await settleTwice()
      expect(text()).toBe('fetched')
      await unmount()
      await app.advance('10s')
      expect([...engineOf(app.cache).slots.keys()]).toEqual([])
    },
  )

  it.each(Object.entries({ ...suspended, ...loading }))(
    '%s fetches in the render that ends it',
    async (_name, Reader) => {
      const { server, setOptions } = await show(createTestApp(), Reader, { isPaused: () => true })
      expect(server.requests).toHaveLength(0)
      await setOptions({ isPaused: () => false })
      await settleTwice()
      expect(server.requests).toHaveLength(1)
      await server.answer('fetched')
      await settleTwice()
      expect(text()).toBe('fetched')
    },
  )

  it.each(Object.entries({ ...suspended, ...loading }))(
    '%s fetches after a pause that dropped the answer',
    async (_name, Reader) => {
      const app = createTestApp()
      let isPaused = false
      const { server } = await show(app, Reader, { isPaused: () => isPaused })
      isPaused = true
      await server.answer('superseded')
      await app.advance('10s')
      expect(server.requests).toHaveLength(1)
      isPaused = false
      await app.advance('200ms')
      await settleTwice()
      await answerAll(server)
      expect([text(), server.requests.length]).toEqual(['fetched', 2])
    },
  )
})

describe('a hook that asked for no fetch', () => {
  it.each(Object.entries(loading))('%s with `revalidateOnMount: false` does not fetch', async (_name, Reader) => {
    const app = createTestApp()
    const { server } = await show(app, Reader, { revalidateOnMount: false })
    await app.advance('1m')
    expect([text(), server.requests.length]).toEqual(['nothing', 0])
  })

  it.each(Object.entries(loading))('%s does not fetch after `mutate(key, undefined, false)`', async (_name, Reader) => {
    const app = createTestApp()
    const { server } = await show(app, Reader)
    await server.answer('fetched')
    await settle(() => mutate(app.cache, 'a', undefined, false))
    await app.advance('10m')
    expect([text(), server.requests.length]).toEqual(['nothing', 1])
    await settle(() => app.cache.invalidate('a'))
    expect([text(), server.requests.length]).toEqual(['waiting', 2])
  })
})
