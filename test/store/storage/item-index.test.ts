import { describe, expect, it, vi } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import { storageStore } from '../../../src/storage.ts'
import { addressAt, getValue, listEntries, setValue } from './entries.ts'
import type { TestStorage } from './storages.ts'
import { createBareStorage, createSlowStorage } from './storages.ts'

describe('a storage that cannot list its items', () => {
  const indexIn = ({ items }: TestStorage) => [...items.keys()].filter((name) => name.startsWith('cachetta:index:'))

  it.each([
    ['with results', (bare: TestStorage) => bare],
    ['with promises', createSlowStorage],
  ])('misses the entries of a lost index until they are set again (%s)', async (_title, answering) => {
    for (const lose of [
      (storage: TestStorage, name: string) => storage.items.delete(name),
      (storage: TestStorage, name: string) => storage.items.set(name, '["torn'),
      (storage: TestStorage, name: string) => storage.items.set(name, '{}'),
    ]) {
      const storage = createBareStorage()
      const store = storageStore(answering(storage))
      for (const key of ['1', '2']) await setValue(store, addressAt('x', key), key)
      for (const name of indexIn(storage)) lose(storage, name)
      expect([await getValue(store, addressAt('x', '1')), await store.stat(addressAt('x', '1'))]).toEqual([
        undefined,
        null,
      ])
      expect(await listEntries(store)).toEqual([])
      await setValue(store, addressAt('x', '1'), 'again')
      expect(await getValue(store, addressAt('x', '1'))).toBe('again')
      expect(await listEntries(store)).toEqual(['x 1'])
    }
  })

  it('keeps its index complete when many entries are set and deleted at the same time', async () => {
    const storage = createBareStorage()
    const store = storageStore(createSlowStorage(storage))
    const keys = Array.from({ length: 300 }, (_, index) => String(index))
    await Promise.all(keys.map((key) => setValue(store, addressAt('x', key), key)))
    expect(await listEntries(store)).toHaveLength(300)
    await Promise.all(keys.map((key) => store.delete(addressAt('x', key))))
    expect(storage.items.size).toBe(0)
  })

  it('needs a bounded number of calls, and of bytes, for a write', () => {
    const storage = createBareStorage()
    const { sync } = storageStore(storage)
    const set = (key: string) => sync?.set(addressAt('x', key), { key, storedAt: 0, tags: [], value: 1 }, builtInTypes)
    for (let index = 0; index < 3_000; index += 1) set(String(index))
    const [reads, writes] = [vi.spyOn(storage, 'getItem'), vi.spyOn(storage, 'setItem')]
    set('new')
    expect([reads.mock.calls.length, writes.mock.calls.length]).toEqual([1, 2])
    const bytes = writes.mock.calls.reduce((sum, [, text]) => sum + text.length, 0)
    const index = indexIn(storage).reduce((sum, name) => sum + (storage.items.get(name)?.length ?? 0), 0)
    expect(bytes).toBeLessThan(index / 50)
    set('new')
    expect(writes).toHaveBeenCalledTimes(3)
  })
})
