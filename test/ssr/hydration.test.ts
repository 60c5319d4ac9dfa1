// Renders components as a server does: in Node, without a `document`.
import type { ReactElement } from 'react'
import { createElement, Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Cachetta } from '../../src/index.ts'
import { peek, prefetch, readCache } from '../../src/index.ts'
import { CachettaHydration, CachettaProvider, useCachetta } from '../../src/react.ts'
import { dehydrate } from '../../src/ssr.ts'
import { createTestCache } from '../../src/testing.ts'
import { streamToReader } from '../react/support/stream-page.ts'
import { createDeferred } from '../support/deferred.ts'

function User({ fetcher }: { fetcher?: () => Promise<string> }) {
  const { data } = useCachetta('user', fetcher ?? null, { suspense: fetcher !== undefined })
  return createElement('p', null, String(data ?? 'nothing'))
}

async function stateOf(value: string): Promise<string> {
  const scope = createTestCache().cache.scope()
  await prefetch(scope, 'user', () => value)
  return dehydrate(scope)
}

const under = (
  cache: Cachetta,
  state: string | Promise<string> | undefined,
  child: ReactElement = createElement(User),
) =>
  createElement(
    'main',
    null,
    createElement(
      CachettaProvider,
      { cache },
      createElement(
        Suspense,
        { fallback: createElement('p', null, 'waiting') },
        createElement(CachettaHydration, { state }, child),
      ),
    ),
  )

test('shows the state of one request in its page only, and not in the cache that all requests share (43)', async () => {
  const { cache } = createTestCache()
  expect(renderToString(under(cache, await stateOf('Ada')))).toContain('Ada')
  expect(peek(cache, 'user')).toBe(undefined)
  expect(await readCache(cache, 'user')).toBe(null)
  expect(renderToString(under(cache, undefined))).toContain('nothing')
})

test('shows data that a hook fetches during a render in no other page (43)', async () => {
  const { cache } = createTestCache({ write: false })
  const page = (name: string) => under(cache, undefined, createElement(User, { fetcher: async () => name }))
  expect(await streamToReader(page('Ada')).html).toContain('Ada')
  expect(await streamToReader(page('Grace')).html).toContain('Grace')
  expect(peek(cache, 'user')).toBe(undefined)
})

test('streams the fallback first, then the data of a promised state', async () => {
  const state = createDeferred<string>()
  const { readHtml, html } = streamToReader(under(createTestCache().cache, state.promise))
  await expect.poll(readHtml).toContain('waiting')
  state.resolve(await stateOf('Ada'))
  expect(await html).toMatch(/waiting.*Ada/s)
})

test('shows the state of an inner part only in that part, whichever part renders first', async () => {
  const { cache } = createTestCache()
  const inner = createElement(CachettaHydration, { state: await stateOf('Ada') }, createElement(User))
  const html = renderToString(
    under(cache, await stateOf('Grace'), createElement('div', null, inner, createElement(User))),
  )
  expect(html).toContain('<p>Ada</p><p>Grace</p>')
})

test('shows the state for a cached function in a key only in its part of the page', async () => {
  const { cache } = createTestCache()
  const getUser = cache(async (id: number) => `user ${id}`)
  const scope = cache.scope()
  await prefetch(scope, [getUser, 1])
  const Name = () => createElement('p', null, useCachetta([getUser, 1]).data ?? 'nothing')
  expect(renderToString(under(cache, dehydrate(scope), createElement(Name)))).toContain('user 1')
  expect(renderToString(under(cache, undefined, createElement(Name)))).toContain('nothing')
})
