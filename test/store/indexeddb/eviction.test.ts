import { expect, test, vi } from 'vitest'
import { runTransaction } from './raw-database.ts'
import {
  addressAt,
  createName,
  createStore,
  listPaths,
  recordTransactions,
  setValue,
  waitForCommits,
} from './test-store.ts'

const kilobyte = 'x'.repeat(1_000)

test('evicts the oldest entries above maxBytes, in any order of the writes', async () => {
  const name = createName()
  const store = createStore(name, 9_999)
  for (const age of [3, 1, 9, 2, 8, 4, 7, 5, 6])
    await setValue(store, addressAt(`${age}`), kilobyte, { storedAt: 100 - age })
  await waitForCommits(name)
  expect(await listPaths(store)).toHaveLength(9)
  await setValue(store, addressAt('0'), kilobyte, { storedAt: 100 })
  await waitForCommits(name)
  expect(await listPaths(store)).toEqual(['0', '1', '2', '3', '4', '5', '6'])
})

test('evicts no item of an outbox', async () => {
  const name = createName()
  const store = createStore(name, 10_000)
  const item = { path: 'app/outbox', key: 'outbox main 1', exact: false }
  await setValue(store, item, kilobyte, { storedAt: 1 })
  for (let index = 2; index < 30; index++) {
    await setValue(store, addressAt(`${index}`), kilobyte, { storedAt: index })
    await waitForCommits(name)
  }
  expect(await listPaths(store)).toContain('app/outbox')
  expect((await listPaths(store)).length).toBeLessThan(12)
})

test('refuses an entry that alone exceeds maxBytes, and keeps one that nearly does', async () => {
  const name = createName()
  const store = createStore(name, 10_000)
  for (const age of [3, 2, 1]) await setValue(store, addressAt(`${age}`), kilobyte, { storedAt: 100 - age })
  const setting = setValue(store, addressAt('large'), kilobyte.repeat(11), { storedAt: 100 })
  await expect(setting).rejects.toMatchObject({ code: 'UNSAFE_TYPE' })
  await waitForCommits(name)
  expect(await listPaths(store)).toEqual(['1', '2', '3'])
  await setValue(store, addressAt('large'), kilobyte.repeat(9), { storedAt: 100 })
  await waitForCommits(name)
  expect(await listPaths(store)).toEqual(['large'])
})

test('computes the exact size before it evicts, because entries were replaced', async () => {
  const name = createName()
  const store = createStore(name, 10_000)
  for (let round = 0; round < 30; round++) {
    await setValue(store, addressAt('same'), kilobyte, { storedAt: 100 + round })
    await setValue(store, addressAt('other'), kilobyte, { storedAt: 1 })
    await waitForCommits(name)
  }
  expect(await listPaths(store)).toEqual(['other', 'same'])
})

test('walks over all entries rarely, not at each write', async () => {
  const name = createName()
  const store = createStore(name, 100_000)
  const walk = vi.spyOn(IDBIndex.prototype, 'openKeyCursor')
  for (let index = 0; index < 300; index++) {
    await setValue(store, addressAt(`${index}`), kilobyte, { storedAt: index })
    if (index % 10 === 0) await waitForCommits(name)
  }
  await waitForCommits(name)
  expect(walk.mock.calls.length).toBeGreaterThan(3)
  expect(walk.mock.calls.length).toBeLessThan(20)
  const bytes = await runTransaction(name, (entries) => entries.get(0))
  expect(bytes).toBeLessThan(100_000)
  walk.mockRestore()
})

test('keeps the total size from one page to the next', async () => {
  const name = createName()
  for (let page = 0; page < 20; page++) {
    await setValue(createStore(name, 10_000), addressAt(`${page}`), kilobyte, { storedAt: page })
    await waitForCommits(name)
  }
  expect((await listPaths(createStore(name))).length).toBeLessThanOrEqual(10)
})

test('writes many entries in several transactions, so that the page can work between them', async () => {
  const name = createName()
  const store = createStore(name)
  const modes = recordTransactions()
  await Promise.all(Array.from({ length: 350 }, (_, index) => setValue(store, addressAt(`${index}`), index)))
  await waitForCommits(name)
  expect(modes.filter((mode) => mode === 'readwrite').length).toBeGreaterThan(3)
})

test('needs a number of transactions that does not grow with the entries', async () => {
  const counts = []
  for (const entries of [10, 1_000]) {
    const name = createName()
    const store = createStore(name)
    await Promise.all(Array.from({ length: entries }, (_, index) => setValue(store, addressAt(`${index}`), index)))
    await waitForCommits(name)
    const modes = recordTransactions()
    for (let update = 0; update < 5; update++) {
      await setValue(store, addressAt(`${update}`), 'new')
      await waitForCommits(name)
    }
    counts.push(modes.length)
    modes.length = 0
  }
  expect(counts[0]).toBe(counts[1])
})

test.each(['abc', '9e9', -50_000])(
  'evicts no more because of a record of a stranger with the size %j',
  async (size) => {
    const name = createName()
    const store = createStore(name, 9_999)
    await setValue(store, addressAt('opens'), 1, { storedAt: 1 })
    await waitForCommits(name)
    await runTransaction(name, (entries) => entries.put({ entry: { storedAt: 2 }, size }, 'stranger'))
    for (let index = 10; index < 20; index++) {
      await setValue(store, addressAt(`${index}`), kilobyte, { storedAt: index })
      await waitForCommits(name)
    }
    expect(await listPaths(store)).toEqual(['13', '14', '15', '16', '17', '18', '19'])
  },
)
