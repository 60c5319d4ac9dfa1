import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import type { Address, Store } from '../../../src/index.ts'
import { fileStore, memoryStore, tieredStore } from '../../../src/index.ts'
import { describeStore } from '../../../src/testing.ts'

const directory = mkdtempSync(join(tmpdir(), 'cachetta-tiers-'))
afterAll(() => rmSync(directory, { recursive: true }))

const tiersOf = new WeakMap<Store, { readonly near: Store; readonly far: Store }>()

function createOver(far: Store): Store {
  const near = memoryStore()
  const store = tieredStore([near, far])
  tiersOf.set(store, { near, far })
  return store
}

const reopen = (store: Store) => createOver(tiersOf.get(store)?.far ?? memoryStore())

describeStore('memory over memory', { create: () => createOver(memoryStore()), reopen }, { describe, it })

const createFiles = () => fileStore({ tagsPath: join(directory, 'tags') })

/** A whole copy would be served, and memory cannot be damaged. */
async function damage(store: Store, address: Address): Promise<void> {
  await tiersOf.get(store)?.near.delete(address)
  writeFileSync(store.locate?.(address) ?? '', '{"cachetta":1,')
}

describeStore(
  'memory over files',
  {
    create: () => createOver(createFiles()),
    reopen: () => createOver(createFiles()),
    damage,
    base: join(directory, 'entries'),
  },
  { describe, it },
)

describeStore(
  'memory over memory over files',
  {
    create: () => tieredStore([memoryStore(), memoryStore(), createFiles()]),
    reopen: () => tieredStore([memoryStore(), memoryStore(), createFiles()]),
    base: join(directory, 'more'),
  },
  { describe, it },
)
