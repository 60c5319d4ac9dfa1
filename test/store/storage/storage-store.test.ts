import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Change } from '../../../src/index.ts'
import { Cachetta, StoreError } from '../../../src/index.ts'
import type { StorageChange } from '../../../src/storage.ts'
import { storageStore } from '../../../src/storage.ts'
import { flushPromises } from '../../support/deferred.ts'
import { addressAt, getValue, setValue } from './entries.ts'
import { createAsyncStorage, createLocalStorage, createManualStorage, createNumberedStorage } from './storages.ts'

describe('sync', () => {
  it('exists if the storage returns results, and not if it returns promises', () => {
    expect(storageStore(createNumberedStorage()).sync).toBeDefined()
    expect(storageStore(createLocalStorage()).sync).toBeDefined()
    expect(storageStore(createAsyncStorage()).sync).toBeUndefined()
  })

  it('is determined without an unhandled rejection', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    onTestFinished(() => void process.off('unhandledRejection', unhandled))
    const storage = { ...createAsyncStorage(), getItem: () => Promise.reject(new Error('no native module')) }
    const store = storageStore(storage)
    expect(() => storageStore(storage, { sync: true }).sync?.stat(addressAt('x'))).toThrow(StoreError)
    await flushPromises()
    expect(unhandled).not.toHaveBeenCalled()
    expect(store.sync).toBeUndefined()
    await expect(store.get(addressAt('x'), builtInTypes)).rejects.toThrow(
      'cannot read cachetta:["x",""]: no native module',
    )
  })

  it('exists if the first read throws, and each read then throws', async () => {
    const getItem = () => {
      throw new Error('denied')
    }
    const store = storageStore({ ...createNumberedStorage(), getItem })
    expect(() => store.sync?.get(addressAt('x'), builtInTypes)).toThrow(StoreError)
    await expect(store.get(addressAt('x'), builtInTypes)).rejects.toThrow('cannot read cachetta:["x",""]: denied')
  })

  it('can be set to true or false, without a read', () => {
    const storage = createNumberedStorage()
    const reads = vi.spyOn(storage, 'getItem')
    expect(storageStore(storage, { sync: false }).sync).toBeUndefined()
    expect(storageStore(storage, { sync: true }).sync).toBeDefined()
    expect(reads).not.toHaveBeenCalled()
  })

  it('says what to do if it is true and the storage returns promises', async () => {
    const store = storageStore(createAsyncStorage(), { sync: true })
    expect(() => store.sync?.get(addressAt('x'), builtInTypes)).toThrow('give storageStore the option sync: false')
  })
})

describe('slow writes', () => {
  it('take effect in the order of the calls, separately for each entry', async () => {
    const storage = createManualStorage()
    const store = storageStore(storage)
    const value = [1]
    const setting = setValue(store, addressAt('x'), value)
    value.push(2)
    const deleting = store.delete(addressAt('x'))
    const other = setValue(store, addressAt('y'), 3)
    await flushPromises()
    // set x    |--------| by hand
    // delete x          waits
    // set y    |-----|
    expect(storage.calls.map(({ text }) => text)).toEqual(['set', 'set'])
    storage.calls[1]?.resolve()
    await other
    storage.calls[0]?.resolve()
    await setting
    expect(await getValue(store, addressAt('x'))).toEqual([1])
    await flushPromises()
    storage.calls[2]?.resolve()
    await deleting
    expect(await getValue(store, addressAt('x'))).toBeUndefined()
  })

  it('continue after a failed write', async () => {
    const storage = createManualStorage()
    const store = storageStore(storage)
    const failing = setValue(store, addressAt('x'), 1)
    const value = [2]
    const next = setValue(store, addressAt('x'), value)
    value.push(3)
    await flushPromises()
    storage.calls[0]?.reject(new Error('no'))
    await expect(failing).rejects.toThrow('cannot write cachetta:["x",""]: no')
    await flushPromises()
    storage.calls[1]?.resolve()
    await next
    expect(await getValue(store, addressAt('x'))).toEqual([2])
  })
})

describe('subscribe', () => {
  it('exists if the option does, and reports only entries, and only of this storage', () => {
    const storage = createNumberedStorage()
    let notify: ((change: StorageChange) => void) | undefined
    const subscribe = (listener: (change: StorageChange) => void) => {
      notify = listener
      return () => {
        notify = undefined
      }
    }
    expect(storageStore(storage).subscribe).toBeUndefined()
    const reported: Change[] = []
    const stop = storageStore(storage, { subscribe }).subscribe?.((change) => reported.push(change))
    const key = 'cachetta:["x","1"]'
    notify?.({ key, newValue: '…', storageArea: storage })
    notify?.({ key, newValue: null })
    notify?.({ key, newValue: '…', storageArea: null })
    notify?.({ key, newValue: '…', storageArea: createNumberedStorage() })
    for (const foreign of ['theme', '["x", "1"]', '["x","1",false]'])
      notify?.({ key: `cachetta:${foreign}`, newValue: 'dark' })
    expect(reported).toEqual(['set', 'delete', 'set'].map((type) => ({ type, address: addressAt('x', '1') })))
    notify?.({ key: null, newValue: null, storageArea: createNumberedStorage() })
    notify?.({ key: null, newValue: null, storageArea: storage }) // another window called `clear()`
    expect(reported.slice(3)).toEqual([{ type: 'missed' }])
    stop?.()
    expect(notify).toBeUndefined()
  })
})

describe('a cache over a storage', () => {
  it('does not serve from memory what another window has removed with clear()', async () => {
    const storage = createNumberedStorage()
    let notify: ((change: StorageChange) => void) | undefined
    const store = storageStore(storage, {
      subscribe(listener) {
        notify = listener
        return () => undefined
      },
    })
    const fetchUser = vi.fn(async (id: number) => ({ id }))
    const getUser = new Cachetta({ path: './users.json', store, lruSize: 10 })(fetchUser)
    await getUser(1)
    storage.removeItem('cachetta:["./users.json","1"]')
    notify?.({ key: null, newValue: null, storageArea: storage })
    await getUser(1)
    expect(fetchUser).toHaveBeenCalledTimes(2)
  })

  it('returns its values in the next visit, also synchronously, and leaves nothing after invalidateAll', async () => {
    const storage = createLocalStorage()
    const visit = () => new Cachetta({ path: './users.json', store: storageStore(storage) })
    const fetchUser = vi.fn((id: number) => ({ id, since: new Date(0) }))
    await visit()(fetchUser)(1)
    expect(await visit()(fetchUser)(1)).toEqual({ id: 1, since: new Date(0) })
    expect(visit().wrapSync(fetchUser)(1)).toEqual({ id: 1, since: new Date(0) })
    expect(fetchUser).toHaveBeenCalledTimes(1)
    await visit().invalidateAll()
    expect(storage.length).toBe(0)
  })
})
