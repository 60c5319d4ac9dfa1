import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import type { InfiniteOptions, InfiniteResult } from '../../../src/react.ts'
import { useCachettaInfinite } from '../../../src/react.ts'
import { render } from '../../support/render.tsx'
import type { ManualFetcher } from '../support/manual-fetcher.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

async function showList({ Provider }: TestApp, server: ManualFetcher, options: InfiniteOptions<unknown>) {
  let result: InfiniteResult<unknown> | undefined
  function List(): ReactNode {
    const getKey = (index: number) => ['list', index] as const
    result = useCachettaInfinite(getKey, server.fetcher as never, options)
    const { data, error, isValidating } = result
    return <p>{JSON.stringify([data, String(error), isValidating])}</p>
  }
  const page = render(
    <Provider>
      <List />
    </Provider>,
  )
  await settle()
  return { read: () => result as InfiniteResult<unknown>, unmount: () => settle(() => page.unmount()) }
}

it('joins a load of a list on mount, focus, reconnect and poll, however long it takes (23)', async () => {
  const app = createTestApp({}, { focusThrottleInterval: 0 })
  const server = createManualFetcher()
  const options = { initialSize: 2, refreshInterval: 3000 }
  const list = await showList(app, server, options)
  const later = await showList(app, server, options)
  for (let page = 0; page < 2; page += 1) {
    for (let step = 0; step < 5; step += 1) {
      await app.advance('1m')
      await app.browser.focus()
      await app.browser.reconnect()
    }
    expect(server.requests).toHaveLength(page + 1)
    await server.answer(`p${page}`)
  }

  expect([list, later].map(({ read }) => read().data)).toEqual([
    ['p0', 'p1'],
    ['p0', 'p1'],
  ])
  expect(list.read().isValidating).toBe(false)
})

it('polls a list at its own pace below `dedupingInterval` (23)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  await showList(app, server, { refreshInterval: 1000 })
  await server.answer('p')
  for (let poll = 1; poll <= 4; poll += 1) {
    await app.advance('999ms')
    expect(server.requests).toHaveLength(poll)
    await app.advance('1ms')
    expect(server.requests).toHaveLength(poll + 1)
    await server.answer(`p${poll}`)
  }
})

it('fetches all pages that a mutation asked for, although the page gets the focus meanwhile (23)', async () => {
  const app = createTestApp({}, { focusThrottleInterval: 0 })
  const server = createManualFetcher()
  const { read } = await showList(app, server, { initialSize: 2, dedupingInterval: 0 })
  await server.answer('p0')
  await server.answer('p1')
  await settle(() => void read().mutate())
  await app.browser.focus()
  await server.answer('q0')
  await server.answer('q1')

  expect(read().data).toEqual(['q0', 'q1'])
})
