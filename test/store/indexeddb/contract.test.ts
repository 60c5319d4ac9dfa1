import 'fake-indexeddb/auto'
import { describe, it } from 'vitest'
import { describeStore } from '../../../src/store/contract/describe-store.ts'
import { indexedDbStore } from '../../../src/store/indexeddb/indexeddb-store.ts'
import { damageRecord } from './raw-database.ts'

let databases = 0

/** Handles by the name of the database that they share. */
const names = new WeakMap<object, string>()
const storeOver = (name: string) => {
  const store = indexedDbStore({ name })
  names.set(store, name)
  return store
}

describeStore(
  'indexedDbStore',
  {
    create: () => storeOver(`contract ${++databases}`),
    reopen: (store) => storeOver(names.get(store) ?? ''),
    damage: (store, { path, key }) => damageRecord(names.get(store) ?? '', `${path}\0${key}`),
  },
  { describe, it },
)
