import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import KeyvSqlite from '@keyv/sqlite'
import Keyv from 'keyv'
import Keyv6 from 'keyv-6'
import { createStorage } from 'unstorage'
import fsDriver from 'unstorage/drivers/fs'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { Cachetta } from '../../../src/index.ts'
import { keyvStore } from '../../../src/keyv.ts'
import { unstorageStore } from '../../../src/unstorage.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const directory = mkdtempSync(join(tmpdir(), 'cachetta-bridges-'))
const start = Date.UTC(2026, 0, 2)
const lines = recordLogLines()
const open: Keyv[] = []
afterAll(() => rm(directory, { recursive: true, force: true }))
beforeEach(() => void vi.useFakeTimers({ now: start, toFake: ['Date'] }))
afterEach(async () => {
  vi.useRealTimers()
  for (const keyv of open.splice(0)) await keyv.disconnect()
})

let files = 0
function openSqlite(): () => Store {
  const file = join(directory, `${files++}.sqlite`)
  return () => {
    const keyv = new Keyv({ store: new KeyvSqlite(`sqlite://${file}`), throwOnErrors: true })
    open.push(keyv)
    return keyvStore(keyv)
  }
}

/** Each returns a function that opens the same backend again and again. */
const backends: Readonly<Record<string, () => () => Store>> = {
  'SQLite by Keyv 5': openSqlite,
  'the Map of Keyv 5': () => {
    const store = new Map()
    return () => keyvStore(new Keyv({ store }))
  },
  'the Map of Keyv 6, in a namespace': () => {
    const store = new Map()
    return () => keyvStore(new Keyv6({ store, namespace: 'app' }))
  },
  'the Map of Keyv 5, without a namespace': () => {
    const store = new Map()
    return () => keyvStore(new Keyv({ store, namespace: '' }))
  },
  'files by unstorage': () => {
    const base = mkdtempSync(join(directory, 'fs-'))
    return () => unstorageStore(createStorage({ driver: fsDriver({ base }) }))
  },
}

describe.each(Object.entries(backends))('a cache over %s', (_name, openBackend) => {
  test('serves fresh and stale values, also to another process', async () => {
    const openStore = openBackend()
    let count = 0
    const createUsers = () =>
      new Cachetta({ path: 'users', store: openStore(), duration: '1m', staleDuration: '1h' })(async (id: number) => ({
        id,
        at: new Date(start),
        count: ++count,
      }))
    const [users, others] = [createUsers(), createUsers()]
    expect(await users(1)).toEqual({ id: 1, at: new Date(start), count: 1 })
    expect(await others(1)).toEqual({ id: 1, at: new Date(start), count: 1 })
    vi.setSystemTime(start + 61_000)
    expect((await others(1)).count).toBe(1)
    await vi.waitFor(async () => expect(await others.lookup(1)).toMatchObject({ value: { count: 2 } }))
  })

  test('forgets one entry, all under a base, and those with a tag', async () => {
    const openStore = openBackend()
    const [cache, other] = [openStore(), openStore()].map((store) => new Cachetta({ path: './Cache', store }))
    if (cache === undefined || other === undefined) throw new Error('two caches are needed')
    const users = cache.at('users')(async (id: number) => id, { tags: (id: number) => [`user:${id}`] })
    const news = cache.at('users/news.json')(async (id: number) => id)
    const elsewhere = cache.at('users2')(async (id: number) => id)
    for (const each of [users, news, elsewhere]) for (const id of [1, 2]) await each(id)
    const stored = async () => {
      const found: string[] = []
      for await (const { key, path } of other.entries()) found.push(`${path.includes('users2')} ${key}`)
      return found.length
    }
    expect(await stored()).toBe(6)
    await users.invalidate(1)
    expect(await stored()).toBe(5)
    await cache.at('users').invalidateTags('user:2')
    expect(await stored()).toBe(4)
    await other.at('users').invalidateAll()
    expect(await stored()).toBe(2)
    expect([await news.exists(1), await elsewhere.exists(1)]).toEqual([false, true])
    await other.invalidateAll()
    expect(await stored()).toBe(0)
  })

  test('keeps addresses apart that differ by case, separator, glob or special characters', async () => {
    const store = openBackend()()
    const paths = [
      'a/b',
      'a:b',
      'A/b',
      'a\\b',
      'a/b/',
      'a//b',
      'a*',
      'a?b',
      '[ab]',
      '.',
      './a',
      '.git/a',
      'node_modules/a',
      'é',
    ]
    const more = [
      'a$',
      'a%20b',
      'a b',
      `long/${'x'.repeat(2_000)}`,
      `long/${'x'.repeat(2_000)}/y`,
      `${'d/'.repeat(300)}z`,
    ]
    const caches = [...paths, ...more].map((path) => ({
      path,
      load: new Cachetta({ path, store })(async (_key: string) => path),
    }))
    for (const { load } of caches) await load('key')
    for (const { load, path } of caches)
      expect(await load.lookup('key'), path).toMatchObject({ hit: true, value: path })
    for (const { path } of caches)
      expect((store.locate?.({ path, key: '1', exact: false }) ?? '').length).toBeLessThanOrEqual(200)
    const deep = new Cachetta({ path: 'd/'.repeat(299), store })
    await deep.invalidateAll()
    expect(await Promise.all(caches.map(({ load }) => load.exists('key')))).toEqual(
      caches.map(({ path }) => !path.startsWith('d/d/')),
    )
  })
})

test.each([
  ['a damaged entry', () => '{"cachetta":1,'],
  ['the text of an entry without its name', () => '{"cachetta":1,"key":"1","storedAt":1,"checksum":""}'],
  ['a name without an entry', (name: string) => `cachetta:${JSON.stringify([name, 'users'])}\n`],
  ['a name without a path', (name: string) => `cachetta:${JSON.stringify([name])}\n`],
])('%s is a miss and one line in the log', async (_what, toForeign) => {
  const keyv = new Keyv()
  const store = keyvStore(keyv)
  const users = new Cachetta({ path: 'users', store })(async (id: number) => id)
  await users(1)
  const name = store.locate?.({ path: 'users', key: '1', exact: false }) ?? ''
  await keyv.set(name, toForeign(name))
  lines.length = 0
  expect(await users.lookup(1)).toEqual({ hit: false })
  expect(await users.lookup(1)).toEqual({ hit: false })
  expect(lines).toHaveLength(1)
  expect(await users(1)).toBe(1)
  expect(await users.lookup(1)).toMatchObject({ hit: true })
})

test('the record of another address under the same key is a miss', async () => {
  const keyv = new Keyv()
  const store = keyvStore(keyv)
  const nameOf = (key: string) => store.locate?.({ path: 'users', key, exact: false }) ?? ''
  const users = new Cachetta({ path: 'users', store })(async (id: number) => id)
  await users(1)
  await keyv.set(nameOf('2'), await keyv.get(nameOf('1')))
  expect(await users.lookup(2)).toEqual({ hit: false })
  await keyv.set(store.locate?.({ path: 'news', key: '1', exact: false }) ?? '', await keyv.get(nameOf('1')))
  const news = new Cachetta({ path: 'news', store })(async (id: number) => id)
  expect(await news.lookup(1)).toEqual({ hit: false })
  const listed: string[] = []
  for await (const { address } of store.list('users')) listed.push(address.key)
  expect(listed).toEqual(['1'])
})

test('stores with different prefixes share no entries, and leave the rest of the backend alone', async () => {
  const keyv = new Keyv()
  await keyv.set('of the application', 1)
  const [one, two] = ['one:', 'two:cache:'].map(
    (prefix) => new Cachetta({ path: 'a', store: keyvStore(keyv, { prefix }) }),
  )
  await one?.(async (id: number) => id)(1)
  await two?.(async (id: number) => id)(1)
  await one?.invalidateAll()
  expect([await one?.exists(1), await two?.exists(1), await keyv.get('of the application')]).toEqual([false, true, 1])
})

test('the backend gets the lifetime of an entry', async () => {
  const set = vi.fn(async () => true)
  const keyv = { get: async () => undefined, set, delete: async () => false, on: () => undefined }
  const spans = { duration: '1m', staleDuration: '1m', staleIfError: '2m' } as const
  await new Cachetta({ path: 'a', store: keyvStore(keyv), ...spans })(async (id: number) => id)(1)
  expect(set.mock.calls).toEqual([[expect.any(String), expect.any(String), 180_000]])
  await new Cachetta({ path: 'b', store: keyvStore(keyv), duration: Number.POSITIVE_INFINITY })(
    async (id: number) => id,
  )(1)
  expect(set.mock.lastCall).toEqual([expect.any(String), expect.any(String), undefined])
  const setItem = vi.fn(async () => undefined)
  const storage = { getItem: async () => null, setItem, removeItem: async () => undefined, getKeys: async () => [] }
  await new Cachetta({ path: 'a', store: unstorageStore(storage), duration: '1500ms' })(async (id: number) => id)(1)
  expect(setItem.mock.calls).toEqual([[expect.any(String), expect.any(String), { ttl: 2 }]])
})

describe('a Keyv that fails', () => {
  const down = () => Promise.reject(new Error('the database is gone'))
  const address = { path: 'a', key: '1', exact: false }
  const entry = { key: '1', storedAt: start, tags: [], value: 1 }
  const types = { kinds: new Map() }
  const adapter = {
    get: down,
    set: down,
    delete: down,
    clear: down,
    has: down,
    getMany: down,
    setMany: down,
    deleteMany: down,
  }
  const stores = {
    'of release 5': () => keyvStore(new Keyv({ store: { ...adapter, on: () => undefined }, throwOnErrors: true })),
    'of release 6': () => keyvStore(new Keyv6({ store: { ...adapter, capabilities: { expires: true } } })),
  }

  test.each(Object.entries(stores))('%s rejects in each call of the store', async (_release, createStore) => {
    const store = createStore()
    await expect(store.get(address, types)).rejects.toThrow(/cannot read .*: the database is gone/)
    await expect(store.set(address, entry, types)).rejects.toThrow(/cannot write .*: the database is gone/)
    await expect(store.delete(address)).rejects.toThrow(/cannot delete .*: the database is gone/)
  })

  test('with default options rejects in set and delete', async () => {
    const store = keyvStore(new Keyv({ store: { ...adapter, on: () => undefined } }))
    await expect(store.set(address, entry, types)).rejects.toThrow(/the database is gone/)
    await expect(store.delete(address)).rejects.toThrow(/the database is gone/)
    expect(await store.get(address, types)).toBeNull()
  })
})

test('a Keyv that cannot list hides what it should delete, and says so', async () => {
  const map = new Map<string, unknown>()
  const adapter = {
    get: async (key: string) => map.get(key),
    set: async (key: string, value: unknown) => map.set(key, value),
    delete: async (key: string) => map.delete(key),
    clear: async () => map.clear(),
  }
  for (const keyv of [new Keyv({ store: adapter }), new Keyv6({ store: adapter })]) {
    const cache = new Cachetta({ path: 'a', store: keyvStore(keyv) })
    const load = cache(async (id: number) => id)
    await load(1)
    lines.length = 0
    await cache.invalidateAll()
    expect(lines.join()).toContain('cannot list its keys')
    expect(await load.lookup(1)).toEqual({ hit: false })
    expect(await load(2)).toBe(2)
    map.clear()
  }
})

test('a foreign value beside the entries ends no list in Keyv 6', async () => {
  const map = new Map<string, unknown>()
  const cache = new Cachetta({ path: 'a', store: keyvStore(new Keyv6({ store: map })) })
  await cache(async (id: number) => id)(1)
  map.set('foreign', { value: '{no JSON' })
  const keys: string[] = []
  for await (const { key } of cache.entries()) keys.push(key)
  expect(keys).toEqual(['1'])
})

test('refuses what is no instance, and wrong options', () => {
  // @ts-expect-error: a Map is no Keyv
  expect(() => keyvStore(new Map())).toThrow(
    /keyvStore: an object was given, without on; accepted is an instance of Keyv/,
  )
  // @ts-expect-error: nothing
  expect(() => unstorageStore(undefined)).toThrow(/unstorageStore: undefined was given, without getItem/)
  // @ts-expect-error: no such option
  expect(() => keyvStore(new Keyv(), { prefx: 'a:' })).toThrow(
    /prefx: no option of keyvStore has this name; its option is prefix/,
  )
  for (const prefix of ['a', 'A:', 'a/b:', ':', 'a*:', `${'x'.repeat(64)}:`]) {
    expect(() => unstorageStore(createStorage(), { prefix }), prefix).toThrow(/accepted is a text like 'cachetta:'/)
  }
  expect(keyvStore(new Keyv(), { prefix: '' }).name).toBe('keyv')
})
