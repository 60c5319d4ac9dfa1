import { cleanup } from '@testing-library/react'
import type { ReactNode } from 'react'
import * as React from 'react'
import { Suspense } from 'react'
import { expect, it, vi } from 'vitest'
import { preload, writeCache } from '../../../src/index.ts'
import type { Result } from '../../../src/react.ts'
import { createManualStore } from '../../engine/support/manual-store.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { act, reactRelease, render } from '../../support/render.tsx'
import { ErrorBoundary } from '../support/error-boundary.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

recordLogLines()

const text = () => document.body.textContent

let result: Result

function Entry({ name = 'a', fetcher, options }: { name?: unknown; fetcher?: unknown; options?: object }): ReactNode {
  result = useAny(name, fetcher, { suspense: true, ...options })
  return (
    <p>
      {String(result.data)}
      {result.error ? ' and an error' : ''}
    </p>
  )
}

function renderInBoundary({ Provider }: Pick<TestApp, 'Provider'>, element: ReactNode) {
  return render(
    <Provider>
      <ErrorBoundary>
        <Suspense fallback="waiting">{element}</Suspense>
      </ErrorBoundary>
    </Provider>,
  )
}

/** Settles twice: React 17 renders a component again only some time after its promise has resolved. */
const settleTwice = async () => {
  await settle()
  await settle()
}

it('waits in the Suspense boundary, fetches once and shows the data', async () => {
  const fetcher = vi.fn(async () => 'fetched')
  renderInBoundary(createTestApp(), <Entry fetcher={fetcher} />)
  expect(text()).toBe('waiting')
  await settleTwice()

  expect(text()).toBe('fetched')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('throws an error to the boundary if there is no data to show (37)', async () => {
  expectConsoleErrors(/down/, /The above error/)
  const fetcher = vi.fn(async () => {
    throw new Error('down')
  })
  renderInBoundary(createTestApp(), <Entry fetcher={fetcher} />)
  await settleTwice()

  expect(text()).toBe('down')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('shows an error beside the data if there is data (37)', async () => {
  const server = createManualFetcher()
  renderInBoundary(createTestApp(), <Entry fetcher={server.fetcher} options={{ dedupingInterval: 0 }} />)
  await settleTwice()
  await server.answer('data')
  await settleTwice()
  await settle(() => result.mutate())
  await server.fail(new Error('down'))

  expect(text()).toBe('data and an error')
})

it('waits for the store, shows stale data from there, and fetches (38)', async () => {
  const manual = createManualStore({ locks: false })
  const writing = writeCache(createTestApp({ store: manual.store }).cache, 'kept', 'a')
  manual.operations[0]?.answer()
  await writing
  const server = createManualFetcher()
  const app = createTestApp({ store: manual.store })
  await app.advance('1h')
  renderInBoundary(app, <Entry fetcher={server.fetcher} />)
  await settleTwice()
  expect(text()).toBe('waiting')
  expect(server.requests).toHaveLength(0)

  await settle(() => manual.operations[0]?.answer())
  await settleTwice()
  expect(text()).toBe('kept')
  await server.answer('new')
  await settle(() => manual.operations[0]?.answer())
  expect(text()).toBe('new')
})

it('does not fetch again right after the request that it waited for, however long that took (38)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  renderInBoundary(app, <Entry fetcher={server.fetcher} />)
  await settleTwice()
  await app.advance('10s')
  await server.answer('fetched')
  await settleTwice()
  expect(text()).toBe('fetched')

  expect(server.requests).toHaveLength(1)
})

it('reports that the data it waited for came from the network and is not stale', async () => {
  const server = createManualFetcher()
  renderInBoundary(createTestApp(), <Entry fetcher={server.fetcher} />)
  await settleTwice()
  await server.answer('fetched')
  await settleTwice()

  expect(result).toMatchObject({ data: 'fetched', source: 'network', isStale: false })
})

it('stops waiting when a mutation brings data, while the fetch still runs (39)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  renderInBoundary(app, <Entry fetcher={server.fetcher} />)
  await settleTwice()
  expect(text()).toBe('waiting')
  await settle(() => writeCache(app.cache, 'mine', 'a'))
  await settleTwice()

  expect(text()).toBe('mine')
  await server.answer('old', 0)
  expect(text()).toBe('mine')
})

it('uses a preload instead of one fetch (40)', async () => {
  const app = createTestApp()
  const fetcher = vi.fn(async () => 'preloaded')
  await settle(() => preload(app.cache, 'a', fetcher))
  await app.advance('10s')
  const { unmount } = renderInBoundary(app, <Entry fetcher={fetcher} />)
  expect(text()).toBe('preloaded')
  await settleTwice()
  expect(fetcher).toHaveBeenCalledTimes(1)
  unmount()
  await settle()
  renderInBoundary(app, <Entry fetcher={fetcher} />)
  await settleTwice()

  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('fetches after a preload that failed (40)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  await settle(() => {
    preload(app.cache, 'a', server.fetcher).catch(() => {})
  })
  await server.fail(new Error('down'))
  renderInBoundary(app, <Entry fetcher={server.fetcher} />)
  await settleTwice()
  await server.answer('fetched')
  await settleTwice()

  expect(text()).toBe('fetched')
  expect(server.requests).toHaveLength(2)
})

it('stops waiting when the fetcher resolves with `undefined`', async () => {
  const fetcher = vi.fn(async () => undefined)
  renderInBoundary(createTestApp(), <Entry fetcher={fetcher} />)
  await settleTwice()

  expect(text()).toBe('undefined')
  expect(fetcher).toHaveBeenCalledOnce()
})

it.each([
  ['data that `condition` does not store', () => 'shown', { condition: () => false }],
  [
    'data that the store cannot keep',
    () =>
      new (class Shown {
        toString = () => 'shown'
      })(),
    {},
  ],
])('shows %s, and fetches once', async (_title, createData, options) => {
  const fetcher = vi.fn(async () => createData())
  renderInBoundary(createTestApp(), <Entry fetcher={fetcher} options={options} />)
  await settleTwice()

  expect(text()).toBe('shown')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('throws an error to the boundary after one request if `dedupingInterval` is 0', async () => {
  expectConsoleErrors(/down/, /The above error/)
  const fetcher = vi.fn(async () => {
    throw new Error('down')
  })
  renderInBoundary(createTestApp(), <Entry fetcher={fetcher} options={{ dedupingInterval: 0 }} />)
  await settleTwice()

  expect(text()).toBe('down')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('sets no retry timer for a component that was suspended until the error (44)', async () => {
  expectConsoleErrors(/down/, /The above error/)
  const app = createTestApp()
  const after = vi.spyOn(app.clock, 'after')
  const failingFetcher = async () => {
    throw new Error('down')
  }
  renderInBoundary(app, <Entry fetcher={failingFetcher} options={{ onLoadingSlow: () => {} }} />)
  await settleTwice()

  expect(text()).toBe('down')
  expect(after.mock.calls.filter(([span]) => span > 0)).toEqual([])
})

it('throws to the boundary that there is no data and no fetcher', async () => {
  expectConsoleErrors(/nothing is cached/, /The above error/)
  renderInBoundary(createTestApp(), <Entry />)
  await settleTwice()

  expect(text()).toMatch(/^test "a": no data and no fetcher; give the hook or its provider one/)
})

it('shows data from the store without a fetcher', async () => {
  const app = createTestApp()
  await settle(() => writeCache(app.cache, 'kept', 'a'))
  renderInBoundary(app, <Entry />)
  await settleTwice()

  expect(text()).toBe('kept')
})

it('fetches again after an error when the boundary is reset', async () => {
  expectConsoleErrors(/down/, /The above error/)
  const app = createTestApp()
  const server = createManualFetcher()
  const first = renderInBoundary(app, <Entry fetcher={server.fetcher} />)
  await settleTwice()
  await server.fail(new Error('down'))
  await settleTwice()
  expect(text()).toBe('down')
  first.unmount()
  await app.advance('2s')
  renderInBoundary(app, <Entry fetcher={server.fetcher} />)
  await settleTwice()
  await server.answer('fetched')
  await settleTwice()

  expect(text()).toBe('fetched')
})

const use = (React as { use?: <T>(promise: Promise<T>) => T }).use

it.skipIf(!use)("resolves React's `use()` with the data, and rejects it after one request", async () => {
  expectConsoleErrors(/down/, /The above error/)
  function PromiseReader({ fetcher }: { fetcher: unknown }): ReactNode {
    const { promise } = useAny('a', fetcher)
    return <p>{String(use?.(promise))}</p>
  }
  const working = vi.fn(async () => 'fetched')
  const app = createTestApp()
  await settle(() => renderInBoundary(app, <PromiseReader fetcher={working} />))
  await settleTwice()
  expect(text()).toBe('fetched')
  cleanup()

  const failing = vi.fn(async () => {
    throw new Error('down')
  })
  await settle(() => renderInBoundary(createTestApp(), <PromiseReader fetcher={failing} />))
  await settleTwice()
  await settleTwice()
  expect(text()).toBe('down')
  expect([working, failing].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
})

it.skipIf(reactRelease < 18)('keeps the old content while a transition waits for another key (42)', async () => {
  const server = createManualFetcher()
  const app = createTestApp()
  let showKey = (_: string) => {}
  function Page(): ReactNode {
    const [name, setName] = React.useState('a')
    showKey = setName
    return <Entry name={name} fetcher={server.fetcher} />
  }
  renderInBoundary(app, <Page />)
  await settleTwice()
  await server.answer('of a')
  await settleTwice()
  act(() => React.startTransition(() => showKey('b')))
  await settleTwice()
  expect(text()).toBe('of a')
  await server.answer('of b')
  await settleTwice()

  expect(text()).toBe('of b')
})
