import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Driver } from 'unstorage'
import { createStorage } from 'unstorage'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { Cachetta, fileStore, memoryStore, readCache } from '../../../src/index.ts'
import { unstorageDriver } from '../../../src/unstorage.ts'
import { describeDriver } from './driver-contract.ts'

const directory = mkdtempSync(join(tmpdir(), 'cachetta-driver-'))
afterAll(() => rm(directory, { recursive: true, force: true }))
afterEach(() => void vi.useRealTimers())

// unstorage-driver.redis.test.ts does the same over Redis.
describe('unstorageDriver over memory', () => {
  const store = memoryStore()
  describeDriver(() => store, 'items')
})

describe('unstorageDriver over files', () => {
  const store = fileStore()
  describeDriver(() => store, join(directory, 'items.json'))
})

test('expires a value after its ttl in seconds', async () => {
  const start = Date.UTC(2026, 0, 2)
  vi.useFakeTimers({ now: start, toFake: ['Date'] })
  const storage = createStorage({ driver: unstorageDriver(memoryStore()) })
  await storage.setItem('short', 'value', { ttl: 2 })
  await storage.setItem('long', 'value')
  vi.setSystemTime(start + 1_500)
  expect(await storage.getMeta('short')).toMatchObject({ ttl: 0.5 })
  expect(await storage.getItem('short')).toBe('value')
  vi.setSystemTime(start + 2_000)
  expect([await storage.getItem('short'), await storage.hasItem('short')]).toEqual([null, false])
  expect([await storage.getItem('long'), (await storage.getMeta('long'))['ttl']]).toEqual(['value', undefined])
})

test('a cache with the same path reads the values', async () => {
  const store = memoryStore()
  await createStorage({ driver: unstorageDriver(store, { path: 'shared' }) }).setItem('a:b', 'text')
  expect(await readCache(new Cachetta({ path: 'shared', store }), 'a:b')).toBe('text')
})

test('has the type of a driver', () => {
  const driver: Driver = unstorageDriver(memoryStore())
  expect(createStorage({ driver }).getMount().driver).toBe(driver)
})

test('refuses what is no store, and unknown options', () => {
  // @ts-expect-error: no store
  expect(() => unstorageDriver(new Map())).toThrow(/unstorageDriver: an object was given, without stat, list/)
  // @ts-expect-error: no such option
  expect(() => unstorageDriver(memoryStore(), { base: 'x' })).toThrow(
    /base: no option of unstorageDriver has this name/,
  )
})
