import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Address, Change, EntryStat, Store } from '../../../src/index.ts'
import { Cachetta, decodeEntry, encodeEntry, InvalidOptionError, StoreError } from '../../../src/index.ts'
import type { KeyValueStorage, StorageChange, StorageStoreOptions } from '../../../src/storage.ts'
import { storageStore } from '../../../src/storage.ts'
import { flushPromises } from '../../support/deferred.ts'
import type { TestStorage } from './storages.ts'
import { asyncStorage, bareStorage, localStorageOf, numberedStorage, slowStorage, storageByHand } from './storages.ts'

const at = (path: string, key = ''): Address => ({ path, key, exact: false })
const put = (store: Store, address: Address, value: unknown, storedAt = 0) =>
  store.set(address, { key: address.key, storedAt, tags: [], value }, builtInTypes)
const get = async (store: Store, address: Address) => (await store.get(address, builtInTypes))?.value

async function listed(store: Store, base = ''): Promise<string[]> {
  const found: EntryStat[] = []
  for await (const stat of store.list(base)) found.push(stat)
  return found.map(({ address }) => `${address.path} ${address.key}`.trim()).sort()
}

describe('an item', () => {
  it('is named by path and key, and holds the text of a file', async () => {
    const storage = localStorageOf()
    const store = storageStore(storage)
    await put(store, at('./users.json', '1'), new Map([['a', 1]]), 7)
    await put(store, { path: 'by/function.json', key: '2', exact: true }, 2)
    expect(store.locate?.(at('./users.json', '1'))).toBe('cachetta:["./users.json","1"]')
    expect(Object.keys(storage)).toEqual(['cachetta:["./users.json","1"]', 'cachetta:["by/function.json","2",true]'])
    const text = storage.getItem('cachetta:["./users.json","1"]') ?? ''
    expect(decodeEntry(text, builtInTypes)).toEqual({ key: '1', storedAt: 7, tags: [], value: new Map([['a', 1]]) })
    expect((await store.stat(at('./users.json', '1')))?.size).toBe(
      2 * ('cachetta:["./users.json","1"]'.length + text.length),
    )
  })

  it('is never the item of two addresses', async () => {
    const store = storageStore(numberedStorage())
    const exact = (path: string, key: string): Address => ({ path, key, exact: true })
    const quoted = [
      at('a","b', ''),
      at('a', 'b'),
      at('a', '","b'),
      at('["a"', ''),
      at('a\u2028', '\ud800'),
      at('a', ''),
    ]
    const addresses = [...quoted, exact('a', 'b'), exact('a', ''), exact('a', 'c')]
    for (const [index, address] of addresses.entries()) await put(store, address, index)
    expect(await Promise.all(addresses.map((address) => get(store, address)))).toEqual([...addresses.keys()])
    expect(await listed(store)).toHaveLength(addresses.length)
  })

  it('belongs to the store of its prefix alone, also where one prefix begins with another', async () => {
    const storage = numberedStorage()
    const [outer, inner] = [storageStore(storage, { prefix: 'a:' }), storageStore(storage, { prefix: 'a:b:' })]
    await put(outer, at('x'), 'outer')
    await put(inner, at('x'), 'inner')
    expect([await get(outer, at('x')), await get(inner, at('x'))]).toEqual(['outer', 'inner'])
    expect([await listed(outer), await listed(inner)]).toEqual([['x'], ['x']])
    await outer.delete(at('x'))
    expect(await get(inner, at('x'))).toBe('inner')
  })

  it.each(['theme', '["p"]', '["p",1]', '["p","k",false]', '["p", "k"]', '["p","k",true,1]', '{}', '["p","k"'])(
    'of someone else under the prefix is passed over, whatever it holds: %s',
    async (rest) => {
      const storage = numberedStorage()
      const store = storageStore(storage)
      storage.items.set(`cachetta:${rest}`, encodeEntry({ key: 'k', storedAt: 0, tags: [], value: 1 }, builtInTypes))
      await put(store, at('x'), 1)
      expect(await listed(store)).toEqual(['x'])
      expect(storage.items.size).toBe(2)
    },
  )

  it.each(['dark', '{"cachetta":1,"key":"",'])(
    'of an entry that holds something else is an error, is not listed, and is replaced: %s',
    async (text) => {
      const storage = numberedStorage(new Map([['cachetta:["x",""]', text]]))
      const store = storageStore(storage)
      await expect(store.get(at('x'), builtInTypes)).rejects.toMatchObject({ code: 'DAMAGED' })
      await expect(store.stat(at('x'))).rejects.toMatchObject({ code: 'DAMAGED' })
      expect(await listed(store)).toEqual([])
      await put(store, at('x'), 1)
      expect(await get(store, at('x'))).toBe(1)
    },
  )

  it('whose text was copied from another entry is a miss', async () => {
    const storage = numberedStorage()
    const store = storageStore(storage)
    await put(store, at('x', '1'), 1)
    storage.items.set('cachetta:["x","2"]', storage.items.get('cachetta:["x","1"]') ?? '')
    expect(await store.get(at('x', '2'), builtInTypes)).toBeNull()
    expect(await store.stat(at('x', '2'))).toBeNull()
    expect(await listed(store)).toEqual(['x 1'])
  })
})

describe('the sync twin', () => {
  it('is there where the storage answers at once, and not where it answers with promises', () => {
    expect(storageStore(numberedStorage()).sync).toBeDefined()
    expect(storageStore(localStorageOf()).sync).toBeDefined()
    expect(storageStore(asyncStorage()).sync).toBeUndefined()
  })

  it('is found out without a rejection that nobody handles', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    onTestFinished(() => void process.off('unhandledRejection', unhandled))
    const storage = { ...asyncStorage(), getItem: () => Promise.reject(new Error('no native module')) }
    const store = storageStore(storage)
    expect(() => storageStore(storage, { sync: true }).sync?.stat(at('x'))).toThrow(StoreError)
    await flushPromises()
    expect(unhandled).not.toHaveBeenCalled()
    expect(store.sync).toBeUndefined()
    await expect(store.get(at('x'), builtInTypes)).rejects.toThrow('cannot read cachetta:["x",""]: no native module')
  })

  it('is there where the first read throws, which then is an error of each read', async () => {
    const getItem = () => {
      throw new Error('denied')
    }
    const store = storageStore({ ...numberedStorage(), getItem })
    expect(() => store.sync?.get(at('x'), builtInTypes)).toThrow(StoreError)
    await expect(store.get(at('x'), builtInTypes)).rejects.toThrow('cannot read cachetta:["x",""]: denied')
  })

  it('can be asked for and declined, without a read', () => {
    const storage = numberedStorage()
    const reads = vi.spyOn(storage, 'getItem')
    expect(storageStore(storage, { sync: false }).sync).toBeUndefined()
    expect(storageStore(storage, { sync: true }).sync).toBeDefined()
    expect(reads).not.toHaveBeenCalled()
  })

  it('says what to do where it was asked for and the storage answers with promises', async () => {
    const store = storageStore(asyncStorage(), { sync: true })
    expect(() => store.sync?.get(at('x'), builtInTypes)).toThrow('give storageStore the option sync: false')
  })
})

describe('writes that take their time', () => {
  it('take effect in the order in which they were asked for, one entry at a time', async () => {
    const storage = storageByHand()
    const store = storageStore(storage)
    const value = [1]
    const setting = put(store, at('x'), value)
    value.push(2)
    const deleting = store.delete(at('x'))
    const other = put(store, at('y'), 3)
    await flushPromises()
    // set x    |--------| by hand
    // delete x          waits
    // set y    |-----|
    expect(storage.calls.map(({ text }) => text)).toEqual(['set', 'set'])
    storage.calls[1]?.resolve()
    await other
    storage.calls[0]?.resolve()
    await setting
    expect(await get(store, at('x'))).toEqual([1])
    await flushPromises()
    storage.calls[2]?.resolve()
    await deleting
    expect(await get(store, at('x'))).toBeUndefined()
  })

  it('go on after one that failed', async () => {
    const storage = storageByHand()
    const store = storageStore(storage)
    const failing = put(store, at('x'), 1)
    const value = [2]
    const next = put(store, at('x'), value)
    value.push(3)
    await flushPromises()
    storage.calls[0]?.reject(new Error('no'))
    await expect(failing).rejects.toThrow('cannot write cachetta:["x",""]: no')
    await flushPromises()
    storage.calls[1]?.resolve()
    await next
    expect(await get(store, at('x'))).toEqual([2])
  })
})

describe('a full storage', () => {
  const long = (letter: string) => letter.repeat(1_000)

  it('loses its oldest entries, no more than needed, and nothing of anybody else', async () => {
    const storage = localStorageOf(10_000)
    storage.setItem('theme', 'dark')
    storage.setItem('cachetta:theme', 'dark')
    storage.setItem('cachetta:["damaged",""]', 'dark')
    const store = storageStore(storage)
    for (const [index, key] of [...'cabdefgh'].entries())
      await put(store, at('x', key), long(key), key === 'a' ? 10 : index + 11)
    await put(store, at('x', 'n'), long('n'), 50)
    expect(await listed(store)).toEqual([...'bcdefghn'].map((key) => `x ${key}`))
    store.sync?.set(at('x', 'o'), { key: 'o', storedAt: 51, tags: [], value: long('o') }, builtInTypes)
    expect(await listed(store)).toEqual([...'bdefghno'].map((key) => `x ${key}`))
    const others = ['theme', 'cachetta:theme', 'cachetta:["damaged",""]']
    expect(others.map((name) => storage.getItem(name))).toEqual(['dark', 'dark', 'dark'])
  })

  it('gains some room with each look at all entries, so that the next writes need none', async () => {
    const storage = localStorageOf(60_000)
    const store = storageStore(storage)
    const looks = vi.spyOn(Object.getPrototypeOf(storage), 'key')
    onTestFinished(() => looks.mockRestore())
    const writesUntilLook = async (first: number): Promise<number> => {
      looks.mockClear()
      for (let index = first; ; index += 1) {
        await put(store, at('x', String(index)), long('x'), index)
        if (looks.mock.calls.length > 0) return index - first
      }
    }
    const filling = await writesUntilLook(1_000)
    expect(filling).toBeGreaterThan(40)
    expect(await writesUntilLook(2_000)).toBeGreaterThanOrEqual(4)
  })

  it('keeps what it has where the new entry needs more than all of it', async () => {
    const store = storageStore(localStorageOf(3_000))
    await put(store, at('x'), 'small')
    const setting = put(store, at('y'), 'large'.repeat(1_000))
    await expect(setting).rejects.toMatchObject({ code: 'STORE', cause: { name: 'QuotaExceededError' } })
    await expect(setting).rejects.toBeInstanceOf(StoreError)
    expect(await listed(store)).toEqual(['x'])
  })

  it('is tried once more and not again', async () => {
    const storage = asyncStorage()
    const store = storageStore(storage)
    for (const key of ['1', '2', '3', '4']) await put(store, at('x', key), long(key), Number(key))
    // As AsyncStorage says it on Android.
    const full = () => Promise.reject(new Error('database or disk is full (code 13 SQLITE_FULL)'))
    const sets = vi.spyOn(storage, 'setItem').mockImplementation(full)
    await expect(put(store, at('x', '5'), 5)).rejects.toThrow('disk is full')
    expect(sets).toHaveBeenCalledTimes(2)
    sets.mockRestore()
    vi.spyOn(storage, 'setItem').mockImplementationOnce(full)
    await put(store, at('x', '5'), 5)
    expect(await listed(store)).toEqual(['x 3', 'x 4', 'x 5'])
  })

  it('is not what another failure is taken for', async () => {
    const storage = numberedStorage()
    const store = storageStore(storage)
    await put(store, at('x'), 1)
    const failing = () => {
      throw new TypeError('not allowed')
    }
    const sets = vi.spyOn(storage, 'setItem').mockImplementation(failing)
    await expect(put(store, at('y'), 1)).rejects.toThrow('not allowed')
    expect(sets).toHaveBeenCalledTimes(1)
    expect(await listed(store)).toEqual(['x'])
  })
})

describe('a storage that tells no names', () => {
  const indexIn = ({ items }: TestStorage) => [...items.keys()].filter((name) => name.startsWith('cachetta:index:'))

  it.each([
    ['at once', (bare: TestStorage) => bare],
    ['with promises', slowStorage],
  ])('misses what a lost index named, until it is set again (answers %s)', async (_title, answering) => {
    for (const lose of [
      (storage: TestStorage, name: string) => storage.items.delete(name),
      (storage: TestStorage, name: string) => storage.items.set(name, '["torn'),
      (storage: TestStorage, name: string) => storage.items.set(name, '{}'),
    ]) {
      const storage = bareStorage()
      const store = storageStore(answering(storage))
      for (const key of ['1', '2']) await put(store, at('x', key), key)
      for (const name of indexIn(storage)) lose(storage, name)
      expect([await get(store, at('x', '1')), await store.stat(at('x', '1'))]).toEqual([undefined, null])
      expect(await listed(store)).toEqual([])
      await put(store, at('x', '1'), 'again')
      expect(await get(store, at('x', '1'))).toBe('again')
      expect(await listed(store)).toEqual(['x 1'])
    }
  })

  it('keeps its index whole when many entries are set and deleted at once', async () => {
    const storage = bareStorage()
    const store = storageStore(slowStorage(storage))
    const keys = Array.from({ length: 300 }, (_, index) => String(index))
    await Promise.all(keys.map((key) => put(store, at('x', key), key)))
    expect(await listed(store)).toHaveLength(300)
    await Promise.all(keys.map((key) => store.delete(at('x', key))))
    expect(storage.items.size).toBe(0)
  })

  it('takes a bounded number of calls, and of bytes, for a write', () => {
    const storage = bareStorage()
    const { sync } = storageStore(storage)
    const set = (key: string) => sync?.set(at('x', key), { key, storedAt: 0, tags: [], value: 1 }, builtInTypes)
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

describe('subscribe', () => {
  it('is there where the option is, and reports entries alone, of this storage alone', () => {
    const storage = numberedStorage()
    let tell: ((change: StorageChange) => void) | undefined
    const subscribe = (listener: (change: StorageChange) => void) => {
      tell = listener
      return () => {
        tell = undefined
      }
    }
    expect(storageStore(storage).subscribe).toBeUndefined()
    const heard: Change[] = []
    const stop = storageStore(storage, { subscribe }).subscribe?.((change) => heard.push(change))
    const key = 'cachetta:["x","1"]'
    tell?.({ key, newValue: '…', storageArea: storage })
    tell?.({ key, newValue: null })
    tell?.({ key, newValue: '…', storageArea: null })
    tell?.({ key, newValue: '…', storageArea: numberedStorage() })
    for (const foreign of ['theme', '["x", "1"]', '["x","1",false]'])
      tell?.({ key: `cachetta:${foreign}`, newValue: 'dark' })
    // Another window called clear().
    tell?.({ key: null, newValue: null })
    expect(heard).toEqual(['set', 'delete', 'set'].map((type) => ({ type, address: at('x', '1') })))
    stop?.()
    expect(tell).toBeUndefined()
  })
})

describe('options', () => {
  it.each([
    [{ prefx: 'a' }, 'prefx: "a" was given, and storageStore has no such option; there are prefix, sync, subscribe'],
    [{ prefix: 1 }, 'prefix: 1 was given; accepted is a text'],
    [{ sync: 'yes' }, 'sync: "yes" was given; accepted is true or false'],
    [{ subscribe: true }, 'subscribe: true was given; accepted is a function'],
  ])('are refused when they mean nothing: %j', (options, message) => {
    const make = () => storageStore(numberedStorage(), options as StorageStoreOptions)
    expect(make).toThrow(InvalidOptionError)
    expect(make).toThrow(message)
  })

  it('that are undefined mean their defaults', () => {
    const undefinedAll = { prefix: undefined, sync: undefined, subscribe: undefined } as unknown as StorageStoreOptions
    const store = storageStore(numberedStorage(), undefinedAll)
    expect([store.locate?.(at('x')), store.sync !== undefined, store.subscribe]).toEqual([
      'cachetta:["x",""]',
      true,
      undefined,
    ])
  })

  it.each([[undefined], [null], [{ getItem: () => null }]])('need a storage, and %o is none', (storage) => {
    const make = () => storageStore(storage as unknown as KeyValueStorage)
    expect(make).toThrow(InvalidOptionError)
    expect(make).toThrow('give memoryStore()')
  })
})

describe('a cache over a storage', () => {
  it('answers from it in the next visit, also without awaiting, and leaves nothing after invalidateAll', async () => {
    const storage = localStorageOf()
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
