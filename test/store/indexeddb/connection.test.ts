import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { Cachetta, readCache, StoreError, writeCache } from '../../../src/index.ts'
import { describeStore } from '../../../src/store/contract/describe-store.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { cloneTypes } from './clone-types.ts'
import { openDatabase } from './raw-database.ts'
import { addressAt, createName, createStore, getValue, replaceGlobal, setValue, waitForCommits } from './test-store.ts'

const lines = recordLogLines()

test('opens the database at the first use', async () => {
  const open = vi.spyOn(indexedDB, 'open')
  const store = createStore()
  expect(open).not.toHaveBeenCalled()
  await getValue(store, addressAt('a'))
  await getValue(store, addressAt('b'))
  expect(open).toHaveBeenCalledTimes(1)
  open.mockRestore()
})

test('opens the database once when `wake` is called, before the first use', async () => {
  const open = vi.spyOn(indexedDB, 'open')
  const store = createStore()
  store.wake?.()
  store.wake?.()
  expect(open).toHaveBeenCalledTimes(1)
  await getValue(store, addressAt('a'))
  expect(open).toHaveBeenCalledTimes(1)
  open.mockRestore()
})

test('a first read does not wait for the invalidations, and its record counts when they are known', async () => {
  const name = createName()
  await setValue(createStore(name), addressAt('a'), 1)
  await waitForCommits(name)
  const scopes = {} as IDBRequest<unknown[]> & { result: unknown[]; onsuccess(): void }
  const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockReturnValue(scopes)
  const get = vi.spyOn(IDBObjectStore.prototype, 'get')
  vi.spyOn(globalThis, 'setTimeout').mockReturnValue(0 as never) // the first use waits for 200 ms at most
  onTestFinished(() => void vi.restoreAllMocks())

  const reading = getValue(createStore(name), addressAt('a'))
  await vi.waitFor(() => expect(get.mock.results[0]?.value).toMatchObject({ readyState: 'done' }))
  expect(getAll).toHaveBeenCalledTimes(1)
  scopes.result = [{ type: 'invalidate', base: addressAt('a').path, order: Date.now() + 500 }]
  scopes.onsuccess()
  expect(await reading).toBeUndefined()
})

const broken: [title: string, factory: () => unknown][] = [
  ['missing', () => undefined],
  [
    'forbidden',
    () => ({
      open() {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      },
    }),
  ],
  ['refused', () => failToOpen(new DOMException('A mutation was attempted', 'InvalidStateError'))],
  ['silent', () => ({ open: () => ({}) })],
]

describe.each(broken)('if IndexedDB is %s', (_title, factory) => {
  test('the store works in memory and logs one warning', async () => {
    replaceGlobal('indexedDB', factory())
    const cache = new Cachetta({ path: 'a.json', store: createStore() })
    const double = cache(async (number: number) => number * 2)
    expect([await double(1), await double(2)]).toEqual([2, 4])
    await writeCache(cache, 'written', 3)
    expect(await readCache(cache, 3)).toBe('written')
    expect(await readCache(cache, 1)).toBe(2)
    expect(await cache.exists(1)).toBe(true)
    await cache.invalidateAll()
    expect(await readCache(cache, 1)).toBeNull()
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^warn .*IndexedDB.*stay in memory/)
  })

  test('the store waits once for a database, and throws once', async () => {
    replaceGlobal('indexedDB', factory())
    const store = createStore()
    await expect(store.get(addressAt('a'), cloneTypes)).rejects.toThrow(StoreError)
    const before = performance.now()
    expect(await getValue(store, addressAt('a'))).toBeUndefined()
    expect(performance.now() - before).toBeLessThan(100)
  })
})

describe('without a database', () => {
  describeStore(
    'memory',
    async () => {
      const store = createStore()
      const { indexedDB } = globalThis
      Reflect.set(globalThis, 'indexedDB', undefined)
      await store.get(addressAt('missing'), cloneTypes).catch(() => undefined)
      Reflect.set(globalThis, 'indexedDB', indexedDB)
      return store
    },
    { describe, it: (title, body) => test.skipIf(title.includes('reports'))(title, body) },
  )
})

test('uses a database that answers late, from then on', async () => {
  const name = createName()
  const { open } = indexedDB
  let answer = (): void => undefined
  const spy = vi.spyOn(indexedDB, 'open').mockImplementation((...args) => {
    const late = { result: null } as unknown as IDBOpenDBRequest
    const request = open.apply(indexedDB, args)
    request.onupgradeneeded = (event) => {
      Object.assign(late, { result: request.result })
      late.onupgradeneeded?.(event)
    }
    answer = () => {
      Object.assign(late, { result: request.result })
      late.onsuccess?.(new Event('success'))
    }
    return late
  })
  const store = createStore(name)
  await setValue(store, addressAt('a'), 1)
  await expect(store.get(addressAt('b'), cloneTypes)).rejects.toThrow('does not answer')
  answer()
  spy.mockRestore()
  await flushPromises()
  await setValue(store, addressAt('b'), 2)
  await waitForCommits(name)
  const other = createStore(name)
  expect([await getValue(other, addressAt('a')), await getValue(other, addressAt('b'))]).toEqual([1, 2])
})

test('opens the connection again after it was closed', async () => {
  const name = createName()
  const store = createStore(name)
  const opened = trackConnection(name)
  await setValue(store, addressAt('a'), 1)
  await waitForCommits(name)
  opened()?.close() // without an event: the next transaction throws an InvalidStateError
  expect(await getValue(store, addressAt('a'))).toBe(1)
  opened()?.close()
  await setValue(store, addressAt('a'), 2)
  await waitForCommits(name)
  expect(await getValue(createStore(name), addressAt('a'))).toBe(2)
  expect(lines).toEqual([])
})

test('does not open a third time a connection that is closed each time', async () => {
  const name = createName()
  const store = createStore(name)
  await getValue(store, addressAt('a'))
  for (let task = 0; task < 10; task += 1) await new Promise((resolve) => setImmediate(resolve)) // the transaction ends
  let begun = 0
  onTransaction(name, () => {
    begun += 1
    throw new DOMException('The connection is closing', 'InvalidStateError')
  })
  await expect(store.get(addressAt('a'), cloneTypes)).rejects.toThrow('The connection is closing')
  expect(begun).toBe(2)
  await setValue(store, addressAt('a'), 'in memory')
  expect(await getValue(store, addressAt('a'))).toBe('in memory')
})

test('lets a newer version upgrade the database, and then works in memory', async () => {
  const name = createName()
  const store = createStore(name)
  await setValue(store, addressAt('a'), 1)
  await waitForCommits(name)
  const newer = await openDatabase(name, 99) // resolves only when the store has closed its connection
  newer.close()
  await expect(store.get(addressAt('a'), cloneTypes)).rejects.toThrow('stay in memory')
  await setValue(store, addressAt('a'), 2)
  expect(await getValue(store, addressAt('a'))).toBe(2)
})

test('empties a database with an older layout', async () => {
  const name = createName()
  // Version 1 is the first layout. The test makes it the older one: the store opens the database as version 2.
  const { open } = indexedDB
  const older = await openDatabase(name, 1, (database) => void database.createObjectStore('something else'))
  older.close()
  const spy = vi.spyOn(indexedDB, 'open').mockImplementation((database) => open.call(indexedDB, database, 2))
  const store = createStore(name)
  await setValue(store, addressAt('a'), 1)
  expect(await getValue(store, addressAt('a'))).toBe(1)
  const database = await openDatabase(name)
  expect([...database.objectStoreNames]).toEqual(['entries'])
  database.close()
  spy.mockRestore()
})

test('works in memory if the database has a foreign layout', async () => {
  const name = createName()
  const foreign = await openDatabase(name, 1, (database) => void database.createObjectStore('something else'))
  foreign.close()
  const store = createStore(name)
  await expect(store.get(addressAt('a'), cloneTypes)).rejects.toThrow(StoreError)
  await setValue(store, addressAt('a'), 1)
  expect(await getValue(store, addressAt('a'))).toBe(1)
})

function failToOpen(error: DOMException): Partial<IDBFactory> {
  return {
    open() {
      const request = { error } as unknown as IDBOpenDBRequest
      queueMicrotask(() => request.onerror?.(new Event('error')))
      return request
    },
  }
}

/** Returns a function that returns the connection of the last transaction on a database. */
function trackConnection(name: string): () => IDBDatabase | undefined {
  let last: IDBDatabase | undefined
  onTransaction(name, (database) => {
    last = database
  })
  return () => last
}

/** Calls `listener` before each transaction on a database, for the rest of this test. */
function onTransaction(name: string, listener: (database: IDBDatabase) => void): void {
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    if (this.name === name && String(args[1]).startsWith('read')) listener(this)
    return transaction.apply(this, args)
  }
  onTestFinished(() => {
    IDBDatabase.prototype.transaction = transaction
  })
}
