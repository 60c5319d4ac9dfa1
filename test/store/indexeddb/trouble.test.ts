import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { cloneTypes } from '../../../src/entry/clone-types.ts'
import { Cachetta, readCache, StoreError, writeCache } from '../../../src/index.ts'
import { describeStore } from '../../../src/store/contract/describe-store.ts'
import { settled } from '../../support/by-hand.ts'
import { logLines } from '../../support/log-lines.ts'
import { at, instead, kept, newName, newStore, pathsIn, put, valueAt } from './bench.ts'
import { openRaw, spoil } from './raw.ts'

const lines = logLines()

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
  ['refused', () => refusing(new DOMException('A mutation was attempted', 'InvalidStateError'))],
  ['silent', () => ({ open: () => ({}) })],
]

describe.each(broken)('where IndexedDB is %s', (_title, factory) => {
  test('works from memory, with one warning', async () => {
    instead('indexedDB', factory())
    const cache = new Cachetta({ path: 'a.json', store: newStore() })
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

  test('waits once for a database, and tells of it once', async () => {
    instead('indexedDB', factory())
    const store = newStore()
    await expect(store.get(at('a'), cloneTypes)).rejects.toThrow(StoreError)
    const before = performance.now()
    expect(await valueAt(store, at('a'))).toBeUndefined()
    expect(performance.now() - before).toBeLessThan(100)
  })
})

describe('without a database', () => {
  describeStore(
    'memory',
    async () => {
      const store = newStore()
      const { indexedDB } = globalThis
      Reflect.set(globalThis, 'indexedDB', undefined)
      await store.get(at('told'), cloneTypes).catch(() => undefined)
      Reflect.set(globalThis, 'indexedDB', indexedDB)
      return store
    },
    { describe, it: (title, body) => test.skipIf(title.includes('reports'))(title, body) },
  )
})

test('uses a database that answers late, from then on', async () => {
  const name = newName()
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
  const store = newStore(name)
  await put(store, at('a'), 1)
  await expect(store.get(at('b'), cloneTypes)).rejects.toThrow('does not answer')
  answer()
  spy.mockRestore()
  await settled()
  await put(store, at('b'), 2)
  await kept(name)
  const other = newStore(name)
  expect([await valueAt(other, at('a')), await valueAt(other, at('b'))]).toEqual([1, 2])
})

test('reopens a connection that was closed under it', async () => {
  const name = newName()
  const store = newStore(name)
  const opened = lastUsed(name)
  await put(store, at('a'), 1)
  await kept(name)
  opened()?.close() // without telling: the next transaction throws an InvalidStateError
  expect(await valueAt(store, at('a'))).toBe(1)
  opened()?.close()
  await put(store, at('a'), 2)
  await kept(name)
  expect(await valueAt(newStore(name), at('a'))).toBe(2)
  expect(lines).toEqual([])
})

test('gives up a connection that is closed each time it is opened', async () => {
  const name = newName()
  const store = newStore(name)
  await valueAt(store, at('a'))
  let begun = 0
  onTransaction(name, () => {
    begun += 1
    throw new DOMException('The connection is closing', 'InvalidStateError')
  })
  await expect(store.get(at('a'), cloneTypes)).rejects.toThrow('The connection is closing')
  expect(begun).toBe(2)
  await put(store, at('a'), 'in memory')
  expect(await valueAt(store, at('a'))).toBe('in memory')
})

test('makes way for a newer layout, and then works from memory', async () => {
  const name = newName()
  const store = newStore(name)
  await put(store, at('a'), 1)
  await kept(name)
  const newer = await openRaw(name, 99) // resolves only when the store has closed its connection
  newer.close()
  await expect(store.get(at('a'), cloneTypes)).rejects.toThrow('stay in memory')
  await put(store, at('a'), 2)
  expect(await valueAt(store, at('a'))).toBe(2)
})

test('makes a database of an older layout anew', async () => {
  const name = newName()
  // Version 0 is not to be had: the layout of version 1 is the first, so that an older one is only thinkable as an upgrade.
  const { open } = indexedDB
  const older = await openRaw(name, 1, (database) => void database.createObjectStore('something else'))
  older.close()
  const spy = vi.spyOn(indexedDB, 'open').mockImplementation((database) => open.call(indexedDB, database, 2))
  const store = newStore(name)
  await put(store, at('a'), 1)
  expect(await valueAt(store, at('a'))).toBe(1)
  const database = await openRaw(name)
  expect([...database.objectStoreNames]).toEqual(['entries'])
  database.close()
  spy.mockRestore()
})

test('works from memory over a database that someone else laid out', async () => {
  const name = newName()
  const foreign = await openRaw(name, 1, (database) => void database.createObjectStore('something else'))
  foreign.close()
  const store = newStore(name)
  await expect(store.get(at('a'), cloneTypes)).rejects.toThrow(StoreError)
  await put(store, at('a'), 1)
  expect(await valueAt(store, at('a'))).toBe(1)
})

test('passes over a record that is no entry', async () => {
  const name = newName()
  const store = newStore(name)
  await put(store, at('a'), 1)
  await put(store, at('b'), 2)
  await kept(name)
  await spoil(name, 'a\0')
  await expect(store.get(at('a'), cloneTypes)).rejects.toMatchObject({ code: 'DAMAGED' })
  expect(await pathsIn(store)).toEqual(['b'])
})

describe('where there is no more room', () => {
  test('drops the oldest quarter and tries again', async () => {
    const name = newName()
    const store = newStore(name)
    for (let age = 8; age > 0; age--) await put(store, at(`${age}`), 'x'.repeat(100), { storedAt: 100 - age })
    await kept(name)
    const failing = failPuts(1)
    await put(store, at('new'), 1, { storedAt: 200 })
    await settledLong(name)
    failing.stop()
    expect(await pathsIn(newStore(name))).toEqual(['1', '2', '3', '4', '5', '6', 'new'])
    expect(await store.get(at('nothing'), cloneTypes)).toBeNull()
  })

  test('gives a value up that still finds none, the older one with it, and says so once', async () => {
    const name = newName()
    const store = newStore(name)
    await put(store, at('a'), 'old')
    await put(store, at('b'), 'other')
    await kept(name)
    const failing = failPuts(2)
    await put(store, at('a'), 'new')
    await settledLong(name)
    failing.stop()
    await expect(store.get(at('a'), cloneTypes)).rejects.toThrow('no more room')
    expect(await store.get(at('a'), cloneTypes)).toBeNull()
    expect(await valueAt(newStore(name), at('a'))).toBeUndefined()
  })

  test('keeps the order of a write that fails and one that the page sends after it as it goes', async () => {
    const listeners = new Map<string, () => void>()
    instead('addEventListener', (type: string, listener: () => void) => void listeners.set(type, listener))
    const name = newName()
    const store = newStore(name)
    await put(store, at('opens'), 0)
    await kept(name)
    const failing = failPuts(1)
    await put(store, at('a'), 'first', { storedAt: 2 })
    await put(store, at('a'), 'second', { storedAt: 2 })
    listeners.get('visibilitychange')?.()
    await settledLong(name)
    failing.stop()
    expect(await valueAt(newStore(name), at('a'))).toBe('second')
  })
})

/** Aborts the next transactions with puts of entries, as a browser does whose quota is reached. */
function failPuts(times: number): { stop(): void } {
  let left = times
  const { put: original } = IDBObjectStore.prototype
  const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    const request = original.apply(this, args)
    if (left > 0 && typeof args[1] === 'string') {
      left--
      const { transaction } = this
      Object.defineProperty(transaction, 'error', { value: new DOMException('no more room', 'QuotaExceededError') })
      transaction.commit = () => undefined
      transaction.abort()
    }
    return request
  })
  return { stop: () => spy.mockRestore() }
}

async function settledLong(name: string): Promise<void> {
  for (let round = 0; round < 5; round++) {
    await kept(name)
    await settled()
  }
}

function refusing(error: DOMException): Partial<IDBFactory> {
  return {
    open() {
      const request = { error } as unknown as IDBOpenDBRequest
      queueMicrotask(() => request.onerror?.(new Event('error')))
      return request
    },
  }
}

/** The connection that the store over this database used last. */
function lastUsed(name: string): () => IDBDatabase | undefined {
  let last: IDBDatabase | undefined
  onTransaction(name, (database) => {
    last = database
  })
  return () => last
}

/** Listens to the begin of every transaction on a database, for this test. */
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
