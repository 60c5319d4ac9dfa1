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

describe('`await result.promise` while it is pending gives what the hook shows later', () => {
  it.each(hooks)('%s', async (_name, useHook, expected) => {
    const app = createTestApp()
    const server = createManualFetcher()
    const promises = new Set<Promise<unknown>>()
    const Reader = () => {
      promises.add(useHook(server.fetcher as never).promise)
      return null
    }
    render(
      <app.Provider>
        <Reader />
      </app.Provider>,
    )
    const outcomes = vi.fn()
    for (const promise of promises) void promise.then(outcomes)
    await settle()
    await server.answer('one')
    await settle()
    expect(outcomes).toHaveBeenCalled()
    for (const [outcome] of outcomes.mock.calls) expect(outcome).toEqual(expected)
    for (const promise of promises) expect(await promise).toEqual(expected)
  })

  it('useCachettaSubscription with select', async () => {
    const app = createTestApp()
    let send: (data: string) => void = () => {}
    const promises = new Set<Promise<unknown>>()
    const Reader = () => {
      const { promise } = useCachettaSubscription<string, unknown, unknown>(
        'a',
        (_key, { next }) => {
          send = (data) => next(null, data)
          return () => {}
        },
        { select },
      )
      promises.add(promise)
      return null
    }
    render(
      <app.Provider>
        <Reader />
      </app.Provider>,
    )
    const outcomes = vi.fn()
    for (const promise of promises) void promise.then(outcomes, outcomes)
    await settle()
    await settle(() => send('one'))
    expect(outcomes).toHaveBeenCalledWith({ selected: 'one' })
  })
})
