import { expect, test, vi } from 'vitest'
import { addressAt, createName, createStore, listPaths, setValue, waitForCommits } from './test-store.ts'

test('lists committed and pending entries, each once, without pending deletes', async () => {
  const name = createName()
  const store = createStore(name)
  await setValue(store, addressAt('a/1'), 1)
  await setValue(store, addressAt('a/2'), 2)
  await waitForCommits(name)
  await Promise.all([
    setValue(store, addressAt('a/1'), 'new'),
    setValue(store, addressAt('a/3'), 3),
    store.delete(addressAt('a/2')),
  ])
  expect(await listPaths(store, 'a')).toEqual(['a/1', 'a/3'])
  await waitForCommits(name)
  expect(await listPaths(store, 'a')).toEqual(['a/1', 'a/3'])
})

test('flushes: the writes so far are committed then, also the first ones, before which the database opens', async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, 'put')
  const store = createStore()
  await setValue(store, addressAt('a/1'), 1)
  let isCommitted = false
  put.mock.results[0]?.value.transaction.addEventListener('complete', () => {
    isCommitted = true
  })
  put.mockRestore()
  await store.flush?.()
  expect(isCommitted).toBe(true)
  await store.flush?.() // nothing is pending
})

test('reads only the entries of the base that it lists', async () => {
  const name = createName()
  const store = createStore(name)
  const paths = ['a', 'a/1', 'a/b/2', 'a-old', 'a.json', 'ab', 'b', 'A/1']
  await Promise.all(paths.map((path) => setValue(store, addressAt(path), path)))
  await waitForCommits(name)
  const get = vi.spyOn(IDBObjectStore.prototype, 'get')
  expect(await listPaths(store, 'a')).toEqual(['a', 'a/1', 'a/b/2'])
  expect(get).toHaveBeenCalledTimes(3)
  expect(await listPaths(store, 'a/')).toEqual(['a/1', 'a/b/2'])
  expect(await listPaths(store)).toEqual([...paths].sort())
  get.mockRestore()
})

test('lists more entries than one batch holds', async () => {
  const name = createName()
  const store = createStore(name)
  await Promise.all(Array.from({ length: 250 }, (_, index) => setValue(store, addressAt('many', `${index}`), index)))
  await waitForCommits(name)
  expect(await listPaths(store, 'many')).toHaveLength(250)
})
