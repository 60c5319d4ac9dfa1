import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it, vi } from 'vitest'
import { Cachetta, memoryStore, prefetch } from '../../src/index.ts'
import { CachettaProvider, useCachetta } from '../../src/react.ts'
import { dehydrate } from '../../src/ssr.ts'

const User = () => createElement('p', null, useCachetta('user', null).data as string)

async function renderPage(cache: Cachetta): Promise<string> {
  const scope = cache.scope()
  await prefetch(scope, 'user', () => 'Ada')
  const html = renderToString(createElement(CachettaProvider, { cache: scope }, createElement(User)))
  return `${html}${dehydrate(scope)}`
}

// A timer keeps the whole page until it fires. V8 frees what a `WeakMap` leads to only when it collects the garbage of all ages.
it('leaves nothing of a page that was sent: no timer, and no member of a WeakMap', async () => {
  const cache = new Cachetta({ path: 'pages', store: memoryStore(), duration: '1h', lruSize: 10 })
  await renderPage(cache) // computes the entry
  const first = await renderPage(cache) // reads it from the store into the memory of the cache
  const setTimer = vi.spyOn(globalThis, 'setTimeout')
  const setMember = vi.spyOn(WeakMap.prototype, 'set')
  const page = await renderPage(cache)
  const calls = [setTimer.mock.calls.length, setMember.mock.calls.length] // vitest itself fills a WeakMap with each `expect`
  expect(calls).toEqual([0, 0])
  expect(page).toBe(first)
  expect(page).toContain('<p>Ada</p>')
})
