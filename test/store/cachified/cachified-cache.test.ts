import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cache } from '@epic-web/cachified'
import { cachified, softPurge } from '@epic-web/cachified'
import Keyv from 'keyv'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cachifiedCache } from '../../../src/cachified.ts'
import type { Store } from '../../../src/index.ts'
import { Cachetta, fileStore, memoryStore, readCache } from '../../../src/index.ts'
import { keyvStore } from '../../../src/keyv.ts'

const directory = mkdtempSync(join(tmpdir(), 'cachetta-cachified-'))
afterAll(() => rm(directory, { recursive: true, force: true }))

const start = Date.UTC(2026, 0, 2)
beforeEach(() => void vi.useFakeTimers({ now: start, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

let paths = 0
const nextPath = (): string => join(directory, `${paths++}.json`)
const stores: Readonly<Record<string, () => Store>> = {
  files: fileStore,
  memory: memoryStore,
  'a Keyv instance': () => keyvStore(new Keyv()),
}

/** Returns `'first'`, then `'second'`, … */
function createCounter() {
  const values = ['first', 'second', 'third']
  return vi.fn(async () => values.shift() ?? 'too many')
}

describe.each(Object.entries(stores))('cachified over %s', (_name, createStore) => {
  let cache: Cache
  beforeEach(() => {
    cache = cachifiedCache(createStore(), { path: nextPath() })
  })

  test('computes once while the value is fresh, and again when its ttl is over', async () => {
    const getFreshValue = createCounter()
    const read = () => cachified({ cache, key: 'user', ttl: 1_000, getFreshValue })
    expect([await read(), await read()]).toEqual(['first', 'first'])
    vi.setSystemTime(start + 1_001)
    expect([await read(), await read()]).toEqual(['second', 'second'])
  })

  test('serves a stale value within swr, while it is computed again', async () => {
    const getFreshValue = createCounter()
    const background: Promise<unknown>[] = []
    const waitUntil = (promise: Promise<unknown>) => void background.push(promise)
    const read = () => cachified({ cache, key: 'user', ttl: 1_000, swr: 1_000, getFreshValue, waitUntil })
    await read()
    vi.setSystemTime(start + 1_500)
    expect(await read()).toBe('first')
    await Promise.all(background)
    expect(await read()).toBe('second')
  })

  test('keeps the metadata', async () => {
    await cachified({ cache, key: 'user', ttl: 1_000, swr: 500, traceId: { id: 7 }, getFreshValue: () => 1 })
    const metadata = { createdTime: start, ttl: 1_000, swr: 500, traceId: { id: 7 } }
    expect(await cache.get('user')).toEqual({ value: 1, metadata })
    await cachified({
      cache,
      key: 'forever',
      ttl: Number.POSITIVE_INFINITY,
      swr: Number.POSITIVE_INFINITY,
      getFreshValue: () => 2,
    })
    expect(await cache.get('forever')).toEqual({ value: 2, metadata: { createdTime: start, ttl: null, swr: null } })
  })

  test('keeps a Date, a Map and bytes', async () => {
    const value = {
      at: new Date(0),
      map: new Map([['a', new Set([1n])]]),
      bytes: new Uint8Array([0, 255]),
      none: undefined,
    }
    await cachified({ cache, key: 'rich', getFreshValue: () => value })
    expect(await cachified({ cache, key: 'rich', getFreshValue: () => expect.fail('computed again') })).toEqual(value)
  })

  test('serves a value after a soft purge once, and computes it again', async () => {
    const getFreshValue = createCounter()
    const background: Promise<unknown>[] = []
    const waitUntil = (promise: Promise<unknown>) => void background.push(promise)
    const read = () => cachified({ cache, key: 'user', ttl: 10_000, getFreshValue, waitUntil })
    await read()
    await softPurge({ cache, key: 'user' })
    vi.setSystemTime(start + 1)
    expect(await read()).toBe('first')
    await Promise.all(background)
    expect(await read()).toBe('second')
  })

  test('falls back to a value whose time is over if a forced computation fails', async () => {
    await cachified({ cache, key: 'user', ttl: 60_000, getFreshValue: () => 'old' })
    vi.setSystemTime(start + 30_000)
    const getFreshValue = () => Promise.reject(new Error('down'))
    expect(await cachified({ cache, key: 'user', ttl: 60_000, forceFresh: true, getFreshValue })).toBe('old')
  })

  test('deletes a value', async () => {
    const getFreshValue = createCounter()
    await cachified({ cache, key: 'user', getFreshValue })
    await cache.delete('user')
    expect(await cache.get('user')).toBeNull()
    expect(await cachified({ cache, key: 'user', getFreshValue })).toBe('second')
  })

  test('keeps keys apart that differ by case, separator or a special character', async () => {
    const keys = ['a/b', 'a:b', 'A:b', 'a b', 'a*', 'a?', '../a', 'é', 'e\u0301', '🦔', '__proto__', 'x'.repeat(2_000)]
    for (const key of keys) await cachified({ cache, key, getFreshValue: () => key })
    for (const key of keys) expect(await cachified({ cache, key, getFreshValue: () => 'again' })).toBe(key)
  })
})

test('a cache with the same path reads the entry, and knows its age', async () => {
  const store = memoryStore()
  const path = 'shared'
  await cachified({
    cache: cachifiedCache(store, { path }),
    key: 'user',
    ttl: 1_000,
    swr: 2_000,
    getFreshValue: () => 1,
  })
  const cache = new Cachetta({ path, store })
  expect(await readCache(cache, 'user')).toMatchObject({ value: 1 })
  vi.setSystemTime(start + 2_000)
  expect(await cache.info('user')).toMatchObject({ exists: true, stale: true })
})

test('what a cache of the application has stored at the path is no entry of cachified', async () => {
  const store = memoryStore()
  const cache = cachifiedCache(store, { path: 'mixed' })
  await new Cachetta({ path: 'mixed', store })(async (_key: string) => 'plain')('user')
  expect(await cache.get('user')).toBeNull()
})

test('a value that cannot be stored is returned, and the error goes to the reporter', async () => {
  const names: string[] = []
  const cache = cachifiedCache(memoryStore())
  const getFreshValue = () => ({ run: () => 1 })
  const value = await cachified(
    { cache, key: 'user', getFreshValue },
    () =>
      ({ name }) =>
        void names.push(name),
  )
  expect(value.run()).toBe(1)
  expect(names).toContain('writeFreshValueError')
})

test('refuses what is no store, and unknown options', () => {
  // @ts-expect-error: no store
  expect(() => cachifiedCache({})).toThrow(/cachifiedCache: an object was given, without get, set, delete, stat, list/)
  // @ts-expect-error: no such option
  expect(() => cachifiedCache(memoryStore(), { pth: 'x' })).toThrow(
    /pth: no option of cachifiedCache has this name; the options are path, allowedTypes/,
  )
})
