import { describe, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { describeStore } from '../../../src/testing.ts'
import { writePrograms } from './page-programs.ts'

// The store that docs/stores.md shows to authors keeps the contract.
const { fileOf } = writePrograms('docs/stores.md')
const { textStore }: { textStore(medium: Map<string, string>): Store } = await import(
  /* @vite-ignore */ fileOf('text-store.ts')
)

const media = new WeakMap<Store, Map<string, string>>()
const open = (medium: Map<string, string>): Store => {
  const store = textStore(medium)
  media.set(store, medium)
  return store
}

describeStore(
  'the store of docs/stores.md',
  {
    create: () => open(new Map()),
    reopen: (store) => open(media.get(store) ?? new Map()),
    damage(store, { path, key }) {
      media.get(store)?.set(JSON.stringify([path, key]), '{"cachetta":1,')
    },
  },
  { describe, it },
)
