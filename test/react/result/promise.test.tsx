import type { ReactNode } from 'react'
import * as React from 'react'
import { Suspense } from 'react'
import { describe, expect, it } from 'vitest'
import { writeCache } from '../../../src/index.ts'
import type { Result } from '../../../src/react.ts'
import { CachettaProvider, useCachettaInfinite } from '../../../src/react.ts'
import { createManualStore } from '../../engine/support/manual-store.ts'
import { render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

interface Props {
  readonly seen: Set<Promise<unknown>>
  readonly fetcher?: unknown
  readonly options?: object
}

/** Notes the promises of all its renders. */
function Reader({ seen, fetcher, options }: Props): ReactNode {
  const { data, promise } = useAny('a', fetcher, { dedupingInterval: 0, ...options })
  seen.add(promise)
  return <p>{String(data)}</p>
}

function renderIn({ Provider }: TestApp, element: ReactNode) {
  const rendered = render(<Provider>{element}</Provider>)
  return { ...rendered, show: (other: ReactNode) => settle(() => rendered.rerender(<Provider>{other}</Provider>)) }
}

/** A store with a stale entry. It answers when the test says so. */
async function createSlowStore() {
  const manual = createManualStore({ locks: false })
  const writing = writeCache(createTestApp({ store: manual.store }).cache, 'stored', 'a')
  manual.operations[0]?.answer()
  await writing
  return manual
}

describe('the promise of a wait', () => {
  it('is the promise of the data that ends the wait, until the data changes', async () => {
    const server = createManualFetcher()
    const seen = new Set<Promise<unknown>>()
    const app = createTestApp()
    const page = renderIn(app, <Reader seen={seen} fetcher={server.fetcher} />)
    await page.show(<Reader seen={seen} fetcher={server.fetcher} options={{ duration: 0 }} />)
    await server.answer('fetched')
    const [first] = seen
    expect(seen.size).toBe(1)
    expect(first).toMatchObject({ status: 'fulfilled', value: 'fetched' })

    await settle(() => writeCache(app.cache, 'written', 'a'))
    expect(seen.size).toBe(2)
    expect(await [...seen][1]).toBe('written')
  })

  it('is the same when the store answers, and while the fetch starts', async () => {
    const { store, operations } = await createSlowStore()
    const server = createManualFetcher()
    const seen = new Set<Promise<unknown>>()
    renderIn(createTestApp({ store }), <Reader seen={seen} fetcher={server.fetcher} />)
    await settle()
    await settle(() => operations[0]?.answer())
    expect(document.body.textContent).toBe('stored')
    expect(server.requests).toHaveLength(1)
    expect(seen.size).toBe(1)
    expect(await [...seen][0]).toBe('stored')
  })

  it('is the same in two components, and after a remount', async () => {
    const server = createManualFetcher()
    const seen = new Set<Promise<unknown>>()
    const props = { seen, fetcher: server.fetcher }
    const page = renderIn(createTestApp(), [<Reader key="1" {...props} />, <Reader key="2" {...props} />])
    await settle()
    await page.show(null)
    await page.show([<Reader key="3" {...props} />])
    await server.answer('fetched')
    expect(document.body.textContent).toBe('fetched')
    expect(seen.size).toBe(1)
  })

  it('rejects with the error that ends the wait, and is replaced for the next wait', async () => {
    const server = createManualFetcher()
    const seen = new Set<Promise<unknown>>()
    const page = renderIn(createTestApp(), <Reader seen={seen} fetcher={server.fetcher} />)
    await settle()
    const rejected = expect([...seen][0]).rejects.toThrow('down')
    await server.fail(new Error('down'))
    await rejected
    await page.show(<Reader seen={seen} fetcher={server.fetcher} options={{}} />)
    expect(seen.size).toBe(1)
  })

  it('belongs to one selection of the data', async () => {
    const server = createManualFetcher()
    const selected = new Set<Promise<unknown>>()
    const whole = new Set<Promise<unknown>>()
    renderIn(createTestApp(), [
      <Reader key="1" seen={selected} fetcher={server.fetcher} options={{ select: (data: number) => data + 1 }} />,
      <Reader key="2" seen={whole} fetcher={server.fetcher} />,
    ])
    const promises = Promise.all([[...selected][0], [...whole][0]])
    await settle()
    await server.answer(1)
    expect(await promises).toEqual([2, 1])
    expect(selected.size + whole.size).toBe(2)
  })

  it('is not shared by two requests of a server', async () => {
    const seen = new Set<Promise<unknown>>()
    const { cache, Provider: _, ...app } = createTestApp()
    for (const scope of [cache.scope(), cache.scope()]) {
      const { Provider } = createScopedApp(scope)
      renderIn({ ...app, cache, Provider }, <Reader seen={seen} fetcher={() => new Promise(() => {})} />)
    }
    expect(seen.size).toBe(2)
  })

  it('of a list resolves with the list', async () => {
    const server = createManualFetcher()
    const seen = new Set<Promise<unknown>>()
    function List(): ReactNode {
      const { data, promise } = useCachettaInfinite((index) => ['page', index] as const, server.fetcher as never)
      seen.add(promise)
      return <p>{String(data)}</p>
    }
    renderIn(createTestApp(), <List />)
    const [first] = seen
    const list = first?.then((pages) => pages)
    await settle()
    await server.answer('page 0')
    expect(await list).toEqual(['page 0'])
    expect(seen.size).toBe(1)
  })
})

const use = (React as { use?: <T>(promise: Promise<T>) => T }).use

/** The tests fail if React warns of an uncached promise, because that reaches `console.error`. */
describe.skipIf(!use)("React's `use` with the promise", () => {
  function User({ fetcher, options }: { fetcher: unknown; options?: object }): ReactNode {
    const { promise }: Result = useAny('a', fetcher, options)
    return <p>{JSON.stringify(use?.(promise))}</p>
  }
  const renderInSuspense = (app: TestApp, element: ReactNode) =>
    settle(() => renderIn(app, <Suspense fallback="waiting">{element}</Suspense>))

  it.each([
    ['', {}],
    [' with a selection that is another object each time', { select: (name: string) => ({ name }) }],
  ])('suspends until the store answers%s', async (_, options) => {
    const { store, operations } = await createSlowStore()
    const server = createManualFetcher()
    await renderInSuspense(createTestApp({ store }), <User fetcher={server.fetcher} options={options} />)
    expect(document.body.textContent).toBe('waiting')
    await settle(() => operations[0]?.answer())
    await settle()
    expect(document.body.textContent).toMatch('stored')
  })

  it('shows what a store answers within the render', async () => {
    const { store, operations } = await createSlowStore()
    const answerSoon = {
      ...store,
      get: (...args: Parameters<typeof store.get>) => {
        const answer = store.get(...args)
        queueMicrotask(() => operations[0]?.answer())
        return answer
      },
    }
    await renderInSuspense(createTestApp({ store: answerSoon }), [
      <User key="1" fetcher={async () => 'stored'} />,
      <User key="2" fetcher={async () => 'stored'} />,
    ])
    await settle()
    expect(document.body.textContent).toBe('"stored""stored"')
  })
})

function createScopedApp(cache: object) {
  const { browser } = createTestApp()
  return {
    Provider: ({ children }: { children?: ReactNode }) => (
      <CachettaProvider cache={cache} options={browser.options}>
        {children}
      </CachettaProvider>
    ),
  }
}
