import { describe, expect, test, vi } from 'vitest'
import { cloneTypes } from '../../../src/entry/clone-types.ts'
import { flushPromises } from '../../support/deferred.ts'
import {
  addressAt,
  createName,
  createStore,
  getValue,
  listPaths,
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
    const failing = failNextPuts(3)
    await setValue(store, addressAt('new'), 'y', { storedAt: 200 })
    await waitForRetries(name)
    failing.stop()
    expect(await getValue(createStore(name), addressAt('new'))).toBe('y')
    expect(await listPaths(createStore(name))).toEqual(['1', '2', '3', 'new'])
  })

  test('evicts as much as the new entry needs, and nothing for one that needs more than all take', async () => {
    const name = createName()
    const store = createStore(name)
    for (let age = 4; age > 0; age--)
      await setValue(store, addressAt(`${age}`), 'x'.repeat(1_000), { storedAt: 100 - age })
    await waitForCommits(name)
    const once = failNextPuts(1)
    await setValue(store, addressAt('new'), 'y'.repeat(1_500), { storedAt: 200 })
    await waitForRetries(name)
    once.stop()
    expect(await listPaths(createStore(name))).toEqual(['1', '2', 'new'])
    const always = failNextPuts(Number.POSITIVE_INFINITY)
    await setValue(store, addressAt('huge'), 'z'.repeat(100_000), { storedAt: 300 })
    await waitForRetries(name)
    always.stop()
    expect(await listPaths(createStore(name))).toEqual(['1', '2', 'new'])
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

/** Aborts the next transactions that put entries, like a browser whose quota is reached. */
function failNextPuts(times: number): { stop(): void } {
  let left = times
  const { put: original } = IDBObjectStore.prototype
  const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    const request = original.apply(this, args)
    if (left > 0 && typeof args[1] === 'string') {
      left--
      const { transaction } = this
      Object.defineProperty(transaction, 'error', {
        value: new DOMException('the quota is reached', 'QuotaExceededError'),
      })
      transaction.commit = () => undefined
      transaction.abort()
    }
    return request
  })
  return { stop: () => spy.mockRestore() }
}

async function waitForRetries(name: string): Promise<void> {
  for (let round = 0; round < 5; round++) {
    await waitForCommits(name)
    await flushPromises()
  }
}
