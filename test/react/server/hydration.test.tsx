import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Cachetta, memoryStore, mutate, prefetch, readCache } from '../../../src/index.ts'
import { CachettaHydration, CachettaProvider } from '../../../src/react.ts'
import { dehydrate } from '../../../src/ssr.ts'
import { createTestCache } from '../../../src/testing.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { createDeferred } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { isStrict, reactRelease, render } from '../../support/render.tsx'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'

const lines = recordLogLines()

// jsdom has a `document`, so the hooks take a render on the server for one in a browser.
beforeEach(() => expectConsoleErrors(/useLayoutEffect does nothing on the server/))

interface UserProps {
  readonly name?: string
  readonly fetcher?: unknown
  /** Collects the data of each render. */
  readonly renders?: unknown[]
}

function User({ name = 'user', fetcher, renders }: UserProps): ReactNode {
  const { data } = useAny(name, fetcher, { duration: '5m' })
  renders?.push(data)
  return <p>{String(data ?? 'nothing')}</p>
}

/** Returns the state of a server that prefetched `value` after this much time. */
async function createState(value: unknown, span = 0, key: unknown = 'user'): Promise<string> {
  const { cache, clock } = createTestCache()
  clock.advance(span)
  const scope = cache.scope()
  await prefetch(scope, key, () => value)
  return dehydrate(scope)
}

type State = string | PromiseLike<string> | null | undefined

const createPage = (cache: Cachetta, state: State, children: ReactNode) => (
  <CachettaProvider cache={cache}>
    <Suspense fallback={<p>waiting</p>}>
      <CachettaHydration state={state}>{children}</CachettaHydration>
    </Suspense>
  </CachettaProvider>
)

const text = () => document.body.textContent

describe('a state as a prop', () => {
  it('is in the cache before the components below render, so that fresh entries are not fetched (45)', async () => {
    const fetcher = vi.fn()
    const renders: unknown[] = []
    render(createPage(createTestCache().cache, await createState('v1'), <User fetcher={fetcher} renders={renders} />))
    await settle()
    expect(renders[0]).toBe('v1')
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('updates all components that show its entries when a new state arrives', async () => {
    const { cache } = createTestCache()
    const outside: unknown[] = []
    const page = (state: string) => (
      <CachettaProvider cache={cache}>
        <User renders={outside} />
        <CachettaHydration state={state}>
          <User />
        </CachettaHydration>
      </CachettaProvider>
    )
    const { rerender } = render(page(await createState('v1')))
    await settle()
    expect(text()).toBe('v1v1')
    const state = await createState('v2', 1_000)
    await settle(() => rerender(page(state)))
    expect(text()).toBe('v2v2')
    expect(outside.at(-1)).toBe('v2')
  })

  it('changes nothing if it is older than the data of the browser (8)', async () => {
    const { cache, clock } = createTestCache()
    clock.advance('1m')
    await mutate(cache, 'user', 'new')
    render(createPage(cache, await createState('old'), <User />))
    await settle()
    expect(text()).toBe('new')
  })

  it('is stored once, even if React renders twice', async () => {
    const store = memoryStore()
    const set = vi.spyOn(store, 'set')
    render(createPage(createTestCache({ store }).cache, await createState('v1'), <User />))
    await settle()
    expect(set).toHaveBeenCalledTimes(1)
    expect(await readCache(createTestCache({ store }).cache, 'user')).toBe('v1')
  })

  it.runIf(reactRelease >= 18)('reaches a cached function in a key', async () => {
    const server = new Cachetta({ path: 'users', store: memoryStore() })
    const scope = server.scope()
    await prefetch(scope, [server(async (id: number) => `user ${id}`), 1])
    const cache = new Cachetta({ path: 'users', store: memoryStore() })
    const getUser = vi.fn(async (id: number) => `fetched ${id}`)
    const cached = cache(getUser, { duration: '5m' })
    function Name(): ReactNode {
      return <p>{String(useAny([cached, 1]).data)}</p>
    }
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = '<p>user 1</p>'
    const page = (
      <CachettaProvider cache={cache}>
        <CachettaHydration state={dehydrate(scope)}>
          <Name />
        </CachettaHydration>
      </CachettaProvider>
    )
    render(page, { container, hydrate: true })
    await settle()
    expect(text()).toBe('user 1')
    expect(getUser).not.toHaveBeenCalled()
  })

  it('causes one warning if it is damaged, and its entries are fetched', async () => {
    render(createPage(createTestCache().cache, '{', <User fetcher={async () => 'fetched'} />))
    await settle()
    expect(text()).toBe('fetched')
    expect(lines).toEqual([expect.stringContaining('the state of the page cannot be used')])
  })

  it.each([null, undefined])('may be %s', async (state) => {
    render(createPage(createTestCache().cache, state, <User fetcher={async () => 'fetched'} />))
    await settle()
    expect(text()).toBe('fetched')
    expect(lines).toEqual([])
  })
})

// React 17 has no `getServerSnapshot`.
describe.runIf(reactRelease >= 18)('a page with two parts, one of them with the state', () => {
  const page = (cache: Cachetta, state: string, renders: unknown[] = []) => (
    <CachettaProvider cache={cache}>
      <CachettaHydration state={state}>
        <User renders={renders} />
      </CachettaHydration>
      <User renders={renders} />
    </CachettaProvider>
  )

  it('hydrates as the server rendered it, then shows the entry in both parts (41)', async () => {
    const state = await createState('v1')
    const html = renderToString(page(createTestCache().cache, state))
    expect(html).toBe('<p>v1</p><p>nothing</p>')
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = html
    const renders: unknown[] = []
    render(page(createTestCache().cache, state, renders), { container, hydrate: true })
    await settle()
    expect(isStrict ? [renders[0], renders[2]] : renders.slice(0, 2)).toEqual(['v1', undefined])
    expect(text()).toBe('v1v1')
  })
})

describe('a promise of a state', () => {
  it('suspends in the nearest Suspense boundary', async () => {
    const promise = createDeferred<string>()
    const fetcher = vi.fn()
    render(createPage(createTestCache().cache, promise.promise, <User fetcher={fetcher} />))
    expect(text()).toBe('waiting')
    const state = await createState('v1')
    await settle(() => promise.resolve(state))
    expect(document.querySelector('p:not([style*=none])')?.textContent).toBe('v1')
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('causes one warning if it rejects, and its entries are fetched', async () => {
    render(
      createPage(createTestCache().cache, Promise.reject(new Error('no')), <User fetcher={async () => 'fetched'} />),
    )
    await settle()
    expect(text()).toContain('fetched')
    expect(lines).toEqual([expect.stringContaining('the promise of a state rejected')])
  })

  it('does not suspend if it has resolved already, as promises from server components have', async () => {
    const state = await createState('v1')
    const renders: unknown[] = []
    // biome-ignore lint/suspicious/noThenProperty: `then` of React's promises returns nothing, in spite of its type
    const resolved = { then: (resolve: (state: string) => void) => resolve(state) } as unknown as PromiseLike<string>
    render(createPage(createTestCache().cache, resolved, <User renders={renders} />))
    expect(text()).toBe('v1')
    await settle()
  })
})
