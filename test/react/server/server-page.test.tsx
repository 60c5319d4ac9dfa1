import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Cachetta, memoryStore, mutate, peek, prefetch, readCache } from '../../../src/index.ts'
import { CachettaProvider, useCachettaInfinite } from '../../../src/react.ts'
import { dehydrate, hydrate } from '../../../src/ssr.ts'
import { createTestCache } from '../../../src/testing.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { reactRelease, render } from '../../support/render.tsx'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'

const lines = recordLogLines()

// jsdom has a `document`, so the hooks take a render on the server for one in a browser.
beforeEach(() => expectConsoleErrors(/useLayoutEffect does nothing on the server/))

interface HookArguments {
  readonly fetcher?: unknown
  readonly options?: object
}

/** A page that shows every field that must be equal on the server and in the browser. */
function createPage(cache: Cachetta, { fetcher, options }: HookArguments = {}, renders: unknown[] = []): ReactNode {
  function Entry(): ReactNode {
    const { data, error, isLoading, isValidating, isStale, source, updatedAt } = useAny('user', fetcher, options)
    renders.push(data)
    return <p>{JSON.stringify([data, error, isLoading, isValidating, isStale, source, updatedAt])}</p>
  }
  return (
    <CachettaProvider cache={cache}>
      <Entry />
    </CachettaProvider>
  )
}

/** Prefetches `value` on a server. Returns the page and its state, as the browser gets them. */
async function renderOnServer(value: unknown, hook: HookArguments = {}) {
  const { cache } = createTestCache()
  const scope = cache.scope()
  await prefetch(scope, 'user', () => value)
  return { html: renderToString(createPage(scope, hook)), state: dehydrate(scope) }
}

function hydratePage(html: string, cache: Cachetta, hook: HookArguments = {}, renders: unknown[] = []): void {
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
  render(createPage(cache, hook, renders) as never, { container, hydrate: true })
}

describe('a page from a server', () => {
  // React 17 has no `getServerSnapshot`: it renders the data that the browser holds, and warns that the texts differ.
  it.runIf(reactRelease >= 18)(
    'hydrates as the server rendered it, even if the browser has newer data (41)',
    async () => {
      const { html, state } = await renderOnServer('v1')
      const browser = createTestCache()
      await mutate(browser.cache, 'user', 'v2')
      browser.clock.advance('1m')
      await mutate(browser.cache, 'user', 'v3')
      hydrate(browser.cache, state)
      const renders: unknown[] = []
      hydratePage(html, browser.cache, {}, renders)
      await settle()
      expect(renders[0]).toBe('v1')
      expect(renders.at(-1)).toBe('v3')
    },
  )

  it.runIf(reactRelease >= 18)('hydrates without data if the server rendered without data (41)', async () => {
    const { cache } = createTestCache()
    const fetcher = vi.fn(() => new Promise(() => {}))
    const html = renderToString(createPage(cache.scope(), { fetcher }))
    const browser = createTestCache()
    await mutate(browser.cache, 'user', 'from another tab')
    hydratePage(html, browser.cache, { fetcher })
    await settle()
    expect(document.body.textContent).toContain('from another tab')
  })

  it('does not replace newer data of the browser (8)', async () => {
    const { state } = await renderOnServer('old')
    const browser = createTestCache()
    browser.clock.advance('1m')
    await mutate(browser.cache, 'user', 'new')
    hydrate(browser.cache, state)
    await settle()
    expect(peek(browser.cache, 'user')).toBe('new')
    expect(await readCache(browser.cache, 'user')).toBe('new')
  })

  it('stores its data in the browser in the same way as a fetch (50)', async () => {
    const { state } = await renderOnServer(new Map([['a', 1n]]))
    const { cache, store } = createTestCache()
    hydrate(cache, state)
    await settle()
    expect(await readCache(createTestCache({ store }).cache, 'user')).toEqual(new Map([['a', 1n]]))
  })

  it('uses the path of the cache in the browser, not that of the server', async () => {
    const server = createTestCache({ path: '/srv/secret/location' })
    const scope = server.cache.scope()
    await prefetch(scope, 'user', () => 'v1')
    const state = dehydrate(scope)
    const browser = createTestCache({ path: 'app' })
    hydrate(browser.cache, state)
    expect(state).not.toContain('secret')
    expect(peek(browser.cache, 'user')).toBe('v1')
  })

  it('reports the server as the source of a list', async () => {
    const scope = createTestCache().cache.scope()
    await prefetch(scope, ['page', 0], () => 'first')
    const List = (): ReactNode =>
      String(
        useCachettaInfinite(
          (index) => ['page', index],
          async () => '',
        ).source,
      )
    expect(
      renderToString(
        <CachettaProvider cache={scope}>
          <List />
        </CachettaProvider>,
      ),
    ).toBe('server')
  })

  it('fetches nothing that is fresh (45)', async () => {
    const fetcher = vi.fn()
    const hook = { fetcher, options: { duration: '5m' } }
    const { html, state } = await renderOnServer('v1', hook)
    const browser = createTestCache()
    browser.clock.advance('1m')
    hydrate(browser.cache, state)
    hydratePage(html, browser.cache, hook)
    await settle()
    expect(fetcher).not.toHaveBeenCalled()
    expect(document.body.textContent).toContain('"v1"')
  })

  it('shows no data of another request (43)', async () => {
    const { cache } = createTestCache()
    const [ada, grace] = [cache.scope(), cache.scope()]
    await prefetch(ada, 'user', () => 'Ada', { persist: false })
    expect(renderToString(createPage(grace))).not.toContain('Ada')
    expect(dehydrate(grace)).not.toContain('Ada')
    expect(dehydrate(ada)).toContain('Ada')
  })

  it('fetches nothing and sets no timer (44)', () => {
    const { cache, clock } = createTestCache()
    const after = vi.spyOn(clock, 'after')
    const fetcher = vi.fn()
    renderToString(createPage(cache.scope(), { fetcher, options: { refreshInterval: 10 } }))
    expect(fetcher).not.toHaveBeenCalled()
    expect(after).not.toHaveBeenCalled()
  })
})

describe('the state of a page', () => {
  it('is safe in HTML and in scripts', async () => {
    const unsafe = `</script><!--\u2028\u2029&lt;${']]'}>`
    const { state } = await renderOnServer(unsafe)
    expect(state).not.toMatch(/[<>&\u2028\u2029]/)
    const { cache } = createTestCache()
    hydrate(cache, state)
    expect(peek(cache, 'user')).toBe(unsafe)
    const { cache: other } = createTestCache()
    hydrate(other, JSON.parse(state))
    expect(peek(other, 'user')).toBe(unsafe)
  })

  it('contains only entries that pass the filter, and no errors', async () => {
    const { cache } = createTestCache()
    const scope = cache.scope()
    await prefetch(scope, ['secret', 1], () => 's3cret')
    await prefetch(scope, 'public', () => 'known')
    await prefetch(scope, 'broken', () => Promise.reject(new Error('stack and all')))
    const state = dehydrate(scope, { filter: (key) => key === 'public' })
    expect(JSON.parse(state).entries).toHaveLength(1)
    expect(dehydrate(scope)).not.toContain('stack and all')
  })

  it('comes only from a scope', () => {
    expect(() => dehydrate(createTestCache().cache)).toThrow(/scope: .* accepted is the result of cache.scope\(\)/)
  })

  it.each([
    ['invalid JSON', '{'],
    ['another format', '{"cachetta":99,"entries":[]}'],
    ['no entries', '{"cachetta":1,"entries":{}}'],
    [
      'an entry without a header',
      '{"cachetta":1,"entries":[{"address":{"path":"p","key":"","exact":false},"entry":{"value":1}}]}',
    ],
    [
      'a prototype',
      '{"cachetta":1,"entries":[{"address":{"path":"p","key":"","exact":false},"entry":{"cachetta":1,"key":"","storedAt":1,"value":{"__proto__":{"x":1}}}}]}',
    ],
    [
      'a class',
      '{"cachetta":1,"entries":[{"address":{"path":"p","key":"","exact":false},"entry":{"cachetta":1,"key":"","storedAt":1,"value":{},"meta":{"values":[["class","Evil"]],"v":1}}}]}',
    ],
    ['no content', null],
  ])('causes one warning and no other effect if it has %s', (_title, state) => {
    const { cache } = createTestCache()
    hydrate(cache, state)
    expect(lines).toHaveLength(1)
    expect(Object.prototype).not.toHaveProperty('x')
  })
})

it('a cached function in a key uses the scope through which it is prefetched', async () => {
  const cache = new Cachetta({ path: 'users', store: memoryStore() })
  const getUser = cache(async (id: number) => `user ${id}`)
  const scope = cache.scope()
  await prefetch(scope, [getUser, 1])
  expect(peek(scope, [getUser, 1])).toBe('user 1')
  expect(peek(cache, [getUser, 1])).toBe(undefined)
  expect(dehydrate(scope)).toContain('user 1')
})
