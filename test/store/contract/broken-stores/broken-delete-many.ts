import { isUnder } from '../../../../src/key/address.ts'
import type { EntryStat, Store } from '../../../../src/store/store.ts'
import type { BrokenStore, WorkingStore } from './broken-store.ts'
import { createBrokenStore, overrideAsync, pause } from './broken-store.ts'

export const brokenDeleteMany: readonly BrokenStore[] = [
  createBrokenStore(
    'deletes in deleteAll what only starts like the base',
    overrideAsync((store) => ({
      deleteAll: (base) => deleteMatching(store, ({ address }) => address.path.startsWith(base)),
    })),
    'deletesAll',
  ),
  createBrokenStore(
    'deletes nothing at the base itself in deleteAll',
    overrideAsync((store) => ({
      deleteAll: (base) => deleteMatching(store, ({ address }) => address.path !== base && isUnder(base, address)),
    })),
    'deletesAll',
    'staysAllDeleted',
  ),
  createBrokenStore(
    'brings entries back after deleteAll whose set was running',
    overrideAsync((store) => ({
      async set(address, entry, types) {
        await pause()
        await store.set(address, entry, types)
      },
      delete: async (address) => {
        await pause()
        await store.delete(address)
      },
      deleteAll: (base) => deleteMatching(store, ({ address }) => isUnder(base, address)),
    })),
    'staysAllDeleted',
  ),
  createBrokenStore(
    'deletes what does not match in deleteWhere',
    overrideAsync((store) => ({
      deleteWhere: (base, matches) =>
        deleteMatching(store, (stat) => isUnder(base, stat.address) && (matches(stat) || true)),
    })),
    'deletesMatching',
  ),
  createBrokenStore(
    'does not show all entries in deleteWhere',
    overrideAsync((store) => ({
      deleteWhere: (base, matches) =>
        deleteMatching(store, (stat) => isUnder(base, stat.address) && stat.key === '1' && matches(stat)),
    })),
    'deletesMatching',
  ),
  createBrokenStore(
    'deletes in deleteTagged only what has the first tag',
    overrideAsync((store) => ({
      deleteTagged: ([first = '']) => deleteMatching(store, ({ tags }) => tags.includes(first)),
    })),
    'deletesTagged',
  ),
  createBrokenStore(
    'deletes later in sync.deleteAll',
    (store) => ({
      ...store,
      sync: { ...store.sync, deleteAll: (base) => void store.sync.list(base) },
    }),
    'syncDeletesAll',
  ),
]

async function deleteMatching(store: WorkingStore, matches: (stat: EntryStat) => boolean): Promise<void> {
  const { delete: remove, list }: Pick<Store, 'delete' | 'list'> = store
  for await (const stat of list('')) if (matches(stat)) await remove(stat.address)
}
