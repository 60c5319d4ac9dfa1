import { rmSync } from 'node:fs'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import * as index from '../../src/index.ts'
import { blocksIn, programNameOf } from './examples.ts'
import { readSource } from './project.ts'
import { compileBlocks } from './run-documents.ts'

// The blocks without components. `import.meta.url` of a block is a file of the cache folder. The tests in pages/ run whole programs.
const pages = ['functions', 'questions', 'testing', 'security', 'deployment']
const otherLibraries = ['cachified', 'bentocache', 'node-cache-manager', 'p-memoize']
const documents = [
  'README.md',
  ...pages.map((name) => `docs/${name}.md`),
  ...otherLibraries.map((name) => `docs/coming-from/${name}.md`),
]
const blocks = documents.map(readSource).flatMap(blocksIn)
const parts = blocks.filter(({ code }) => programNameOf(code) === undefined)
const { folder, runnable } = compileBlocks(parts.filter(({ code }) => !/useCachetta|CachettaProvider/.test(code)))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ada = { id: 1, name: 'Ada', team: '7' }

/** The program around a block, as fixtures/documents.d.ts declares it. */
function createProgram(): object {
  const cache = new index.Cachetta({ path: './cache', store: index.memoryStore() })
  const users = cache.at('users.json')
  const scope = cache.scope()
  return {
    ...index,
    cache,
    users,
    scope,
    getUser: users(async (id: number) => ({ ...ada, id })),
    z,
    id: 1,
    text: 'one',
    user: ada,
    todo: { id: 1, text: 'one' },
    userId: 1,
    fetchUser: async () => ada,
    fetchMe: async () => ada,
    fetchTodos: async () => [],
    fetchLikes: async () => 1,
    fetchPosts: async () => ({ posts: [], next: null, previous: null }),
    fetchRates: async () => ({ EUR: 1 }),
    fetchRate: async () => 1,
    fetchNews: async () => ['news'],
    fetchOrders: async () => [],
    fetchBasket: async () => [],
    findUser: async () => ada,
    readUser: async () => ada,
    parseFile: () => ({}),
    saveUser: async () => ada,
    search: async () => [],
    getJson: async () => ada,
    api: { add: async () => ({}), remove: async () => {}, like: async () => 1, logOut: async () => {} },
    fetch: async () => Response.json(ada),
  }
}

beforeEach(() => {
  const home = process.cwd()
  process.chdir(folder) // the blocks write into ./cache
  for (const [name, value] of Object.entries(createProgram())) vi.stubGlobal(name, value)
  index.setLogLevel('silent')
  vi.spyOn(console, 'log').mockImplementation(() => {})
  return () => {
    process.chdir(home)
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  }
})

test.each(runnable)('the code of $block.file:$block.line runs', async ({ file }) => {
  const { default: run } = await import(/* @vite-ignore */ file)
  await expect(run()).resolves.toBe(null)
})
