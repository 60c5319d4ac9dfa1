import { expect, test, vi } from 'vitest'
import { at, kept, newName, newStore, pathsIn, put, transactions } from './bench.ts'
import { onEntries } from './raw.ts'

const kilobyte = 'x'.repeat(1_000)

test('drops the oldest entries beyond maxBytes, whatever the order in which they were written', async () => {
  const name = newName()
  const store = newStore(name, 9_999)
  for (const age of [3, 1, 9, 2, 8, 4, 7, 5, 6]) await put(store, at(`${age}`), kilobyte, { storedAt: 100 - age })
  await kept(name)
  expect(await pathsIn(store)).toHaveLength(9)
  await put(store, at('0'), kilobyte, { storedAt: 100 })
  await kept(name)
  expect(await pathsIn(store)).toEqual(['0', '1', '2', '3', '4', '5', '6'])
})

test('counts again what was replaced before it drops anything', async () => {
  const name = newName()
  const store = newStore(name, 10_000)
  for (let round = 0; round < 30; round++) {
    await put(store, at('same'), kilobyte, { storedAt: 100 + round })
    await put(store, at('other'), kilobyte, { storedAt: 1 })
    await kept(name)
  }
  expect(await pathsIn(store)).toEqual(['other', 'same'])
})

test('looks at the other entries once in a long while, not at each write', async () => {
  const name = newName()
  const store = newStore(name, 100_000)
  const walk = vi.spyOn(IDBIndex.prototype, 'openKeyCursor')
  for (let index = 0; index < 300; index++) {
    await put(store, at(`${index}`), kilobyte, { storedAt: index })
    if (index % 10 === 0) await kept(name)
  }
  await kept(name)
  expect(walk.mock.calls.length).toBeGreaterThan(3)
  expect(walk.mock.calls.length).toBeLessThan(20)
  const bytes = await onEntries(name, (entries) => entries.get(0))
  expect(bytes).toBeLessThan(100_000)
  walk.mockRestore()
})

test('remembers from one page to the next how much there is', async () => {
  const name = newName()
  for (let page = 0; page < 20; page++) {
    await put(newStore(name, 10_000), at(`${page}`), kilobyte, { storedAt: page })
    await kept(name)
  }
  expect((await pathsIn(newStore(name))).length).toBeLessThanOrEqual(10)
})

test('asks for a number of transactions that does not grow with the entries', async () => {
  const counts = []
  for (const entries of [10, 1_000]) {
    const name = newName()
    const store = newStore(name)
    await Promise.all(Array.from({ length: entries }, (_, index) => put(store, at(`${index}`), index)))
    await kept(name)
    const modes = transactions()
    for (let update = 0; update < 5; update++) {
      await put(store, at(`${update}`), 'new')
      await kept(name)
    }
    counts.push(modes.length)
    modes.length = 0
  }
  expect(counts[0]).toBe(counts[1])
})
