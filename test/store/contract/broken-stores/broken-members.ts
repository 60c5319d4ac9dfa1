import type { Lock, Store } from '../../../../src/store/store.ts'
import type { BrokenStore, Override, WorkingStore } from './broken-store.ts'
import { createBrokenStore, overrideAsync } from './broken-store.ts'

/** JavaScript can give a store any members. */
const overrideMembers = (members: Readonly<Record<string, unknown>>): Override =>
  overrideAsync(() => members as Partial<Store>)

/** Stores with members that are misspelled, or of another type. */
export const brokenMembers: readonly BrokenStore[] = [
  createBrokenStore(
    'misspells subscribe',
    (store) => {
      const { subscribe, sync: _, ...rest } = store
      return { ...rest, subcribe: subscribe } as Store
    },
    'members',
  ),
  createBrokenStore('has true as its lock', overrideMembers({ lock: true }), 'members'),
  createBrokenStore(
    'writes deleteall in small letters',
    overrideMembers({ deleteall: async () => undefined }),
    'members',
  ),
  createBrokenStore(
    'misspells isShared of a lock',
    overrideAsync((store) => ({
      async lock(address, wait) {
        const lock = (await store.lock?.(address, wait)) ?? null
        return lock && ({ ...lock, isShard: false } as Lock)
      },
    })),
    'lockMembers',
  ),
  createBrokenStore(
    'throws in wake',
    overrideMembers({
      wake() {
        throw new Error('no database')
      },
    }),
    'wakes',
  ),
  createBrokenStore(
    'makes an absolute path longer',
    overrideMembers({ createPathResolver: () => (path: string) => `/home/${path}` }),
    'resolves',
  ),
  createBrokenStore('says that entries expire, and keeps them', overrideMembers({ expires: true }), 'expires'),
  createBrokenStore(
    'says that changes have an order, and gives none',
    overrideMembers({ hasOrder: true }),
    'reportsOrder',
  ),
  createBrokenStore(
    'forgets entries after a moment',
    overrideAsync((store) => forgetAfter(store, () => 200)),
    'lifetime',
  ),
  createBrokenStore(
    'forgets an entry at the end of the lifetime of the one before',
    overrideAsync((store) => forgetAfter(store, (lifetime) => lifetime)),
    'lifetime',
  ),
  createBrokenStore(
    'takes givenPath for a part of the name',
    overrideAsync((store) => ({
      set: (address, entry, types) =>
        store.set({ ...address, path: address.path + (address.givenPath ?? '') }, entry, types),
    })),
    'given',
  ),
  createBrokenStore(
    'stores an entry without the instant that it cannot keep',
    overrideAsync((store) => ({
      set: (address, entry, types) =>
        store.set(address, Number.isFinite(entry.storedAt) ? entry : { ...entry, storedAt: 0 }, types),
    })),
    'refusesHeader',
  ),
]

function forgetAfter(store: WorkingStore, toMs: (lifetime: number | undefined) => number | undefined): Partial<Store> {
  return {
    async set(address, entry, types, lifetime) {
      await store.set(address, entry, types)
      const ms = toMs(lifetime)
      if (ms !== undefined && ms < 1_000) setTimeout(() => store.sync.delete(address), ms)
    },
  }
}
