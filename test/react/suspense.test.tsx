import { cleanup } from '@testing-library/react'
import type { ReactNode } from 'react'
import * as React from 'react'
import { Suspense } from 'react'
import { expect, it, vi } from 'vitest'
import { preload, writeCache } from '../../src/index.ts'
import type { Result } from '../../src/react.ts'
import { storeByHand } from '../engine/support/store-by-hand.ts'
import { expectConsoleErrors } from '../support/console-errors.ts'
import { logLines } from '../support/log-lines.ts'
import { act, reactRelease, render } from '../support/render.tsx'
import { Boundary, fetcherByHand, newWorld, settle, useAny } from './support.tsx'

logLines()

const text = () => document.body.textContent

let result: Result

function Shows({ name = 'a', fetcher, options }: { name?: unknown; fetcher?: unknown; options?: object }): ReactNode {
  result = useAny(name, fetcher, { suspense: true, ...options })
  return (
    <p>
      {String(result.data)}
      {result.error ? ' and an error' : ''}
    </p>
  )
}

function waiting({ Provider }: Pick<ReturnType<typeof newWorld>, 'Provider'>, element: ReactNode) {
  return render(
    <Provider>
      <Boundary>
        <Suspense fallback="waiting">{element}</Suspense>
      </Boundary>
    </Provider>,
  )
}

/** Waits twice: React 17 renders a component again only some time after its promise has resolved. */
const shown = async () => {
  await settle()
  await settle()
}

it('waits in the Suspense boundary, fetches once and shows the data', async () => {
  const fetcher = vi.fn(async () => 'fetched')
  waiting(newWorld(), <Shows fetcher={fetcher} />)
  expect(text()).toBe('waiting')
  await shown()

  expect(text()).toBe('fetched')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('throws an error to the boundary if there is no data to show (37)', async () => {
  expectConsoleErrors(/down/, /The above error/)
  const fetcher = vi.fn(async () => {
    throw new Error('down')
  })
  waiting(newWorld(), <Shows fetcher={fetcher} />)
  await shown()

  expect(text()).toBe('down')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('shows an error beside the data if there is data (37)', async () => {
  const server = fetcherByHand()
  waiting(newWorld(), <Shows fetcher={server.fetcher} options={{ dedupingInterval: 0 }} />)
  await shown()
  await server.answer('data')
  await shown()
  await settle(() => result.mutate())
  await server.fail(new Error('down'))

  expect(text()).toBe('data and an error')
})

it('waits for the store, shows stale data from there, and fetches (38)', async () => {
  const hand = storeByHand({ locks: false })
  const writing = writeCache(newWorld({ store: hand.store }).cache, 'kept', 'a')
  hand.operations[0]?.answer()
  await writing
  const server = fetcherByHand()
  const world = newWorld({ store: hand.store })
  await world.pass('1h')
  waiting(world, <Shows fetcher={server.fetcher} />)
  await shown()
  expect(text()).toBe('waiting')
  expect(server.requests).toHaveLength(0)

  await settle(() => hand.operations[0]?.answer())
  await shown()
  expect(text()).toBe('kept')
  await server.answer('new')
  await settle(() => hand.operations[0]?.answer())
  expect(text()).toBe('new')
})

it('does not fetch again right after the request that it waited for, however long that took (38)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  waiting(world, <Shows fetcher={server.fetcher} />)
  await shown()
  await world.pass('10s')
  await server.answer('fetched')
  await shown()
  expect(text()).toBe('fetched')

  expect(server.requests).toHaveLength(1)
})

it('reports that the data it waited for came from the network and is not stale', async () => {
  const server = fetcherByHand()
  waiting(newWorld(), <Shows fetcher={server.fetcher} />)
  await shown()
  await server.answer('fetched')
  await shown()

  expect(result).toMatchObject({ data: 'fetched', source: 'network', isStale: false })
})

it('stops waiting when a mutation brings data, while the fetch still runs (39)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  waiting(world, <Shows fetcher={server.fetcher} />)
  await shown()
  expect(text()).toBe('waiting')
  await settle(() => writeCache(world.cache, 'mine', 'a'))
  await shown()

  expect(text()).toBe('mine')
  await server.answer('old', 0)
  expect(text()).toBe('mine')
})

it('uses a preload instead of one fetch (40)', async () => {
  const world = newWorld()
  const fetcher = vi.fn(async () => 'preloaded')
  await settle(() => preload(world.cache, 'a', fetcher))
  await world.pass('10s')
  const { unmount } = waiting(world, <Shows fetcher={fetcher} />)
  expect(text()).toBe('preloaded')
  await shown()
  expect(fetcher).toHaveBeenCalledTimes(1)
  unmount()
  await settle()
  waiting(world, <Shows fetcher={fetcher} />)
  await shown()

  expect(fetcher).toHaveBeenCalledTimes(2)
})

it('fetches after a preload that failed (40)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  await settle(() => {
    preload(world.cache, 'a', server.fetcher).catch(() => {})
  })
  await server.fail(new Error('down'))
  waiting(world, <Shows fetcher={server.fetcher} />)
  await shown()
  await server.answer('fetched')
  await shown()

  expect(text()).toBe('fetched')
  expect(server.requests).toHaveLength(2)
})

it('stops waiting when the fetcher resolves with `undefined`', async () => {
  const fetcher = vi.fn(async () => undefined)
  waiting(newWorld(), <Shows fetcher={fetcher} />)
  await shown()

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
])('shows %s, and fetches once', async (_what, make, options) => {
  const fetcher = vi.fn(async () => make())
  waiting(newWorld(), <Shows fetcher={fetcher} options={options} />)
  await shown()

  expect(text()).toBe('shown')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('throws an error to the boundary after one request if `dedupingInterval` is 0', async () => {
  expectConsoleErrors(/down/, /The above error/)
  const fetcher = vi.fn(async () => {
    throw new Error('down')
  })
  waiting(newWorld(), <Shows fetcher={fetcher} options={{ dedupingInterval: 0 }} />)
  await shown()

  expect(text()).toBe('down')
  expect(fetcher).toHaveBeenCalledOnce()
})

it('sets no retry timer for a component that was suspended until the error (44)', async () => {
  expectConsoleErrors(/down/, /The above error/)
  const world = newWorld()
  const after = vi.spyOn(world.clock, 'after')
  const fails = async () => {
    throw new Error('down')
  }
  waiting(world, <Shows fetcher={fails} options={{ onLoadingSlow: () => {} }} />)
  await shown()

  expect(text()).toBe('down')
  expect(after.mock.calls.filter(([span]) => span > 0)).toEqual([])
})

it('throws to the boundary that there is no data and no fetcher', async () => {
  expectConsoleErrors(/nothing is cached/, /The above error/)
  waiting(newWorld(), <Shows />)
  await shown()

  expect(text()).toMatch(/^test "a": there is no data and no fetcher; give the hook or .* a fetcher/)
})

it('shows data from the store without a fetcher', async () => {
  const world = newWorld()
  await settle(() => writeCache(world.cache, 'kept', 'a'))
  waiting(world, <Shows />)
  await shown()

  expect(text()).toBe('kept')
})

it('fetches again after an error when the boundary is reset', async () => {
  expectConsoleErrors(/down/, /The above error/)
  const world = newWorld()
  const server = fetcherByHand()
  const first = waiting(world, <Shows fetcher={server.fetcher} />)
  await shown()
  await server.fail(new Error('down'))
  await shown()
  expect(text()).toBe('down')
  first.unmount()
  await world.pass('2s')
  waiting(world, <Shows fetcher={server.fetcher} />)
  await shown()
  await server.answer('fetched')
  await shown()

  expect(text()).toBe('fetched')
})

const use = (React as { use?: <T>(promise: Promise<T>) => T }).use

it.skipIf(!use)("resolves React's `use()` with the data, and rejects it after one request", async () => {
  expectConsoleErrors(/down/, /The above error/)
  function Uses({ fetcher }: { fetcher: unknown }): ReactNode {
    const { promise } = useAny('a', fetcher)
    return <p>{String(use?.(promise))}</p>
  }
  const good = vi.fn(async () => 'fetched')
  const world = newWorld()
  await settle(() => waiting(world, <Uses fetcher={good} />))
  await shown()
  expect(text()).toBe('fetched')
  cleanup()

  const bad = vi.fn(async () => {
    throw new Error('down')
  })
  await settle(() => waiting(newWorld(), <Uses fetcher={bad} />))
  await shown()
  await shown()
  expect(text()).toBe('down')
  expect([good, bad].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
})

it.skipIf(reactRelease < 18)('keeps the old content while a transition waits for another key (42)', async () => {
  const server = fetcherByHand()
  const world = newWorld()
  let go = (_: string) => {}
  function Page(): ReactNode {
    const [name, setName] = React.useState('a')
    go = setName
    return <Shows name={name} fetcher={server.fetcher} />
  }
  waiting(world, <Page />)
  await shown()
  await server.answer('of a')
  await shown()
  act(() => React.startTransition(() => go('b')))
  await shown()
  expect(text()).toBe('of a')
  await server.answer('of b')
  await shown()

  expect(text()).toBe('of b')
})
