import type { Storage } from 'unstorage'
import { createStorage, prefixStorage } from 'unstorage'
import { beforeEach, expect, test } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { unstorageDriver } from '../../../src/unstorage.ts'

/** Registers tests of what unstorage's documentation promises of a storage, for a driver over a store. */
export function describeDriver(getStore: () => Store, path: string): void {
  let storage: Storage
  beforeEach(async () => {
    storage = createStorage({ driver: unstorageDriver(getStore(), { path }) })
    await storage.clear()
  })

  test('has nothing at the beginning', async () => {
    expect(await storage.hasItem('s1:a')).toBe(false)
    expect(await storage.getItem('s2:a')).toBeNull()
    expect(await storage.getItemRaw('s2:a')).toBeNull()
    expect(await storage.getKeys()).toEqual([])
    expect(await storage.getMeta('s1:a')).toEqual({})
  })

  test('keeps a text, a number, and what JSON can write', async () => {
    const values = {
      text: 'value',
      number: 5,
      flag: false,
      empty: '',
      list: [1, { a: null }],
      object: { deep: { b: 1 } },
    }
    for (const [key, value] of Object.entries(values)) await storage.setItem(key, value)
    for (const [key, value] of Object.entries(values)) expect(await storage.getItem(key), key).toEqual(value)
  })

  test('keeps bytes and objects as they were by setItemRaw', async () => {
    const bytes = new Uint8Array([0, 1, 254, 255])
    await storage.setItemRaw('bytes', bytes)
    expect(await storage.getItemRaw('bytes')).toEqual(bytes)
    const value = { at: new Date(0), map: new Map([['a', 1n]]) }
    await storage.setItemRaw('rich', value)
    expect(await storage.getItemRaw('rich')).toEqual(value)
  })

  test('takes and returns several items at once', async () => {
    const items = ['a', 'b'].map((key) => ({ key: `many:${key}`, value: key }))
    await storage.setItems(items)
    expect(await storage.getItems(['many:a', { key: 'many:b' }, 'many:c'])).toEqual([
      ...items,
      { key: 'many:c', value: null },
    ])
  })

  test('takes / and : for the same separator, as unstorage does', async () => {
    await storage.setItem('users/1', 'one')
    expect([await storage.getItem('users:1'), await storage.hasItem('users/1')]).toEqual(['one', true])
    expect(await storage.getKeys()).toEqual(['users:1'])
  })

  test('lists keys, all and under a base, and to a depth', async () => {
    for (const key of ['s1:a', 's2:a', 's3:a', 's3:b:c', 's33:d']) await storage.setItem(key, 'value')
    expect((await storage.getKeys()).sort()).toEqual(['s1:a', 's2:a', 's33:d', 's3:a', 's3:b:c'])
    expect((await storage.getKeys('s3')).sort()).toEqual(['s3:a', 's3:b:c'])
    expect(await storage.getKeys('s3', { maxDepth: 1 })).toEqual(['s3:a'])
  })

  test('removes an item, and clears all or a base', async () => {
    for (const key of ['a:1', 'a:2', 'b:1']) await storage.setItem(key, key)
    await storage.removeItem('a:1')
    await storage.removeItem('missing')
    expect((await storage.getKeys()).sort()).toEqual(['a:2', 'b:1'])
    await storage.getMount().driver.clear?.('a:', {}) // `clear('a')` of a storage does not reach the driver at its root
    expect(await storage.getKeys()).toEqual(['b:1'])
    await storage.clear()
    expect(await storage.getKeys()).toEqual([])
  })

  test('works behind a prefix and a mount', async () => {
    const prefixed = prefixStorage(storage, 'foo')
    await prefixed.setItem('x', 'bar')
    expect([await prefixed.getItem('x'), await storage.getItem('foo:x')]).toEqual(['bar', 'bar'])
    expect(await prefixed.getKeys()).toEqual(['x'])
    const outer = createStorage().mount('inner', unstorageDriver(getStore(), { path }))
    expect(await outer.getItem('inner:foo:x')).toBe('bar')
  })

  test('tells when an item was stored, and keeps meta data of the application', async () => {
    const before = Date.now()
    await storage.setItem('a', 'text')
    const { mtime, size } = await storage.getMeta('a')
    expect(Number(mtime)).toBeGreaterThanOrEqual(before)
    expect(size).toBeTypeOf('number')
    await storage.setMeta('a', { owner: 'Ada' })
    expect(await storage.getMeta('a')).toMatchObject({ owner: 'Ada' })
  })

  test('reports own changes to a watcher', async () => {
    const changes: string[] = []
    const unwatch = await storage.watch((event, key) => changes.push(`${event} ${key}`))
    await storage.setItem('w:a', 1)
    await storage.removeItem('w:a')
    await unwatch()
    await storage.setItem('w:b', 1)
    expect(changes).toEqual(['update w:a', 'remove w:a'])
  })

  test('keeps keys apart that differ by case or a special character', async () => {
    const keys = ['a', 'A', 'a*', '[a]', 'a b', 'é', '🦔', '$', 'x'.repeat(2_000)]
    for (const key of keys) await storage.setItem(key, `value of ${key}`)
    for (const key of keys) expect(await storage.getItem(key)).toBe(`value of ${key}`)
  })
}
