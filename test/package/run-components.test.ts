// @vitest-environment jsdom
import { rmSync } from 'node:fs'
import type { ComponentType, ReactElement } from 'react'
import { createElement, Suspense } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { renderToPipeableStream, renderToReadableStream, renderToString } from 'react-dom/server'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import * as index from '../../src/index.ts'
import * as react from '../../src/react.ts'
import * as ssr from '../../src/ssr.ts'
import { flushPromises } from '../support/deferred.ts'
import { blocksIn } from './examples.ts'
import { readSource } from './project.ts'
import { compileBlocks, toComponent } from './run-documents.ts'

const documents = [
  'README.md',
  ...['concepts', 'functions', 'components', 'lists', 'mutations', 'server', 'frameworks', 'questions'].map(
    (name) => `docs/${name}.md`,
  ),
  'docs/coming-from/tanstack-query.md',
]
const isOfReact = /useCachetta|Cachetta(?:Provider|Hydration)|render|hydrate|restore/
const blocks = documents.map(readSource).flatMap(blocksIn)
const { folder, runnable } = compileBlocks(
  blocks.filter(({ code }) => isOfReact.test(code)),
  toComponent,
)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ada = { id: 1, name: 'Ada', team: '7' }
const todo = { id: 1, text: 'one' }

const App = () => createElement('p', null, String(react.useCachetta(['user', 1], async () => ada).data?.name))

/** The program around a block, as fixtures/documents.d.ts declares it. */
function createProgram(): Record<string, unknown> {
  const cache = new index.Cachetta({ path: 'program', store: index.memoryStore() })
  const state = ssr.dehydrate(cache.scope())
  // The page of the server, before the data is there.
  document.body.innerHTML = `<div id="root"><p>undefined</p></div><script type="application/json" id="state">${state}</script>`
  return {
    ...index,
    ...react,
    ...ssr,
    ...{ Suspense, hydrateRoot, renderToPipeableStream, renderToReadableStream, renderToString, App },
    cache,
    state,
    scope: cache.scope(),
    getUser: cache.at('users')(async (id: number) => ({ ...ada, id })),
    id: 1,
    userId: 1,
    text: 'one',
    user: ada,
    todo,
    nonce: 'abc',
    root: document.getElementById('root'),
    page: createElement('p'),
    response: { setHeader() {}, end() {}, on() {}, write: () => true },
    User: App,
    Orders: App,
    useLoaderData: () => ({ id: '1', state, orders: Promise.resolve(state) }),
    stateOfOrders: async () => state,
    fetchUser: async () => ada,
    fetchMe: async () => ada,
    fetchTodos: async () => [todo],
    fetchLikes: async () => 1,
    fetchPosts: async () => ({ posts: [], next: null, previous: null }),
    fetchRates: async () => ({ EUR: 1 }),
    fetchOrders: async () => [],
    fetchBasket: async () => [],
    readUser: async () => ada,
    search: async () => [],
    getJson: async () => ada,
    api: { add: async () => todo, remove: async () => {}, like: async () => 1, logOut: async () => {} },
    fetch: async () => Response.json(ada),
    EventSource: class {
      close() {}
    },
  }
}

/** What is called of the functions that a block declares, and with what. Components are rendered with these props. */
const params = { id: '1' }
const response = { setHeader() {}, end() {} }
const calls: Record<string, readonly unknown[]> = {
  Page: [{ params: Promise.resolve(params) }],
  loader: [{ params }],
  handle: [{}, response],
  logOut: [],
  like: [],
}
const props = { id: 1, todo }

let errors: unknown[] = []

beforeEach(() => {
  errors = []
  for (const [name, value] of Object.entries(createProgram())) vi.stubGlobal(name, value)
  vi.spyOn(console, 'error').mockImplementation((...parts) => void errors.push(parts.join(' ')))
  vi.spyOn(console, 'log').mockImplementation(() => {})
  index.setLogLevel('silent')
  return () => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  }
})

/** Renders an element under the provider of the program until it is quiet. */
async function show(element: ReactElement): Promise<void> {
  const container = document.body.appendChild(document.createElement('div'))
  const root = createRoot(container, { onUncaughtError: (error) => errors.push(error) })
  const cache = Reflect.get(globalThis, 'cache') as index.Cachetta
  flushSync(() => root.render(createElement(react.CachettaProvider, { cache }, createElement(Suspense, null, element))))
  for (let turn = 0; turn < 10; turn++) await flushPromises()
  root.unmount()
}

test.each(runnable)('the code of $block.file:$block.line renders and runs', async ({ file }) => {
  const { default: Example } = await import(/* @vite-ignore */ file)
  const declared = await new Promise<Record<string, (...args: readonly unknown[]) => unknown>>((resolve, reject) => {
    const onRun = (running: Promise<never>) => void running.then(resolve, reject)
    show(createElement(Example, { onRun })).then(() => reject(errors[0] ?? new Error('it has not rendered')), reject)
  })
  for (const [name, declaredFunction] of Object.entries(declared)) {
    const args = calls[name]
    if (args) await declaredFunction(...args)
    else if (/^[A-Z]/.test(name)) await show(createElement(declaredFunction as ComponentType<typeof props>, props))
  }
  expect(errors).toEqual([])
})
