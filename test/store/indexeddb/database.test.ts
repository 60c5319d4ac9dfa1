import { expect, test } from 'vitest'
import { cloneTypes } from '../../../src/entry/clone-types.ts'
import { damageRecord } from './raw-database.ts'
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
