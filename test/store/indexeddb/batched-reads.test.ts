import { expect, onTestFinished, test, vi } from 'vitest'
import {
  addressAt,
  createName,
  createStore,
  getValue,
  recordTransactions,
  setValue,
  waitForCommits,
} from './test-store.ts'

/** A transaction without further requests ends after some tasks. */
async function endTransaction(): Promise<void> {
  for (let task = 0; task < 10; task += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('reads in one transaction what is requested in one tick', async () => {
  const store = createStore()
  await getValue(store, addressAt('opens'))
  await endTransaction()
  const modes = recordTransactions()
  await Promise.all(
    Array.from({ length: 50 }, (_, index) => store.get(addressAt('a', `${index}`), { kinds: new Map() })),
  )
  expect(modes).toEqual(['readonly'])
})

test('continues the transaction for a read that follows from the result of another one', async () => {
  const store = createStore()
  await getValue(store, addressAt('opens'))
  await endTransaction()
  const modes = recordTransactions()
  await getValue(store, addressAt('a'))
  await Promise.all(['b', 'c'].map((path) => getValue(store, addressAt(path))))
  expect(modes).toEqual(['readonly'])
  await endTransaction()
  await getValue(store, addressAt('a'))
  expect(modes).toEqual(['readonly', 'readonly'])
})

test('resolves together the reads of one tick', async () => {
  const name = createName()
  const store = createStore(name)
  await Promise.all([setValue(store, addressAt('a', '1'), 1), setValue(store, addressAt('a', '2'), 2)])
  await waitForCommits(name)
  const answered: number[] = []
  const one = getValue(store, addressAt('a', '1')).then(() => answered.push(1))
  const other = getValue(store, addressAt('a', '2')).then(() => answered.push(2))
  while (answered.length === 0) await new Promise((resolve) => setImmediate(resolve))
  expect(answered).toEqual([1, 2])
  await Promise.all([one, other])
})

test('does not read each of many missing entries', async () => {
  const name = createName()
  const store = createStore(name)
  const addresses = Array.from({ length: 50 }, (_, index) => addressAt('a', `${index}`))
  await Promise.all(addresses.slice(0, 5).map((address, index) => setValue(store, address, index)))
  await waitForCommits(name)
  const get = vi.spyOn(IDBObjectStore.prototype, 'get')
  onTestFinished(() => get.mockRestore())
  const values = await Promise.all(addresses.map((address) => getValue(store, address)))
  expect(values.slice(0, 6)).toEqual([0, 1, 2, 3, 4, undefined])
  expect(get).toHaveBeenCalledTimes(5)

  await Promise.all(Array.from({ length: 200 }, (_, index) => setValue(store, addressAt('a', `3-${index}`), index)))
  await waitForCommits(name)
  const again = await Promise.all(addresses.map((address) => getValue(store, address)))
  expect(again).toEqual(values) // so much lies between them that each is looked for
})
