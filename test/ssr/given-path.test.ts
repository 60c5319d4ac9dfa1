import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { Store } from '../../src/index.ts'
import { Cachetta, fileStore, memoryStore, readCache } from '../../src/index.ts'
import { dehydrate, hydrate, prefetch } from '../../src/ssr.ts'

const dir = mkdtempSync(join(tmpdir(), 'cachetta-given-path-'))
const path = relative(process.cwd(), join(dir, 'app'))
afterAll(() => rmSync(dir, { recursive: true }))

/** One module is used on the server and in the browser. */
function createCaches(store: Store = fileStore()) {
  const cache = new Cachetta({ path, store, duration: '1h' })
  return { cache, users: cache.at('users'), names: cache.at((name: string) => `names/${name}`) }
}

async function renderState(): Promise<string> {
  const { cache, users, names } = createCaches()
  const scope = cache.scope()
  await prefetch(scope, 'home', async () => 'base')
  await prefetch(scope, [users(async (_id: number) => 'user'), 1])
  await prefetch(scope, [names(async (_name: string) => 'name'), 'ada'])
  return dehydrate(scope)
}

it('a page holds no absolute path of the server, and its entries reach the same caches in the browser', async () => {
  const state = await renderState()
  expect(state).not.toContain(`"${dir}`)
  const { cache, users, names } = createCaches(memoryStore())
  hydrate(cache, state)
  await expect.poll(() => readCache(cache, 'home')).toBe('base')
  await expect.poll(() => readCache(users, 1)).toBe('user')
  await expect.poll(() => readCache(names, 'ada')).toBe('name')
})

it('a cache over files finds the entries of a page, too', async () => {
  const state = await renderState()
  rmSync(join(dir, 'app'), { recursive: true })
  const { cache, users, names } = createCaches()
  hydrate(cache, state)
  await expect.poll(() => readCache(users, 1)).toBe('user')
  await expect.poll(() => readCache(names, 'ada')).toBe('name')
})
