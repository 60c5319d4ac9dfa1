import { describe, expect, test, vi } from 'vitest'
import { entryNameOf } from '../../../src/key/address.ts'
import type { EntryRecord } from '../../../src/store/indexeddb/record.ts'
import type { Store } from '../../../src/store/store.ts'
import { flushPromises } from '../../support/deferred.ts'
import { cloneTypes } from './clone-types.ts'
import { runTransaction } from './raw-database.ts'
import {
  addressAt,
  createName,
  createStore,
  getValue,
  listPaths,
  recordTransactions,
  replaceGlobal,
  setValue,
  waitForCommits,
} from './test-store.ts'

describe('if the quota is reached', () => {
  test('evicts the oldest quarter and writes again', async () => {
    const name = createName()
    const store = createStore(name)
    for (let age = 8; age > 0; age--)
      await setValue(store, addressAt(`${age}`), 'x'.repeat(100), { storedAt: 100 - age })
    await waitForCommits(name)
    const failing = failNextPuts(1)
    await setValue(store, addressAt('new'), 1, { storedAt: 200 })
    await waitForRetries(name)
    failing.stop()
    expect(await listPaths(createStore(name))).toEqual(['1', '2', '3', '4', '5', '6', 'new'])
    expect(await store.get(addressAt('nothing'), cloneTypes)).toBeNull()
  })

  test('evicts in rounds until the new entry fits', async () => {
    const name = createName()
    const store = createStore(name)
    for (let age = 8; age > 0; age--)
      await setValue(store, addressAt(`${age}`), 'x'.repeat(100), { storedAt: 100 - age })
    await waitForCommits(name)
    const quota = await limitQuota(name, 900)
    const evicted: string[] = []
    store.onEvict?.(({ path }) => void evicted.push(path))
    await setValue(store, addressAt('new'), 'x'.repeat(500), { storedAt: 200 })
    await waitForRetries(name)
    quota.stop()
    expect(evicted).toEqual(['8', '7', '6', '5'])
    expect(await listPaths(createStore(name))).toEqual(['1', '2', '3', '4', 'new'])
    expect(await store.get(addressAt('nothing'), cloneTypes)).toBeNull()
  })

  test('evicts nothing for an entry that needs more than all others take', async () => {
    const name = createName()
    const store = createStore(name)
    for (const path of ['a', 'b']) await setValue(store, addressAt(path), 'x'.repeat(100))
    await waitForCommits(name)
    const always = failNextPuts(Number.POSITIVE_INFINITY)
    await setValue(store, addressAt('huge'), 'z'.repeat(1_000))
    await waitForRetries(name)
    always.stop()
    expect(await listPaths(createStore(name))).toEqual(['a', 'b'])
  })

  test('puts all entries back if their eviction was in vain, and keeps what was written with the refused entry', async () => {
    const name = createName()
    const store = createStore(name)
    for (const path of ['a', 'b', 'c', 'd', 'e', 'f']) await setValue(store, addressAt(path), path.repeat(100))
    await setValue(store, addressAt('large'), 'old')
    await waitForCommits(name)
    const quota = await limitQuota(name, 700, (size) => size === 500)
    const onEvict = vi.fn()
    store.onEvict?.(onEvict)
    const writes = [
      setValue(store, addressAt('large'), 'x'.repeat(500), { storedAt: 3 }),
      setValue(store, addressAt('small'), 'x'.repeat(90), { storedAt: 2 }),
    ]
    await Promise.all(writes)
    await waitForRetries(name)
    quota.stop()
    expect(onEvict).not.toHaveBeenCalled()
    expect(await listPaths(createStore(name))).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'small'])
    expect(await getValue(createStore(name), addressAt('a'))).toBe('a'.repeat(100))
    await expect(store.get(addressAt('large'), cloneTypes)).rejects.toThrow('the quota is reached')
    expect(await store.get(addressAt('large'), cloneTypes)).toBeNull()
  })

  test('ends if each transaction that puts anything fails, also the one that evicts', async () => {
    const name = createName()
    const store = createStore(name)
    for (const path of ['a', 'b', 'c', 'd']) await setValue(store, addressAt(path), 'x'.repeat(100))
    await waitForCommits(name)
    const quota = await limitQuota(name, 0)
    await setValue(store, addressAt('new'), 'x'.repeat(100))
    await waitForRetries(name)
    quota.stop()
    expect(await getValue(createStore(name), addressAt('new'))).toBeUndefined()
    await setValue(store, addressAt('later'), 1)
    await waitForRetries(name)
    expect(await getValue(createStore(name), addressAt('later'))).toBe(1)
  })

  test('deletes the entry if no eviction helps, and throws once', async () => {
    const name = createName()
    const store = createStore(name)
    await setValue(store, addressAt('a'), 'old')
    await setValue(store, addressAt('b'), 'other')
    await waitForCommits(name)
    const failing = failNextPuts(Number.POSITIVE_INFINITY)
    await setValue(store, addressAt('a'), 'new')
    await waitForRetries(name)
    failing.stop()
    await expect(store.get(addressAt('a'), cloneTypes)).rejects.toThrow('the quota is reached')
    expect(await store.get(addressAt('a'), cloneTypes)).toBeNull()
    expect(await getValue(createStore(name), addressAt('a'))).toBeUndefined()
  })

  test('keeps the order of a write that failed and a later write from a hidden page', async () => {
    const listeners = new Map<string, () => void>()
    replaceGlobal('addEventListener', (type: string, listener: () => void) => void listeners.set(type, listener))
    const name = createName()
    const store = createStore(name)
    await setValue(store, addressAt('opens'), 0)
    await waitForCommits(name)
    const failing = failNextPuts(1)
    await setValue(store, addressAt('a'), 'first', { storedAt: 2 })
    await setValue(store, addressAt('a'), 'second', { storedAt: 2 })
    listeners.get('visibilitychange')?.()
    await waitForRetries(name)
    failing.stop()
    expect(await getValue(createStore(name), addressAt('a'))).toBe('second')
  })
})

describe('if one value of a batch is refused', () => {
  const refusals: [title: string, refuse: (transaction: IDBTransaction) => void][] = [
    [
      'the put throws',
      () => {
        throw new DOMException('it can not be serialized for storage', 'DataCloneError')
      },
    ],
    ['the transaction aborts', (transaction) => abortWith(transaction, new DOMException('too large', 'UnknownError'))],
    ['the quota is too small for it', (transaction) => abortForQuota(transaction)],
  ]

  test.each(refusals)('keeps the 49 others and reports the one, when %s', async (_title, refuse) => {
    const name = createName()
    const store = createStore(name)
    const reported = listenToErrors(store)
    await setValue(store, addressAt('37'), 'old')
    await setValue(store, addressAt('gone'), 'old')
    await waitForCommits(name)
    const refusing = refusePuts(({ entry }) => entry.value === 'refused', refuse)
    await Promise.all([
      ...Array.from({ length: 50 }, (_, index) => setValue(store, addressAt(`${index}`), index === 37 ? 'refused' : 1)),
      store.delete(addressAt('gone')),
    ])
    await waitForRetries(name, 40)
    refusing.stop()
    const expected = Array.from({ length: 50 }, (_, index) => `${index}`).filter((path) => path !== '37')
    expect(await listPaths(createStore(name))).toEqual(expected.sort())
    expect(reported).toEqual(['37'])
    expect(await getValue(store, addressAt('37'))).toBeUndefined()
  })

  test('keeps the others when several are refused', async () => {
    const name = createName()
    const store = createStore(name)
    const reported = listenToErrors(store)
    await getValue(store, addressAt('opens'))
    const refusing = refusePuts(
      ({ entry }) => Number(entry.value) % 3 === 0,
      (transaction) => abortWith(transaction, new DOMException('too large', 'UnknownError')),
    )
    await Promise.all(Array.from({ length: 9 }, (_, index) => setValue(store, addressAt(`${index}`), index)))
    await waitForRetries(name, 40)
    refusing.stop()
    expect(await listPaths(createStore(name))).toEqual(['1', '2', '4', '5', '7', '8'])
    expect(reported.sort()).toEqual(['0', '3', '6'])
  })
})

test('keeps a batch in memory, and reports the database once, if every transaction fails', async () => {
  const name = createName()
  const store = createStore(name)
  const reported = listenToErrors(store)
  await getValue(store, addressAt('opens'))
  const modes = recordTransactions()
  const { commit } = IDBTransaction.prototype
  IDBTransaction.prototype.commit = function () {
    abortWith(this, new DOMException('the disk is broken', 'UnknownError'))
  }
  await Promise.all(Array.from({ length: 64 }, (_, index) => setValue(store, addressAt(`${index}`), index)))
  for (let round = 0; round < 40; round++) await flushPromises()
  IDBTransaction.prototype.commit = commit
  expect(reported).toEqual([undefined])
  expect(modes.length).toBeLessThan(12)
  expect(await getValue(store, addressAt('63'))).toBe(63)
})

/** Returns the paths of the entries whose errors a store reports from now on, `undefined` for an error of the database. */
function listenToErrors(store: Store): unknown[] {
  const reported: unknown[] = []
  store.wake?.((_error, address) => reported.push(address?.path))
  return reported
}

function refusePuts(
  isRefused: (record: EntryRecord) => boolean,
  refuse: (transaction: IDBTransaction) => void,
): { stop(): void } {
  const { put } = IDBObjectStore.prototype
  const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (typeof args[1] === 'string' && isRefused(args[0])) refuse(this.transaction)
    return put.apply(this, args)
  })
  return { stop: () => spy.mockRestore() }
}

/** Aborts the next transactions that put entries, like a browser whose quota is reached. */
function failNextPuts(times: number): { stop(): void } {
  let left = times
  const { put: original } = IDBObjectStore.prototype
  const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    const request = original.apply(this, args)
    if (left > 0 && typeof args[1] === 'string') {
      left--
      abortForQuota(this.transaction)
    }
    return request
  })
  return { stop: () => spy.mockRestore() }
}

/**
 * From now on, aborts a transaction that puts anything if the entries then have more characters than `quota`, or if one has a
 * refused size. Also a transaction that only stores the total size, as Chromium does.
 */
async function limitQuota(
  name: string,
  quota: number,
  isRefused: (size: number) => boolean = () => false,
): Promise<{ stop(): void }> {
  const before = await runTransaction<EntryRecord[]>(name, (entries) => entries.getAll(IDBKeyRange.lowerBound('')))
  let committed = new Map<unknown, number>(before.map(({ address, size }) => [entryNameOf(address), size]))
  const changed = new WeakMap<IDBTransaction, Map<unknown, number>>()
  const { put, delete: remove } = IDBObjectStore.prototype
  /** Counts when the database handles the request, because the transaction before it has ended then. */
  const count = ({ transaction }: IDBObjectStore, request: IDBRequest, key: unknown, size = 0): void => {
    const isPut = size > 0 || typeof key !== 'string'
    transaction.commit = () => undefined // it commits by itself
    request.addEventListener('success', () => {
      const sizes = changed.get(transaction) ?? new Map(committed)
      changed.set(transaction, typeof key === 'string' ? sizes.set(key, size) : sizes)
      const isFull = [...sizes.values()].reduce((sum, other) => sum + other, 0) > quota
      if (isPut && (isFull || isRefused(size))) abortForQuota(transaction)
    })
    transaction.addEventListener('complete', () => {
      committed = changed.get(transaction) ?? committed
    })
  }
  const spies = [
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, record, key) {
      const request = put.call(this, record, key)
      count(this, request, key, record.size)
      return request
    }),
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
      const request = remove.call(this, key)
      count(this, request, key)
      return request
    }),
  ]
  return { stop: () => spies.forEach((spy) => void spy.mockRestore()) }
}

function abortForQuota(transaction: IDBTransaction): void {
  abortWith(transaction, new DOMException('the quota is reached', 'QuotaExceededError'))
}

function abortWith(transaction: IDBTransaction, error: DOMException): void {
  Object.defineProperty(transaction, 'error', { value: error })
  transaction.commit = () => undefined
  transaction.abort()
}

async function waitForRetries(name: string, rounds = 15): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await waitForCommits(name)
    await flushPromises()
  }
}
