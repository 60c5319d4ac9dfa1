import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import { StoreError } from '../../../../src/errors.ts'
import type { Address } from '../../../../src/key/address.ts'
import type { EntryStat, Store } from '../../../../src/store/store.ts'
import type { BrokenStore, WorkingStore } from './broken-store.ts'
import {
  changeListed,
  changeStored,
  createBrokenStore,
  idOf,
  isUnderPattern,
  mapStats,
  overrideAsync,
  splitTags,
} from './broken-store.ts'

export const brokenLists: readonly BrokenStore[] = [
  createBrokenStore(
    'returns NaN as a size',
    overrideAsync((store) => {
      const unknown = (stat: EntryStat): EntryStat => ({ ...stat, size: Number.NaN })
      return {
        stat: async (address) => store.stat(address).then((stat) => stat && unknown(stat)),
        list: (base) => mapStats(store.list(base), unknown),
      }
    }),
    'stat',
  ),
  createBrokenStore(
    'omits deep entries from a list',
    changeListed((stat) => (stat.path.includes('/deep/') ? undefined : stat)),
    'lists',
    'listsAll',
  ),
  createBrokenStore(
    'lists addresses of no entry',
    changeListed((stat) => ({ ...stat, address: { ...stat.address, exact: !stat.address.exact } })),
    'found',
  ),
  createBrokenStore('lists the entries of another base', overrideAsync(listByPrefix), 'listsOnlyBase'),
  createBrokenStore('lists nothing after a reader stopped', overrideAsync(listOnce), 'stops'),
  createBrokenStore(
    'finds nothing by tag',
    overrideAsync(() => ({ async *tagged() {} })),
    'tags',
    'anyTags',
  ),
  createBrokenStore(
    'finds entries without the tag under a base',
    overrideAsync((store) => ({ taggedUnder: (base) => store.list(base) })),
    'tagsUnder',
    'anyTagsUnder',
  ),
  createBrokenStore(
    'lists nothing for the empty base',
    overrideAsync((store) => ({
      async *list(base) {
        if (base !== '') yield* store.list(base)
      },
    })),
    'listsAll',
  ),
  createBrokenStore(
    'takes the base of a list for a pattern',
    overrideAsync((store) => ({
      async *list(base) {
        for await (const stat of store.list('')) if (base === '' || isUnderPattern(base, stat.address)) yield stat
      },
    })),
    'wildcards',
  ),
  createBrokenStore(
    'finds only tags of ASCII',
    overrideAsync((store) => ({
      async *tagged(tag) {
        if (/^[ -~\n]*$/.test(tag)) yield* store.tagged?.(tag) ?? []
      },
    })),
    'anyTags',
  ),
  createBrokenStore(
    'spoils tags beyond ASCII',
    changeStored((entry) => ({ ...entry, tags: entry.tags.map((tag) => tag.replace(/[^ -~\n]/g, '?')) })),
    'header',
    'anyTags',
  ),
  createBrokenStore(
    'finds under a base each part of a list of tags',
    overrideAsync((store) => ({
      async *taggedUnder(base, tags) {
        const wanted = splitTags(tags)
        for await (const stat of store.list(base)) if (stat.tags.some((tag) => wanted.includes(tag))) yield stat
      },
    })),
    'anyTagsUnder',
  ),
  createBrokenStore(
    'needs the class of an entry to describe it',
    overrideAsync((store) => ({
      stat: async (address) => (await store.get(address, builtInTypes)) && store.stat(address),
    })),
    'describes',
  ),
  createBrokenStore(
    'calls a damaged entry missing in stat',
    overrideAsync((store) => ({
      stat: async (address) => ((await isDamaged(store, address)) ? null : store.stat(address)),
    })),
    'damageStat',
  ),
  createBrokenStore(
    'ends a list at a damaged entry',
    overrideAsync((store) => ({
      async *list(base) {
        for await (const stat of store.list(base)) {
          if (await isDamaged(store, stat.address)) throw new StoreError('DAMAGED', 'damaged')
          yield stat
        }
      },
    })),
    'damageList',
  ),
  createBrokenStore(
    'throws for the delete of a damaged entry',
    overrideAsync((store) => ({
      async delete(address) {
        const wasDamaged = isDamaged(store, address)
        await store.delete(address)
        if (await wasDamaged) throw new StoreError('DAMAGED', 'damaged')
      },
    })),
    'damageDelete',
  ),
  createBrokenStore(
    'removes entries in sweep',
    overrideAsync((store) => ({
      async sweep(base) {
        for await (const { address } of store.list(base)) await store.delete(address)
      },
    })),
    'sweeps',
  ),
]

async function isDamaged(store: WorkingStore, address: Address): Promise<boolean> {
  return store.get(address, builtInTypes).then(
    () => false,
    (error) => error.code === 'DAMAGED',
  )
}

function listByPrefix(store: WorkingStore): Partial<Store> {
  const known = new Map<string, Address>()
  return {
    set(address, entry, types) {
      known.set(idOf(address), address)
      return store.set(address, entry, types)
    },
    async *list(base) {
      for (const address of known.values()) {
        const stat = address.path.startsWith(base) ? await store.stat(address) : null
        if (stat !== null) yield stat
      }
    },
  }
}

function listOnce(store: WorkingStore): Partial<Store> {
  let isListing = false
  return {
    async *list(base) {
      if (isListing) return
      isListing = true
      yield* store.list(base)
      isListing = false
    },
  }
}
