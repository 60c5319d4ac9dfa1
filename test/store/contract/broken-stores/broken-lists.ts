import type { Address } from '../../../../src/key/address.ts'
import type { EntryStat, Store } from '../../../../src/store/store.ts'
import type { BrokenStore, WorkingStore } from './broken-store.ts'
import { changeListed, createBrokenStore, idOf, mapStats, overrideAsync } from './broken-store.ts'

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
  ),
  createBrokenStore(
    'finds entries without the tag under a base',
    overrideAsync((store) => ({ taggedUnder: (base) => store.list(base) })),
    'tagsUnder',
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
