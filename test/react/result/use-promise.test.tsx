import type { ReactNode } from 'react'
import * as React from 'react'
import { Suspense } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { useCachettaInfinite } from '../../../src/react.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { act, render } from '../../support/render.tsx'
import { ErrorBoundary } from '../support/error-boundary.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

// React's `use` with the promise of a hook, in the component of the hook. React warns of a promise that each render makes anew, and
// a warning fails the test.

const use = (React as { use?: <T>(promise: Promise<T>) => T }).use as <T>(promise: Promise<T>) => T
const text = () => document.body.textContent

/** How a component reads its entry. Options that are written in the component are others in each render. */
const readers: Readonly<Record<string, (key: unknown, fetcher: unknown) => unknown>> = {
  'the data': (key, fetcher) => use(useAny(key, fetcher).promise),
  'a selection': (key, fetcher) => use(useAny(key, fetcher, { select }).promise),
  'a selection that each render makes anew': (key, fetcher) =>
    use(useAny(key, fetcher, { select: (data: unknown) => [data] }).promise),
  'data beside other fields': (key, fetcher) => {
    const { isValidating, promise } = useAny(key, fetcher, { keepPreviousData: true })
    return [use(promise), isValidating][0]
  },
  'a list': (key, fetcher) =>
    use(useCachettaInfinite(((index: number) => index < 1 && [key, index]) as never, fetcher as never).promise),
  'a selection of a list that each render makes anew': (key, fetcher) => {
    const options = { select: (pages: unknown) => [pages] }
    const getKey = (index: number) => index < 1 && [key, index]
    return use(useCachettaInfinite(getKey as never, fetcher as never, options as never).promise)
  },
}

const select = (data: unknown) => [data]

const settleTwice = async () => {
  await settle()
  await settle()
}

describe.skipIf(!use).each(Object.entries(readers))('`use(promise)` of %s', (_name, useReader) => {
  function Reader({ name, fetcher }: { name: unknown; fetcher: unknown }): ReactNode {
    return String(useReader(name, fetcher))
  }

  it('shows each key of a transition', async () => {
    const server = createManualFetcher()
    let move: (key: string) => void = () => {}
    function Page(): ReactNode {
      const [key, setKey] = React.useState('a')
      move = (next) => React.startTransition(() => setKey(next))
      return <Reader name={key} fetcher={server.fetcher} />
    }
    await show(<Page />)
    await server.answer('of a')
    await settleTwice()
    expect(text()).toBe('of a')
    for (const key of ['b', 'c', 'd']) {
      await act(async () => move(key))
      await settleTwice()
    }
    expect(text()).toBe('of a')
    await server.answer('of d')
    await settleTwice()
    expect(text()).toBe('of d')
    await act(async () => move('a'))
    await settleTwice()
    expect(text()).toBe('of a')
  })

  it('waits again after an error', async () => {
    expectConsoleErrors(/down/, /The above error/)
    const server = createManualFetcher()
    const createElement = (attempt: number) => (
      <ErrorBoundary key={attempt}>
        <Reader name="a" fetcher={server.fetcher} />
      </ErrorBoundary>
    )
    const { rerender } = await show(createElement(0))
    for (const attempt of [1, 2, 3]) {
      await server.fail(new Error('down'))
      await settleTwice()
      expect(text()).toBe('down')
      await rerender(createElement(attempt))
      await settleTwice()
      expect(text()).toMatch(/waiting$/) // React hides the error before it
      expect(server.requests).toHaveLength(attempt + 1)
    }
    await server.answer('fetched')
    await settleTwice()
    expect(text()).toBe('fetched')
  })

  it('shows fifty entries, in whatever order they come', async () => {
    const fetcher = vi.fn(createManualFetcher().fetcher)
    const server = createManualFetcher()
    fetcher.mockImplementation(server.fetcher)
    const names = Array.from({ length: 50 }, (_, index) => `k${index}`)
    await show(
      names.map((name) => (
        <p key={name}>
          <Reader name={name} fetcher={fetcher} />
        </p>
      )),
    )
    for (let answered = 0; answered < server.requests.length; answered += 1) {
      const index = answered % 2 === 0 ? answered : server.requests.length - answered
      await server.answer('x', index)
    }
    for (let index = 0; index < server.requests.length; index += 1) await server.answer('x', index)
    await settleTwice()
    expect(text()).toBe('x'.repeat(50))
    expect(fetcher.mock.calls.length).toBeLessThanOrEqual(100)
  })
})

it.skipIf(!use)('`use(promise)` of a list of fifty pages shows each page that is added', async () => {
  const server = createManualFetcher()
  let grow: () => unknown = () => {}
  function List(): ReactNode {
    const list = useCachettaInfinite(
      (index) => ['page', index],
      server.fetcher as never,
      {
        initialSize: 48,
        parallel: true,
      } as never,
    )
    grow = list.fetchNext
    return String(use(list.promise as Promise<unknown[]>).length)
  }
  await show(<List />)
  for (let index = 47; index >= 0; index -= 1) await server.answer('x', index)
  await settleTwice()
  expect(text()).toBe('48')
  for (const size of [49, 50]) {
    await settle(grow)
    for (let index = 48; index < server.requests.length; index += 1) await server.answer('x', index)
    await settleTwice()
    expect(text()).toBe(String(size))
  }
})

/** Mounts components under a Suspense boundary, and waits for the effects. */
async function show(children: ReactNode) {
  const { Provider } = createTestApp()
  const wrap = (child: ReactNode) => (
    <Provider>
      <Suspense fallback="waiting">{child}</Suspense>
    </Provider>
  )
  let rendered: ReturnType<typeof render> | undefined
  await settle(() => {
    rendered = render(wrap(children))
  })
  await settleTwice()
  return { rerender: (next: ReactNode) => settle(() => rendered?.rerender(wrap(next))) }
}
