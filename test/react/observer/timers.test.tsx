import type { ComponentType, ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Cachetta, memoryStore } from '../../../src/index.ts'
import {
  CachettaProvider,
  useCachettaAll,
  useCachettaInfinite,
  useCachettaMutation,
  useCachettaSubscription,
} from '../../../src/react.ts'
import { act, render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry, useAny } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const hour = 3_600_000
const fetcher = async () => 'data'
const fail = () => Promise.reject(new Error('down'))
const hang = () => new Promise<never>(() => {})

const polls = { refreshInterval: hour }
const retries = { errorRetryInterval: hour }
const waits = { loadingTimeout: hour, onLoadingSlow: () => {} }

const situations: readonly [title: string, useHook: () => unknown][] = [
  ['useCachetta polls', () => useAny('a', fetcher, polls).data],
  [
    'useCachetta polls at an interval that depends on the data',
    () => useAny('a', fetcher, { refreshInterval: () => hour }).data,
  ],
  ['useCachetta waits for a retry', () => useAny('a', fail, retries).error],
  [
    'useCachetta waits for its own retry',
    () => useAny('a', fail, { ...retries, isVisible: () => false, onErrorRetry: () => {} }).error,
  ],
  [
    'useCachetta waits until it is no longer paused',
    () => useAny('a', fetcher, { ...polls, isPaused: () => true }).data,
  ],
  ['useCachetta loads', () => useAny('a', hang, waits).isLoading],
  [
    'useCachettaAll polls',
    () =>
      useCachettaAll([
        { key: 'a', fetcher, ...polls },
        { key: 'b', fetcher, ...polls },
      ])[1].data,
  ],
  ['useCachettaAll waits for a retry', () => useCachettaAll([{ key: 'a', fetcher: fail, ...retries }])[0].error],
  ['useCachettaAll loads', () => useCachettaAll([{ key: 'a', fetcher: hang, ...waits }])[0].isLoading],
  ['useCachettaInfinite polls', () => useCachettaInfinite((index) => ['a', index], fetcher as never, polls).data],
  [
    'useCachettaInfinite waits for a retry',
    () => useCachettaInfinite((index) => ['a', index], fail as never, retries).error,
  ],
  ['useCachettaInfinite loads', () => useCachettaInfinite((index) => ['a', index], hang as never, waits).isLoading],
  ['useCachettaSubscription waits', () => useCachettaSubscription('a', () => () => {}).data],
  ['useCachettaMutation waits', () => useCachettaMutation('a', hang).isMutating],
]

describe('no timer outlives its component', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it.each(situations)('when %s', async (_title, useHook) => {
    const cache = new Cachetta({ path: 'timers', store: memoryStore() })
    function Component(): ReactNode {
      return <p>{String(useHook())}</p>
    }
    // The timers of the memory and of a suspended component end within a second; those of React are its own.
    const wait = () => act(async () => void (await vi.advanceTimersByTimeAsync(1_500))) as unknown as Promise<void>
    const before = vi.getTimerCount()
    for (let mount = 0; mount < 10; mount += 1) await mountOnce(cache, Component, wait)
    expect(vi.getTimerCount()).toBe(before)
  })
})

async function mountOnce(cache: Cachetta, Component: ComponentType, wait: () => Promise<void>): Promise<void> {
  const { unmount } = render(
    <CachettaProvider cache={cache}>
      <Component />
    </CachettaProvider>,
  )
  await wait()
  unmount()
  await wait()
}

describe('data that is `undefined`', () => {
  it.each([{}, { select: () => undefined }, { keepPreviousData: true }])(
    'is data: a refetch is not loading, with %j',
    async (options) => {
      const app = createTestApp()
      const server = createManualFetcher()
      const page = await showEntry(app, { key: 'a', fetcher: server.fetcher, options })
      expect(page.latest).toMatchObject({ isLoading: true, isValidating: true })
      await server.answer(undefined)
      expect(page.latest).toMatchObject({ isLoading: false, isValidating: false })
      await settle(() => void page.result.mutate())
      expect(page.latest).toMatchObject({ isLoading: false, isValidating: true })
      await server.answer(undefined)
      expect(page.renders.slice(1).some(({ isLoading }) => isLoading)).toBe(false)
    },
  )
})
