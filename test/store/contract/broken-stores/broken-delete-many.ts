import { isUnder } from '../../../../src/key/address.ts'
import type { BrokenStore } from './broken-store.ts'
import {
  createBrokenStore,
  deleteMatching,
  isUnderPattern,
  overrideAsync,
  overrideBare,
  pause,
  splitTags,
} from './broken-store.ts'

export const brokenDeleteMany: readonly BrokenStore[] = [
  createBrokenStore(
    'deletes in deleteAll what only starts like the base',
    overrideBare((store) => ({
      deleteAll: (base) => deleteMatching(store, ({ address }) => address.path.startsWith(base)),
    })),
    'deletesAll',
  ),
  createBrokenStore(
    'deletes nothing at the base itself in deleteAll',
    overrideBare((store) => ({
      deleteAll: (base) => deleteMatching(store, ({ address }) => address.path !== base && isUnder(base, address)),
    })),
    'deletesAll',
    'staysAllDeleted',
    'deleteWildcards',
    'damageList',
  ),
  createBrokenStore(
    'brings entries back after deleteAll whose set was running',
    overrideBare((store) => ({
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
    overrideBare((store) => ({
      deleteWhere: (base, matches) =>
        deleteMatching(store, (stat) => isUnder(base, stat.address) && (matches(stat) || true)),
    })),
    'deletesMatching',
  ),
  createBrokenStore(
    'does not show all entries in deleteWhere',
    overrideBare((store) => ({
      deleteWhere: (base, matches) =>
        deleteMatching(store, (stat) => isUnder(base, stat.address) && stat.key === '1' && matches(stat)),
    })),
    'deletesMatching',
  ),
  createBrokenStore(
    'deletes in deleteTagged only what has the first tag',
    overrideBare((store) => ({
      deleteTagged: ([first = '']) => deleteMatching(store, ({ tags }) => tags.includes(first)),
    })),
    'deletesTagged',
  ),
  createBrokenStore(
    'deletes in deleteTagged each part of a list of tags',
    overrideBare((store) => ({
      deleteTagged: (tags) => deleteMatching(store, (stat) => splitTags(tags).some((tag) => stat.tags.includes(tag))),
    })),
    'deletesAnyTags',
  ),
  createBrokenStore(
    'takes the base of deleteAll for a pattern',
    overrideBare((store) => ({
      deleteAll: (base) => deleteMatching(store, ({ address }) => isUnderPattern(base, address)),
    })),
    'deleteWildcards',
  ),
  createBrokenStore(
    'leaves their locks to holders in deleteAll',
    overrideAsync((store) => ({
      deleteAll: (base) => deleteMatching(store, ({ address }) => isUnder(base, address)),
    })),
    'deleteAllEnds',
  ),
  createBrokenStore(
    'leaves their locks to holders in deleteTagged',
    overrideAsync((store) => ({
      deleteTagged: (tags) => deleteMatching(store, (stat) => tags.some((tag) => stat.tags.includes(tag))),
    })),
    'deleteTaggedEnds',
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
