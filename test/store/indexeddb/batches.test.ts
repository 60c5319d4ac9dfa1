import { expect, onTestFinished, test, vi } from 'vitest'
import { settled } from '../../support/by-hand.ts'
import { at, instead, kept, newName, newStore, pathsIn, put, transactions, valueAt } from './bench.ts'
import { onEntries } from './raw.ts'

test('opens the database at its first use', async () => {
  const open = vi.spyOn(indexedDB, 'open')
  const store = newStore()
  expect(open).not.toHaveBeenCalled()
  await valueAt(store, at('a'))
  await valueAt(store, at('b'))
  expect(open).toHaveBeenCalledTimes(1)
  open.mockRestore()
})

test('opens the database ahead of its first use when it is woken, once', async () => {
  const open = vi.spyOn(indexedDB, 'open')
  const store = newStore()
  store.wake?.()
  store.wake?.()
  expect(open).toHaveBeenCalledTimes(1)
  await valueAt(store, at('a'))
  expect(open).toHaveBeenCalledTimes(1)
  open.mockRestore()
})

test('reads in one transaction what is asked for in one tick', async () => {
  const store = newStore()
  await valueAt(store, at('opens'))
  const modes = transactions()
  await Promise.all(Array.from({ length: 50 }, (_, index) => store.get(at('a', `${index}`), { kinds: new Map() })))
  expect(modes).toEqual(['readonly'])
  await valueAt(store, at('a'))
  expect(modes).toEqual(['readonly', 'readonly'])
})

test('answers together what is asked for in one tick', async () => {
  const name = newName()
  const store = newStore(name)
  await Promise.all([put(store, at('a', '1'), 1), put(store, at('a', '2'), 2)])
  await kept(name)
  const answered: number[] = []
  const one = valueAt(store, at('a', '1')).then(() => answered.push(1))
  const other = valueAt(store, at('a', '2')).then(() => answered.push(2))
  while (answered.length === 0) await new Promise((resolve) => setImmediate(resolve))
  expect(answered).toEqual([1, 2])
  await Promise.all([one, other])
})

test('does not look for each of many entries that are not there', async () => {
  const name = newName()
  const store = newStore(name)
  const addresses = Array.from({ length: 50 }, (_, index) => at('a', `${index}`))
  await Promise.all(addresses.slice(0, 5).map((address, index) => put(store, address, index)))
  await kept(name)
  const get = vi.spyOn(IDBObjectStore.prototype, 'get')
  onTestFinished(() => get.mockRestore())
  const values = await Promise.all(addresses.map((address) => valueAt(store, address)))
  expect(values.slice(0, 6)).toEqual([0, 1, 2, 3, 4, undefined])
  expect(get).toHaveBeenCalledTimes(5)

  await Promise.all(Array.from({ length: 200 }, (_, index) => put(store, at('a', `3-${index}`), index)))
  await kept(name)
  const again = await Promise.all(addresses.map((address) => valueAt(store, address)))
  expect(again).toEqual(values) // so much lies between them that each is looked for
})

test('writes in one transaction what is set in one tick, and in the next one what is set meanwhile', async () => {
  const name = newName()
  const store = newStore(name)
  await valueAt(store, at('opens'))
  const modes = transactions()
  await Promise.all(Array.from({ length: 50 }, (_, index) => put(store, at('a', `${index}`), index)))
  expect(modes).toEqual(['readwrite'])
  for (let index = 0; index < 50; index++) await put(store, at('b', `${index}`), index)
  const writes = modes.length
  await kept(name)
  expect(writes).toBe(1)
  expect(await onEntries(name, (entries) => entries.count())).toBe(101) // and how many bytes they take
})

test('answers from a batch that is not kept yet, as a copy', async () => {
  const store = newStore()
  const value = { list: [1] }
  await put(store, at('a'), value)
  value.list.push(2)
  const first = await valueAt(store, at('a'))
  expect(first).toEqual({ list: [1] })
  Object.assign(Object(first), { list: 'changed by a reader' })
  expect(await valueAt(store, at('a'))).toEqual({ list: [1] })
})

test('lists what is kept and what is not kept yet, each once, without what is being deleted', async () => {
  const name = newName()
  const store = newStore(name)
  await put(store, at('a/1'), 1)
  await put(store, at('a/2'), 2)
  await kept(name)
  await Promise.all([put(store, at('a/1'), 'new'), put(store, at('a/3'), 3), store.delete(at('a/2'))])
  expect(await pathsIn(store, 'a')).toEqual(['a/1', 'a/3'])
  await kept(name)
  expect(await pathsIn(store, 'a')).toEqual(['a/1', 'a/3'])
})

test('reads nothing beside the base that it lists', async () => {
  const name = newName()
  const store = newStore(name)
  const paths = ['a', 'a/1', 'a/b/2', 'a-old', 'a.json', 'ab', 'b', 'A/1']
  await Promise.all(paths.map((path) => put(store, at(path), path)))
  await kept(name)
  const get = vi.spyOn(IDBObjectStore.prototype, 'get')
  expect(await pathsIn(store, 'a')).toEqual(['a', 'a/1', 'a/b/2'])
  expect(get).toHaveBeenCalledTimes(3)
  expect(await pathsIn(store, 'a/')).toEqual(['a/1', 'a/b/2'])
  expect(await pathsIn(store)).toEqual([...paths].sort())
  get.mockRestore()
})

test('lists more entries than it holds at a time', async () => {
  const name = newName()
  const store = newStore(name)
  await Promise.all(Array.from({ length: 250 }, (_, index) => put(store, at('many', `${index}`), index)))
  await kept(name)
  expect(await pathsIn(store, 'many')).toHaveLength(250)
})

test('keeps what waits when the page is hidden, and closes when it is left', async () => {
  const listeners = new Map<string, () => void>()
  instead('addEventListener', (type: string, listener: () => void) => void listeners.set(type, listener))
  const name = newName()
  const store = newStore(name)

  await put(store, at('a'), 1)
  await put(store, at('b'), 2)
  const modes = transactions()
  listeners.get('visibilitychange')?.()
  await Promise.resolve()
  await Promise.resolve()
  await Promise.resolve()
  expect(modes).toEqual(['readwrite']) // at once, though the first batch is still on its way

  const close = vi.spyOn(IDBDatabase.prototype, 'close')
  listeners.get('pagehide')?.()
  await kept(name)
  expect(close).toHaveBeenCalled()
  close.mockRestore()
  expect([await valueAt(store, at('a')), await valueAt(store, at('b'))]).toEqual([1, 2])
})

test('answers what was set last while what was set before is being kept', async () => {
  const name = newName()
  const store = newStore(name)
  await put(store, at('a'), 'first')
  await put(store, at('a'), 'second')
  const seen = new Set<unknown>()
  for (let tick = 0; tick < 50; tick++) {
    seen.add(await valueAt(store, at('a')))
    await settled()
  }
  expect([...seen]).toEqual(['second'])
})
