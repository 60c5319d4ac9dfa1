import { expect, test } from 'vitest'
import { cloneTypes } from '../../../src/entry/clone-types.ts'
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
