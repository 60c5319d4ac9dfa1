import { expect, test, vi } from 'vitest'
import { flushPromises } from '../../support/deferred.ts'
import { runTransaction } from './raw-database.ts'
import {
  addressAt,
  createName,
  createStore,
  getValue,
  recordTransactions,
  replaceGlobal,
  setValue,
  waitForCommits,
} from './test-store.ts'

test('writes the sets of one tick in one transaction, and later sets in the next transaction', async () => {
  const name = createName()
  const store = createStore(name)
  await getValue(store, addressAt('opens'))
  const modes = recordTransactions()
  await Promise.all(Array.from({ length: 50 }, (_, index) => setValue(store, addressAt('a', `${index}`), index)))
  expect(modes).toEqual(['readwrite'])
  for (let index = 0; index < 50; index++) await setValue(store, addressAt('b', `${index}`), index)
  const writes = modes.length
  await waitForCommits(name)
  expect(writes).toBe(1)
  expect(await runTransaction(name, (entries) => entries.count())).toBe(101) // and how many bytes they take
})

test('returns a copy of a pending value', async () => {
  const store = createStore()
  const value = { list: [1] }
  await setValue(store, addressAt('a'), value)
  value.list.push(2)
  const first = await getValue(store, addressAt('a'))
  expect(first).toEqual({ list: [1] })
  Object.assign(Object(first), { list: 'changed by a reader' })
  expect(await getValue(store, addressAt('a'))).toEqual({ list: [1] })
})

test('returns the value of the last set while an earlier set is committed', async () => {
  const name = createName()
  const store = createStore(name)
  await setValue(store, addressAt('a'), 'first')
  await setValue(store, addressAt('a'), 'second')
  const seen = new Set<unknown>()
  for (let tick = 0; tick < 50; tick++) {
    seen.add(await getValue(store, addressAt('a')))
    await flushPromises()
  }
  expect([...seen]).toEqual(['second'])
})

test('writes all queued entries when the page is hidden, and closes when the page is left', async () => {
  const listeners = new Map<string, () => void>()
  replaceGlobal('addEventListener', (type: string, listener: () => void) => void listeners.set(type, listener))
  const name = createName()
  const store = createStore(name)

  await setValue(store, addressAt('a'), 1)
  await setValue(store, addressAt('b'), 2)
  const modes = recordTransactions()
  listeners.get('visibilitychange')?.()
  await Promise.resolve()
  await Promise.resolve()
  await Promise.resolve()
  expect(modes).toEqual(['readwrite']) // at once, though the first batch is still on its way

  const close = vi.spyOn(IDBDatabase.prototype, 'close')
  listeners.get('pagehide')?.()
  await waitForCommits(name)
  expect(close).toHaveBeenCalled()
  close.mockRestore()
  expect([await getValue(store, addressAt('a')), await getValue(store, addressAt('b'))]).toEqual([1, 2])
})
