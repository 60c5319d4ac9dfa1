import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { beforeEach, expect, it } from 'vitest'
import type { Cachetta } from '../../../src/index.ts'
import { memoryStore, writeCache } from '../../../src/index.ts'
import { CachettaProvider } from '../../../src/react.ts'
import { dehydrate, hydrate, prefetch } from '../../../src/ssr.ts'
import { storageStore } from '../../../src/storage.ts'
import { createTestCache } from '../../../src/testing.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { render } from '../../support/render.tsx'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'

// jsdom has a `document`, so the hooks take a render on the server for one in a browser.
beforeEach(() => expectConsoleErrors(/useLayoutEffect does nothing on the server/))

function Entry({ renders = [] }: { renders?: unknown[] }): ReactNode {
  const { data, isLoading } = useAny('a', () => new Promise(() => {}), { duration: '1h' })
  renders.push(data)
  return <p>{isLoading ? 'loading' : String(data)}</p>
}

const createPage = (cache: Cachetta, renders?: unknown[]) => (
  <CachettaProvider cache={cache}>
    <Entry {...(renders && { renders })} />
  </CachettaProvider>
)

const stores = [
  ['memoryStore', memoryStore],
  ['storageStore', () => storageStore(localStorage)],
] as const

it.each(stores)('the first render shows what %s holds', async (_, createStore) => {
  const store = createStore()
  await writeCache(createTestCache({ path: 'app', store }).cache, 'stored', 'a')
  const renders: unknown[] = []
  const { cache } = createTestCache({ path: 'app', store })
  render(createPage(cache, renders))
  expect(new Set(renders)).toEqual(new Set(['stored']))
  await settle()
})

it.each(stores)('the render that hydrates equals the HTML of the server, whatever %s holds', async (_, createStore) => {
  const server = createTestCache({ path: 'app' }).cache.scope()
  await prefetch(server, 'other', () => 'of the server')
  const container = document.createElement('div')
  container.innerHTML = renderToString(createPage(server))
  expect(container.textContent).toBe('loading')
  document.body.append(container)

  const store = createStore()
  await writeCache(createTestCache({ path: 'app', store }).cache, 'stored', 'a')
  const { cache } = createTestCache({ path: 'app', store })
  hydrate(cache, dehydrate(server))
  const renders: unknown[] = []
  render(createPage(cache, renders), { container, hydrate: true })
  expect(renders[0]).toBeUndefined()
  await settle()
  expect(container.textContent).toBe('stored')
})
