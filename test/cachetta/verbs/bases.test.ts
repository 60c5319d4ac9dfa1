// A verb of a cache touches what lies under its base, and nothing else. Two caches share a store here. Their bases are alike as
// texts, or one lies under the other.
import 'fake-indexeddb/auto'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Cachetta, Store } from '../../../src/index.ts'
import {
  fileStore,
  memoryStore,
  mutate,
  peek,
  preload,
  readCache,
  setLogLevel,
  subscribe,
  writeCache,
} from '../../../src/index.ts'
import { dehydrate, hydrate, prefetch } from '../../../src/ssr.ts'
import { storageStore } from '../../../src/storage.ts'
import { indexedDbStore } from '../../../src/store/indexeddb/indexeddb-store.ts'
import { createTestCache } from '../../../src/testing.ts'
import { temporaryDirectory } from '../../store/file/support/processes.ts'
import { createNumberedStorage } from '../../store/storage/storages.ts'

let databases = 0
const stores: [name: string, createStore: () => Store, createBase: (name: string) => string][] = [
  ['memory', memoryStore, (name) => name],
  ['file', () => fileStore(), (name) => join(temporaryDirectory(), name)],
  ['IndexedDB', () => indexedDbStore({ name: `bases ${++databases}` }), (name) => name],
  ['storage', () => storageStore(createNumberedStorage()), (name) => name],
]
const neighbours = [
  ['app', 'app2'],
  ['app2', 'app'],
  ['app', 'app.json'],
  ['app', 'app-sub/app'],
  ['app/sub', 'app'],
  ['app/sub', 'app/sub2'],
  ['app/sub', 'app/other'],
] as const

const everything = () => true
const listKeys = async (cache: Cachetta) => {
  const keys: string[] = []
  for await (const { key } of cache.entries()) keys.push(key)
  return keys.sort()
}

/** Two caches over one store and one engine. Both have an entry `'x'`; each has one that the other does not have. */
async function createPair(
  createStore: () => Store,
  bases: readonly [string, string],
  createBase: (n: string) => string,
) {
  const root = createBase('root')
  const test = createTestCache({ store: createStore(), path: root })
  const [a, b] = bases.map((base) => test.cache.at(...base.split('/'))) as [Cachetta, Cachetta]
  for (const [cache, name] of [
    [a, 'a'],
    [b, 'b'],
  ] as const) {
    await mutate(cache, 'x', `x of ${name}`)
    await mutate(cache, `only in ${name}`, name)
  }
  const readOther = async () => ({
    memory: ['x', 'only in a', 'only in b'].map((key) => peek(b, key)),
    store: [await readCache(b, 'x'), await readCache(b, 'only in b'), await b.exists('only in a')],
  })
  return { ...test, a, b, readOther }
}
const untouched = { memory: ['x of b', undefined, 'b'], store: ['x of b', 'b', false] }

const verbs: [name: string, run: (a: Cachetta, b: Cachetta) => unknown][] = [
  ['mutate with a filter', (a) => mutate(a, everything, 'WRONG', false)],
  ['mutate with a filter, without data', (a) => mutate(a, everything)],
  ['mutate with a filter, to undefined', (a) => mutate(a, everything, undefined)],
  ['mutate', (a) => mutate(a, 'x', 'WRONG')],
  ['preload', (a) => preload(a, 'only in b', () => 'WRONG')],
  ['prefetch', (a) => prefetch(a, 'only in b', () => 'WRONG')],
  ['writeCache', (a) => writeCache(a, 'WRONG', 'only in b')],
  ['invalidate', (a) => a.invalidate('x')],
  ['invalidateAll', (a) => a.invalidateAll()],
  ['invalidateAllSync', tryInvalidateAllSync],
  ['prune', (a) => a.copy({ duration: 0 }).prune()],
  ['scope().invalidateAll', (a) => a.scope().invalidateAll()],
  ['mutate with a filter in a scope', (a) => mutate(a.scope(), everything, 'WRONG', false)],
  ['hydrate', hydrateBoth],
]

function tryInvalidateAllSync(a: Cachetta): void {
  try {
    a.invalidateAllSync()
  } catch (error) {
    expect(String(error)).toMatch(/cannot be used synchronously/)
  }
}

/** The state has an entry at the path of `a`, and one at the path of `b`. */
async function hydrateBoth(a: Cachetta, b: Cachetta): Promise<void> {
  const scopes = [a, b].map((cache) => createTestCache({ path: String(cache.path) }).cache.scope())
  for (const scope of scopes) await prefetch(scope, 'x', () => 'WRONG')
  const entries = scopes.flatMap((scope) => JSON.parse(dehydrate(scope)).entries as { address: { path?: string } }[])
  Object.assign(entries[1]?.address ?? {}, { path: String(b.path) })
  setLogLevel('silent') // the entry outside the base is reported
  onTestFinished(() => setLogLevel('warn'))
  hydrate(a, JSON.stringify({ cachetta: 1, entries }))
}

describe.each(stores)('over the %s store', (_name, createStore, createBase) => {
  describe.each(neighbours)('%s does not reach %s:', (...bases) => {
    test.each(verbs)('%s', async (_verb, run) => {
      const { a, b, readOther } = await createPair(createStore, bases, createBase)
      const seen: unknown[] = []
      const stop = subscribe(b, 'x', (value) => seen.push(value))
      await run(a, b)
      expect(await readOther()).toEqual(untouched)
      expect(seen).toEqual([])
      stop()
    })

    test('a filter of mutate: it gets each key of the cache once, and changes these entries', async () => {
      const { a, readOther } = await createPair(createStore, bases, createBase)
      const stop = subscribe(a, 'x', () => {}) // shown and in memory
      const keys: unknown[] = []
      expect(await mutate(a, (key: unknown) => keys.push(key), 'new', false)).toEqual(['new', 'new'])
      expect(keys.sort()).toEqual(['only in a', 'x'])
      expect(await listKeys(a)).toEqual(['"only in a"', '"x"'])
      expect([peek(a, 'x'), peek(a, 'only in b')]).toEqual(['new', undefined])
      expect(await readOther()).toEqual(untouched)
      stop()
    })

    test('entries, peek, exists, age and info', async () => {
      const { a } = await createPair(createStore, bases, createBase)
      expect(await listKeys(a)).toEqual(['"only in a"', '"x"'])
      expect(peek(a, 'only in b')).toBeUndefined()
      expect(await a.exists('only in b')).toBe(false)
      expect(await a.age('only in b')).toBeNull()
      expect((await a.info('only in b')).exists).toBe(false)
    })
  })

  test.each(['app', 'root'])('%s reaches what lies under it', async (base) => {
    const { cache: root } = createTestCache({ store: createStore(), path: createBase('root') })
    const above = base === 'root' ? root : root.at('app')
    const below = root.at('app').at('sub')
    await mutate(below, 'x', 1)
    await mutate(below, ['only', 'below'], 2)
    const keys: unknown[] = []
    await mutate(above, (key: unknown) => keys.push(key), 'new', false)
    expect(keys).toEqual(['x', ['only', 'below']])
    expect([peek(below, 'x'), await readCache(below, 'only', 'below')]).toEqual(['new', 'new'])
    expect(await listKeys(root)).toEqual(['"only","below"', '"x"'])
    await above.invalidateAll()
    expect(await listKeys(root)).toEqual([])
  })

  test('invalidateTags reaches the entries of all caches over the store', async () => {
    const { cache: root } = createTestCache({ store: createStore(), path: createBase('root') })
    const [a, b] = ['app', 'app2'].map((base) => root.at(base).copy({ tags: ['t'] })) as [Cachetta, Cachetta]
    await writeCache(b, 1, 'x')
    await a.invalidateTags('t')
    expect(await readCache(b, 'x')).toBeNull()
  })
})
