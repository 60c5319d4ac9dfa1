import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MutationResult } from '../../src/react.ts'
import { useCachettaMutation } from '../../src/react.ts'
import { render } from '../support/render.tsx'
import { expectNoUnhandledRejections } from '../support/unhandled-rejections.ts'
import { createManualFetcher } from './support/manual-fetcher.ts'
import type { FetchingHook, OptionPlace } from './support/option-page.tsx'
import { createOptionTest } from './support/option-page.tsx'
import { settle } from './support/settle.ts'
import { showEntry } from './support/show-entry.tsx'
import { createGetKey, showList, showPages } from './support/show-list.tsx'
import { createTestApp } from './support/test-app.tsx'

const down = new Error('down')
const own = new Error('of the callback')
const reported = vi.fn()

expectNoUnhandledRejections()
beforeEach(() => {
  reported.mockClear()
  vi.stubGlobal('reportError', reported)
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** How a callback fails. */
const failures: readonly [title: string, fail: () => unknown][] = [
  [
    'throws',
    () => {
      throw own
    },
  ],
  ['rejects', () => Promise.reject(own)],
]

const hooks: readonly FetchingHook[] = ['useCachetta', 'useCachettaAll', 'useCachettaInfinite']
const places: readonly OptionPlace[] = ['hook', 'provider']
const cases = hooks.flatMap((hook) =>
  places.flatMap((place) => failures.map(([title, fail]) => ({ hook, place, title, fail }))),
)

describe.each(cases)('$hook: a callback of the $place that $title', ({ hook, place, fail }) => {
  const { open, wrap } = createOptionTest(hook, place)

  it('`onSuccess`: shows the data, retries nothing, and is told once', async () => {
    const onSuccess = vi.fn(fail)
    const onError = vi.fn()
    const page = await open({ onSuccess, onError })
    await page.answer('one')
    await page.app.advance('1h')
    expect(page.shown).toBe('one')
    expect(page.result.error).toBeUndefined()
    expect([page.requests, onSuccess.mock.calls.length, onError.mock.calls.length]).toEqual([1, 1, 0])
    expect(onSuccess).toHaveBeenCalledWith(wrap('one'), 'a')
    expect(reported).toHaveBeenCalledExactlyOnceWith(own)
  })

  it('`onError`: shows the error, and retries', async () => {
    const onError = vi.fn(fail)
    const page = await open({ onError, errorRetryInterval: 1_000 })
    await page.fail(down)
    expect(page.result.error).toBe(down)
    expect(onError).toHaveBeenCalledExactlyOnceWith(down, 'a')
    await page.app.advance('10s')
    expect(page.requests).toBe(2)
    await page.answer('one')
    expect(page.shown).toBe('one')
    expect(reported).toHaveBeenCalledExactlyOnceWith(own)
  })

  it('`onErrorRetry`: retries as without it', async () => {
    const page = await open({ onErrorRetry: fail, errorRetryInterval: 1_000 })
    await page.fail(down)
    await page.app.advance('10s')
    expect(reported).toHaveBeenCalledExactlyOnceWith(own)
    expect(page.requests).toBe(fail === failures[0]?.[1] ? 2 : 1) // it returned, so the retry is its own
  })

  it('`onDiscarded`: is told once', async () => {
    const onDiscarded = vi.fn(fail)
    const page = await open({ onDiscarded })
    await settle(() => page.result.mutate())
    await page.server.answer('late', 0)
    await page.server.answer('new', 1)
    expect(page.shown).toBe('new')
    expect(onDiscarded).toHaveBeenCalledExactlyOnceWith('a')
    expect(reported).toHaveBeenCalledExactlyOnceWith(own)
  })

  it('`onDiscarded`: is told once for a request that fails', async () => {
    const onDiscarded = vi.fn(fail)
    const onError = vi.fn()
    const page = await open({ onDiscarded, onError })
    await settle(() => page.result.mutate())
    await page.server.fail(down, 0)
    await page.server.answer('new', 1)
    await page.app.advance('1h')
    expect([page.shown, page.requests, onError.mock.calls.length]).toEqual(['new', 2, 0])
    expect(onDiscarded).toHaveBeenCalledExactlyOnceWith('a')
    expect(reported).toHaveBeenCalledExactlyOnceWith(own)
  })

  it('`onLoadingSlow`: is told once, and the data shows', async () => {
    const onLoadingSlow = vi.fn(fail)
    const page = await open({ onLoadingSlow, loadingTimeout: 1_000 })
    await page.app.advance('10s')
    await page.answer('one')
    expect(page.shown).toBe('one')
    expect(onLoadingSlow).toHaveBeenCalledExactlyOnceWith('a')
    expect(reported).toHaveBeenCalledExactlyOnceWith(own)
  })
})

describe.each(hooks)('%s', (hook) => {
  const { open } = createOptionTest(hook, 'hook')
  const fail = () => {
    throw own
  }

  it('a `shouldRetryOnError` that throws retries', async () => {
    const page = await open({ shouldRetryOnError: fail, errorRetryInterval: 1_000 })
    await page.fail(down)
    await page.app.advance('10s')
    expect(page.requests).toBe(2)
    expect(reported).toHaveBeenCalledExactlyOnceWith(own)
  })

  it('an `isPaused` that throws pauses nothing', async () => {
    let throws = false
    const page = await open({ isPaused: () => throws && fail() })
    throws = true
    await page.answer('one')
    expect(page.shown).toBe('one')
    expect(reported).toHaveBeenCalledWith(own)
  })

  it.each(['onSuccess', 'onError', 'onDiscarded', 'onLoadingSlow'])(
    'does not call `%s` after unmount',
    async (name) => {
      const callback = vi.fn()
      const page = await open({ [name]: callback })
      if (name === 'onDiscarded') await settle(() => page.result.mutate())
      await page.unmount()
      await page.app.advance('1h')
      if (name === 'onError') await page.server.fail(down, 0)
      else await page.server.answer('late', 0)
      expect(callback).not.toHaveBeenCalled()
    },
  )
})

describe('several hooks', () => {
  it('of one list are told once for each request, whichever of them made it', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const onSuccess = vi.fn()
    const lists = [
      await showList(app, createGetKey('list'), server, { onSuccess }),
      await showList(app, createGetKey('list'), server, { onSuccess }),
    ]
    await server.answer('p0')
    expect(onSuccess).toHaveBeenCalledExactlyOnceWith(['p0'], ['list', 0])
    await settle(() => lists[0]?.result.setSize(2))
    await server.answer('p1')
    expect(onSuccess).toHaveBeenCalledTimes(2)
    await settle(() => lists[1]?.result.mutate())
    await server.answer('new 0', 2)
    await server.answer('new 1', 3)
    expect(server.requests).toHaveLength(4)
    expect(onSuccess).toHaveBeenCalledTimes(3)
  })

  it('and pages of one list: nothing is told for a load that fetched nothing', async () => {
    const onSuccess = vi.fn()
    const { app, list, server } = await showPages(2, { onSuccess, duration: '1h', revalidateFirstPage: false })
    expect(onSuccess).toHaveBeenCalledOnce()
    await settle(() => list.result.setSize(1))
    await settle(() => list.result.setSize(2))
    await settle(() => list.result.mutate(['a', 'b'], false))
    await app.advance('1m')
    await app.browser.focus()
    const other = await showList(app, createGetKey('list'), server, { onSuccess, duration: '1h', initialSize: 2 })
    await other.unmount()
    expect(server.requests).toHaveLength(2)
    expect(onSuccess).toHaveBeenCalledOnce()
  })

  it.each(['fetchNext', 'fetchPrevious'] as const)(
    '`%s` while the first page is fetched tells it once',
    async (verb) => {
      const app = createTestApp()
      const server = createManualFetcher()
      const onSuccess = vi.fn()
      const onError = vi.fn()
      const list = await showList(app, createGetKey('list'), server, { onSuccess, onError })
      await settle(() => void list.result[verb]())
      await server.fail(down)
      expect(server.requests).toHaveLength(1)
      expect(onError).toHaveBeenCalledOnce()
      await settle(() => void list.result.mutate())
      await settle(() => void list.result[verb]())
      await server.answer('p0')
      expect(onSuccess).toHaveBeenCalledOnce()
    },
  )

  it('of one key in different hooks are told once', async () => {
    const app = createTestApp()
    const server = createManualFetcher()
    const onSuccess = vi.fn()
    const options = { onSuccess }
    await showEntry(app, { key: ['list', 0], fetcher: server.fetcher, options })
    await showList(app, createGetKey('list'), server, { onSuccess })
    await showEntry(app, { key: ['list', 0], fetcher: server.fetcher, options })
    await server.answer('p0')
    expect(server.requests).toHaveLength(1)
    expect(onSuccess).toHaveBeenCalledOnce()
  })
})

describe('useCachettaMutation', () => {
  function mount(options: object, send: () => Promise<unknown>): () => MutationResult<unknown, undefined> {
    const { Provider } = createTestApp()
    let result: MutationResult<unknown, undefined> | undefined
    function Sender(): ReactNode {
      result = useCachettaMutation('user', send, options)
      const { data, error, isMutating } = result
      return <p>{`${String(data)} ${String(error)} ${isMutating}`}</p>
    }
    render(
      <Provider>
        <Sender />
      </Provider>,
    )
    return () => result as MutationResult<unknown, undefined> // there since the first render
  }
  const shown = () => document.body.textContent

  it.each(failures)('an `onSuccess` that %s leaves the mutation a success', async (_title, fail) => {
    const onSuccess = vi.fn(fail)
    const onError = vi.fn()
    const read = mount({ onSuccess, onError }, async () => 'sent')
    const outcome = vi.fn()
    await settle(() => read().trigger().then(outcome))
    expect(outcome).toHaveBeenCalledExactlyOnceWith('sent')
    expect(shown()).toBe('sent undefined false')
    expect([onSuccess.mock.calls.length, onError.mock.calls.length]).toEqual([1, 0])
    expect(reported).toHaveBeenCalledExactlyOnceWith(own)
  })

  it.each(failures)('an `onError` that %s leaves the error of the mutation', async (_title, fail) => {
    const onError = vi.fn(fail)
    const read = mount({ onError }, () => Promise.reject(down))
    const caught = vi.fn()
    await settle(() => read().trigger().catch(caught))
    expect(caught).toHaveBeenCalledExactlyOnceWith(down)
    expect(shown()).toBe('undefined Error: down false')
    expect(onError).toHaveBeenCalledOnce()
    expect(reported).toHaveBeenCalledExactlyOnceWith(own)
  })
})

it('throws from a timer where the platform has no `reportError`, as an uncaught error', async () => {
  vi.stubGlobal('reportError', undefined)
  const later: (() => void)[] = []
  const { open } = createOptionTest('useCachetta', 'hook')
  const page = await open({
    onSuccess: () => {
      vi.spyOn(globalThis, 'setTimeout').mockImplementation(((task: () => void) => later.push(task)) as never)
      throw own
    },
  })
  await settle(() => void page.server.requests[0]?.resolve('one'))
  vi.mocked(setTimeout).mockRestore()
  expect(page.shown).toBe('one')
  expect(later.length).toBeGreaterThan(0)
  expect(() => {
    for (const task of later) task()
  }).toThrow(own)
})
