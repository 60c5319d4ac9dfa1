import { describe, expect, it, vi } from 'vitest'
import type { Result } from '../../../src/react.ts'
import { useCachettaAll, useCachettaInfinite, useCachettaSubscription } from '../../../src/react.ts'
import { render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const select = (data: unknown) => ({ selected: data })

type UseHook = (fetcher: never) => Pick<Result, 'promise'>

const hooks: readonly [name: string, useHook: UseHook, expected: unknown][] = [
  ['useCachetta', (fetcher) => useAny('a', fetcher), 'one'],
  ['useCachetta with select', (fetcher) => useAny('a', fetcher, { select }), { selected: 'one' }],
  ['useCachettaAll', (fetcher) => useCachettaAll([{ key: 'a', fetcher }])[0], 'one'],
  ['useCachettaAll with select', (fetcher) => useCachettaAll([{ key: 'a', fetcher, select }])[0], { selected: 'one' }],
  [
    'useCachettaInfinite',
    (fetcher) => useCachettaInfinite((index) => index < 1 && ['a', index], fetcher) as never,
    ['one'],
  ],
  [
    'useCachettaInfinite with select',
    (fetcher) => useCachettaInfinite((index) => index < 1 && ['a', index], fetcher, { select } as never) as never,
    { selected: ['one'] },
  ],
]

/** Renders a component that reads a promise. Returns the promises of its renders, and a mock that receives their outcomes. */
function readPromises(usePromise: () => Promise<unknown>) {
  const app = createTestApp()
  const promises = new Set<Promise<unknown>>()
  const Reader = () => {
    promises.add(usePromise())
    return null
  }
  render(
    <app.Provider>
      <Reader />
    </app.Provider>,
  )
  const outcomes = vi.fn()
  for (const promise of promises) void promise.then(outcomes, outcomes)
  return { promises, outcomes }
}

describe('`await result.promise` while it is pending gives what the hook shows later', () => {
  it.each(hooks)('%s', async (_name, useHook, expected) => {
    const server = createManualFetcher()
    const { promises, outcomes } = readPromises(() => useHook(server.fetcher as never).promise)
    await settle()
    await server.answer('one')
    await settle()
    expect(outcomes).toHaveBeenCalled()
    for (const [outcome] of outcomes.mock.calls) expect(outcome).toEqual(expected)
    for (const promise of promises) expect(await promise).toEqual(expected)
  })

  it('useCachettaSubscription with select', async () => {
    let send: (data: string) => void = () => {}
    const open = (_key: unknown, { next }: { next(error: unknown, data: string): void }) => {
      send = (data) => next(null, data)
      return () => {}
    }
    const { outcomes } = readPromises(
      () => useCachettaSubscription<string, unknown, unknown>('a', open as never, { select }).promise,
    )
    await settle()
    await settle(() => send('one'))
    expect(outcomes).toHaveBeenCalledWith({ selected: 'one' })
  })
})
