import { expect, test } from 'vitest'
import { cloneTypes } from './clone-types.ts'
import { damageRecord, runTransaction } from './raw-database.ts'
import { addressAt, createName, createStore, listPaths, setValue, waitForCommits } from './test-store.ts'

test('throws for a record that is not an entry, and does not list it', async () => {
  const name = createName()
  const store = createStore(name)
  await setValue(store, addressAt('a'), 1)
  await setValue(store, addressAt('b'), 2)
  await waitForCommits(name)
  await damageRecord(name, 'a\0')
  await expect(store.get(addressAt('a'), cloneTypes)).rejects.toMatchObject({ code: 'DAMAGED' })
  expect(await listPaths(store)).toEqual(['b'])
})

test.each([{ key: '' }, { path: 5, key: '', exact: true }, { path: null, key: '', exact: true }])(
  'does not list a record with the address %j, and lists those behind it',
  async (address) => {
    const name = createName()
    const store = createStore(name)
    await setValue(store, addressAt('a'), 1)
    await setValue(store, addressAt('b'), 2)
    await waitForCommits(name)
    const entry = { key: '', storedAt: 1, tags: [], value: 1 }
    await runTransaction(name, (entries) => entries.put({ address, entry, size: 1 }, 'a\0'))
    expect(await listPaths(store)).toEqual(['b'])
  },
)

const ownAddress = { path: 'a', key: '', exact: false }
const ownEntry = { key: '', storedAt: 1, tags: [], value: 1 }

test.each([
  ['a storedAt that is a bigint', ownAddress, { ...ownEntry, storedAt: 1n }],
  ['a storedAt that is a text', ownAddress, { ...ownEntry, storedAt: '2030' }],
  ['a storedAt that is a list', ownAddress, { ...ownEntry, storedAt: [1] }],
  ['a storedAt that is no number', ownAddress, { ...ownEntry, storedAt: Number.NaN }],
  ['a storedAt that never was', ownAddress, { ...ownEntry, storedAt: Number.POSITIVE_INFINITY }],
  ['no storedAt', ownAddress, { key: '', tags: [], value: 1 }],
  ['a datedAt that is a bigint', ownAddress, { ...ownEntry, datedAt: 1n }],
  ['a span that is a text', ownAddress, { ...ownEntry, duration: '1h' }],
  ['a span that is a bigint', ownAddress, { ...ownEntry, staleDuration: 5n }],
  ['a span that is no number', ownAddress, { ...ownEntry, staleIfError: Number.NaN }],
  ['a version that is a list', ownAddress, { ...ownEntry, version: [1] }],
  ['tags that are no texts', ownAddress, { ...ownEntry, tags: [1] }],
  ['tags that are a text', ownAddress, { ...ownEntry, tags: 'abc' }],
  ['another key in its entry', ownAddress, { ...ownEntry, key: '1' }],
  ['the path of another entry', { ...ownAddress, path: 'b' }, ownEntry],
  ['the key of another entry', { ...ownAddress, key: '1' }, { ...ownEntry, key: '1' }],
  ['the address of an exact entry', { ...ownAddress, exact: true }, ownEntry],
])('throws for a record with %s, does not list it, and tells its stat nothing', async (_title, address, entry) => {
  const name = createName()
  const store = createStore(name)
  await setValue(store, addressAt('a'), 1)
  await setValue(store, addressAt('b'), 2)
  await waitForCommits(name)
  await runTransaction(name, (entries) => entries.put({ address, entry, size: 1 }, 'a\0'))
  await expect(store.get(addressAt('a'), cloneTypes)).rejects.toMatchObject({ code: 'DAMAGED' })
  await expect(store.stat(addressAt('a'))).rejects.toMatchObject({ code: 'DAMAGED' })
  expect(await listPaths(store)).toEqual(['b'])
})

test('an exact entry of other arguments under the same path is missing', async () => {
  const store = createStore()
  const exact = { path: 'a', key: '1', exact: true }
  await setValue(store, exact, 1)
  expect(await store.get({ ...exact, key: '2' }, cloneTypes)).toBeNull()
})
