import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import KeyvSqlite from '@keyv/sqlite'
import Keyv from 'keyv'
import Keyv6 from 'keyv-6'
import { describe, it } from 'vitest'
import type { KeyvInstance } from '../../../src/keyv.ts'
import { keyvStore } from '../../../src/keyv.ts'
import type { Store } from '../../../src/store/store.ts'
import type { StoreSource } from '../../../src/testing.ts'
import { describeStore } from '../../../src/testing.ts'

/** Creates a new medium for each check, and two instances of Keyv over it. */
function createSource<Medium>(
  createMedium: () => Medium,
  open: (medium: Medium) => KeyvInstance & { disconnect(): Promise<void> },
  remove?: (medium: Medium) => Promise<void>,
): StoreSource {
  const opened = new WeakMap<Store, { readonly medium: Medium; readonly keyv: ReturnType<typeof open> }>()
  const openStore = (medium: Medium): Store => {
    const keyv = open(medium)
    const store = keyvStore(keyv)
    opened.set(store, { medium, keyv })
    return store
  }
  const find = (store: Store) => opened.get(store) ?? { medium: createMedium(), keyv: open(createMedium()) }
  return {
    create: () => openStore(createMedium()),
    reopen: (store) => openStore(find(store).medium),
    async damage(store, address) {
      await find(store).keyv.set(store.locate?.(address) ?? '', '{"cachetta":1,')
    },
    async cleanup(store) {
      const { keyv, medium } = find(store)
      await keyv.disconnect()
      await remove?.(medium)
    },
  }
}

const runner = { describe, it }
let files = 0
const nextFile = (): string => join(tmpdir(), `cachetta-keyv-${process.pid}-${files++}.sqlite`)
const openSqlite = (file: string) => new Keyv({ store: new KeyvSqlite(`sqlite://${file}`), throwOnErrors: true })

describeStore(
  'keyvStore over the Map of Keyv 5',
  createSource(
    () => new Map(),
    (store) => new Keyv({ store }),
  ),
  runner,
)
describeStore(
  'keyvStore over the Map of Keyv 6',
  createSource(
    () => new Map(),
    (store) => new Keyv6({ store }),
  ),
  runner,
)
describeStore(
  'keyvStore over SQLite',
  createSource(nextFile, openSqlite, (file) => rm(file, { force: true })),
  runner,
)
