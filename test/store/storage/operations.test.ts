import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import { StoreError } from '../../../src/index.ts'
import { storageStore } from '../../../src/storage.ts'
import { addressAt, listEntries, setValue } from './entries.ts'
import { createAsyncStorage, createLocalStorage, createNumberedStorage } from './storages.ts'

describe('a full storage', () => {
  const long = (letter: string) => letter.repeat(1_000)

  it('loses the oldest entries, only as many as needed, and no items of other code', async () => {
    const storage = createLocalStorage(9_500)
    storage.setItem('theme', 'dark')
    storage.setItem('cachetta:theme', 'dark')
    storage.setItem('cachetta:["damaged",""]', 'dark')
    const store = storageStore(storage)
    for (const [index, key] of [...'cabdefgh'].entries())
      await setValue(store, addressAt('x', key), long(key), key === 'a' ? 10 : index + 11)
    await setValue(store, addressAt('x', 'n'), long('n'), 50)
    expect(await listEntries(store)).toEqual([...'bcdefghn'].map((key) => `x ${key}`))
    store.sync?.set(addressAt('x', 'o'), { key: 'o', storedAt: 51, tags: [], value: long('o') }, builtInTypes)
    expect(await listEntries(store)).toEqual([...'bdefghno'].map((key) => `x ${key}`))
    const others = ['theme', 'cachetta:theme', 'cachetta:["damaged",""]']
    expect(others.map((name) => storage.getItem(name))).toEqual(['dark', 'dark', 'dark'])
  })

  it('loses no item of an outbox', async () => {
    const store = storageStore(createLocalStorage(10_000))
    await setValue(store, addressAt('x', 'outbox main 1'), long('i'), 1)
    for (const [index, key] of [...'abcdefghijkl'].entries()) {
      await setValue(store, addressAt('x', key), long(key), index + 10)
    }
    expect(await listEntries(store)).toContain('x outbox main 1')
    expect((await listEntries(store)).length).toBeLessThan(10)
  })

  it('loses a reserve with each eviction, so that the next writes need no eviction', async () => {
    const storage = createLocalStorage(60_000)
    const store = storageStore(storage)
    const looks = vi.spyOn(Object.getPrototypeOf(storage), 'key')
    onTestFinished(() => looks.mockRestore())
    const writesUntilLook = async (first: number): Promise<number> => {
      looks.mockClear()
      for (let index = first; ; index += 1) {
        await setValue(store, addressAt('x', String(index)), long('x'), index)
        if (looks.mock.calls.length > 0) return index - first
      }
    }
    const filling = await writesUntilLook(1_000)
    expect(filling).toBeGreaterThan(40)
    expect(await writesUntilLook(2_000)).toBeGreaterThanOrEqual(4)
  })

  it('keeps its entries if the new entry needs more than all of them', async () => {
    const store = storageStore(createLocalStorage(3_000))
    await setValue(store, addressAt('x'), 'small')
    const setting = setValue(store, addressAt('y'), 'large'.repeat(1_000))
    await expect(setting).rejects.toMatchObject({ code: 'STORE', cause: { name: 'QuotaExceededError' } })
    await expect(setting).rejects.toBeInstanceOf(StoreError)
    expect(await listEntries(store)).toEqual(['x'])
  })

  it('is tried again until the entry fits, or needs more than all others take', async () => {
    const storage = createAsyncStorage()
    const store = storageStore(storage)
    for (const key of ['1', '2', '3', '4']) await setValue(store, addressAt('x', key), long(key), Number(key))
    // The error of AsyncStorage on Android.
    const full = () => Promise.reject(new Error('database or disk is full (code 13 SQLITE_FULL)'))
    const sets = vi.spyOn(storage, 'setItem').mockImplementation(full)
    await expect(setValue(store, addressAt('x', '5'), 5)).rejects.toThrow('disk is full')
    expect(sets).toHaveBeenCalledTimes(5)
    sets.mockRestore()
    for (const key of ['1', '2', '3', '4']) await setValue(store, addressAt('x', key), long(key), Number(key))
    vi.spyOn(storage, 'setItem').mockImplementationOnce(full).mockImplementationOnce(full)
    await setValue(store, addressAt('x', '5'), 5)
    expect(await listEntries(store)).toEqual(['x 3', 'x 4', 'x 5'])
  })

  it('is not assumed for another error', async () => {
    const storage = createNumberedStorage()
    const store = storageStore(storage)
    await setValue(store, addressAt('x'), 1)
    const failing = () => {
      throw new TypeError('not allowed')
    }
    const sets = vi.spyOn(storage, 'setItem').mockImplementation(failing)
    await expect(setValue(store, addressAt('y'), 1)).rejects.toThrow('not allowed')
    expect(sets).toHaveBeenCalledTimes(1)
    expect(await listEntries(store)).toEqual(['x'])
  })
})
