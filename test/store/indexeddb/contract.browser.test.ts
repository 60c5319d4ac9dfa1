import { describe, it } from 'vitest'
import { describeStore } from '../../../src/store/contract/describe-store.ts'
import { indexedDbStore } from '../../../src/store/indexeddb/indexeddb-store.ts'
import { damageRecord } from './raw-database.ts'

let databases = 0

const names = new WeakMap<object, string>()
const storeOver = (name: string) => {
  const store = indexedDbStore({ name })
  names.set(store, name)
  return store
}

describeStore(
  'indexedDbStore in a browser',
  {
    create: () => storeOver(`contract ${Date.now()} ${++databases}`),
    reopen: (store) => storeOver(names.get(store) ?? ''),
    damage: (store, { path, key }) => damageRecord(names.get(store) ?? '', `${path}\0${key}`),
  },
  { describe, it },
)
