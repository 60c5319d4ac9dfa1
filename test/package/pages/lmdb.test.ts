import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { describeStore } from '../../../src/testing.ts'
import { writePrograms } from './page-programs.ts'

type LmdbStore = Store & { close(): Promise<void> }

// The store that the recipe builds keeps the contract, with locks, changes and tags.
const { fileOf, folder } = writePrograms('docs/recipes/lmdb.md')
const { lmdbStore }: { lmdbStore(folder: string): LmdbStore } = await import(/* @vite-ignore */ fileOf('lmdb-store.ts'))

const folders = new WeakMap<Store, string>()
const open = (databaseFolder: string): LmdbStore => {
  const store = lmdbStore(databaseFolder)
  folders.set(store, databaseFolder)
  return store
}

describeStore<LmdbStore>(
  'the store of docs/recipes/lmdb.md',
  {
    create: () => open(mkdtempSync(join(folder, 'db-'))),
    reopen: (store) => open(folders.get(store) ?? ''),
    cleanup: (store) => store.close(),
  },
  { describe, it },
)
