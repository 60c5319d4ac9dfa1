import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import keyvTestSuite, { keyvIteratorTests } from '@keyv/test-suite'
import type { KeyvStoreAdapter } from 'keyv'
import Keyv from 'keyv'
import Keyv6 from 'keyv-6'
import * as vitest from 'vitest'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { Cachetta, fileStore, memoryStore, readCache } from '../../../src/index.ts'
import type { KeyvAdapter } from '../../../src/keyv.ts'
import { keyvAdapter, keyvStore } from '../../../src/keyv.ts'
import { storageStore } from '../../../src/storage.ts'
import { createAsyncStorage } from '../storage/storages.ts'

const directory = mkdtempSync(join(tmpdir(), 'cachetta-keyv-'))
afterAll(() => rm(directory, { recursive: true, force: true }))

// keyv-adapter.redis.test.ts does the same over Redis.
const stores: Readonly<Record<string, Store>> = {
  files: fileStore(),
  memory: memoryStore(),
  'a storage for texts': storageStore(createAsyncStorage()),
  'another Keyv instance': keyvStore(new Keyv()),
}
const path = join(directory, 'keyv.json')

for (const [name, store] of Object.entries(stores)) {
  describe(`the test suite of Keyv over ${name}`, () => {
    keyvTestSuite(vitest, Keyv, () => keyvAdapter(store, { path }))
    keyvIteratorTests(vitest, Keyv, () => keyvAdapter(store, { path }))
  })
}

type Open = (adapter: KeyvAdapter, options?: object) => Keyv

const releases: Readonly<Record<string, Open>> = {
  'Keyv 5': (store, options) => new Keyv({ ...options, store }),
  // Its types differ from those of Keyv 5, the calls below do not.
  'Keyv 6': (store, options) => new Keyv6({ ...options, store }) as unknown as Keyv,
}

describe.each(Object.entries(releases))('keyvAdapter in %s', (_release, open) => {
  const start = Date.UTC(2026, 0, 2)
  beforeEach(() => void vi.useFakeTimers({ now: start, toFake: ['Date'] }))
  afterEach(() => void vi.useRealTimers())

  async function listKeys(keyv: Keyv): Promise<unknown[]> {
    const keys: unknown[] = []
    for await (const [key] of keyv.iterator?.(undefined) ?? []) keys.push(key)
    return keys.sort()
  }

  test('keeps, finds, lists and deletes values', async () => {
    const keyv = open(keyvAdapter(memoryStore()))
    await keyv.set('a', { list: [1, 'b', null] })
    await keyv.set('b', 2)
    expect(await keyv.get('a')).toEqual({ list: [1, 'b', null] })
    expect(await keyv.get(['b', 'c'])).toEqual([2, undefined])
    expect([await keyv.has('a'), await keyv.has('c')]).toEqual([true, false])
    expect(await listKeys(keyv)).toEqual(['a', 'b'])
    expect([await keyv.delete('a'), await keyv.delete('a')]).toEqual([true, false])
    expect(await listKeys(keyv)).toEqual(['b'])
  })

  test('clears one namespace of two', async () => {
    const store = memoryStore()
    const one = open(keyvAdapter(store), { namespace: 'one' })
    const two = open(keyvAdapter(store), { namespace: 'two' })
    await one.set('key', 1)
    await two.set('key', 2)
    await one.clear()
    expect([await one.get('key'), await two.get('key')]).toEqual([undefined, 2])
    expect(await listKeys(two)).toEqual(['key'])
  })

  test('expires a value in the store, too', async () => {
    const store = memoryStore()
    const adapter = keyvAdapter(store)
    const keyv = open(adapter, { namespace: undefined })
    await keyv.set('short', 1, 1_000)
    await keyv.set('long', 2)
    const stored = async () => (await Promise.all(['short', 'long'].map((key) => keyv.has(key)))).join()
    expect(await stored()).toBe('true,true')
    vi.setSystemTime(start + 1_000)
    expect(await stored()).toBe('false,true')
    expect(await keyv.get('short')).toBeUndefined()
  })

  test('keeps Date and Map if Keyv does not serialize', async () => {
    const keyv = open(keyvAdapter(fileStore(), { path: join(directory, 'rich.json') }), {
      serialize: undefined,
      deserialize: undefined,
      serialization: false,
    })
    const value = { at: new Date(0), map: new Map([[1, new Set(['a'])]]) }
    await keyv.set('rich', value)
    expect(await keyv.get('rich')).toEqual(value)
  })

  test('keeps keys apart that differ by case, separator or a special character', async () => {
    const keyv = open(keyvAdapter(fileStore(), { path: join(directory, 'special.json') }))
    const keys = ['a/b', 'a:b', 'A:b', 'a*', 'a?', '[a]', '../a', 'é', '🦔', 'x'.repeat(2_000)]
    for (const key of keys) await keyv.set(key, key)
    expect(await Promise.all(keys.map((key) => keyv.get(key)))).toEqual(keys)
    expect(await listKeys(keyv)).toEqual([...keys].sort())
    await keyv.clear()
  })
})

test('compressed values come back', async () => {
  const compression = {
    compress: async (text: string) => gzipSync(text).toString('base64'),
    decompress: async (text: string) => gunzipSync(Buffer.from(text, 'base64')).toString(),
  }
  const keyv = new Keyv({ store: keyvAdapter(memoryStore()), compression })
  await keyv.set('text', 'a'.repeat(1_000))
  expect(await keyv.get('text')).toBe('a'.repeat(1_000))
})

test('an error of the store becomes an error of Keyv', async () => {
  const fail = () => Promise.reject(new Error('the disk is gone'))
  const keyv = new Keyv({ store: keyvAdapter({ ...memoryStore(), get: fail, set: fail }) })
  const errors: string[] = []
  keyv.on('error', (error: Error) => errors.push(error.message))
  expect(await keyv.set('a', 1)).toBe(false)
  expect(errors).toEqual(['the disk is gone'])
  expect(await keyv.get('a')).toBeUndefined()
})

test('a damaged value can be deleted', async () => {
  const store = memoryStore()
  const adapter = keyvAdapter({ ...store, stat: () => Promise.reject(new Error('damaged')) })
  await adapter.set('a', 1)
  expect(await adapter.delete('a')).toBe(true)
  expect(await adapter.get('a')).toBeUndefined()
})

test('a cache with the same path reads the values', async () => {
  const store = memoryStore()
  await keyvAdapter(store, { path: 'shared' }).set('a', 'text', 60_000)
  expect(await readCache(new Cachetta({ path: 'shared', store }), 'a')).toBe('text')
})

test('the entries of others at the path are not listed, and not cleared', async () => {
  const store = memoryStore()
  const cache = new Cachetta({ path: 'keyv', store })
  const load = cache(async (id: number) => id)
  await load(1)
  await cache.at('below')(async (name: string) => name)('a')
  const adapter = keyvAdapter(store)
  await adapter.clear()
  expect(await load.exists(1)).toBe(true)
  const paths: string[] = []
  for await (const { path } of cache.entries()) paths.push(path)
  expect(paths).toHaveLength(2)
})

test('has the type of an adapter', () => {
  const adapter: KeyvStoreAdapter = keyvAdapter(memoryStore())
  expect(new Keyv(adapter).store).toBe(adapter)
})

test('refuses what is no store, and unknown options', () => {
  // @ts-expect-error: no store
  expect(() => keyvAdapter(new Map())).toThrow(
    /keyvAdapter: an object was given, without stat, list; accepted is a store/,
  )
  // @ts-expect-error: no such option
  expect(() => keyvAdapter(memoryStore(), { ttl: 5 })).toThrow(/ttl: no option of keyvAdapter has this name/)
})
