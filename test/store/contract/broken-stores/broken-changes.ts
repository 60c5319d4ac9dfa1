import { StoreError, UnsafeTypeError } from '../../../../src/errors.ts'
import type { Address } from '../../../../src/key/address.ts'
import type { EntryStat, Store } from '../../../../src/store/store.ts'
import type { BrokenStore, WorkingStore } from './broken-store.ts'
import { createBrokenStore, idOf, isObject, overrideAsync, pause } from './broken-store.ts'

const isLong = (value: unknown): boolean => typeof value === 'string' && value.length > 1_000

export const brokenChanges: readonly BrokenStore[] = [
  createBrokenStore('returns an entry that was never set', overrideAsync(inventEntries), 'missing', 'compares'),
  createBrokenStore('merges a value with the old value', overrideAsync(mergeWithOldValue), 'replaces'),
  createBrokenStore(
    'takes a lifetime for the instant of its end',
    overrideAsync((store) => ({
      async set(address, entry, types, lifetime) {
        if (lifetime === undefined || lifetime > Date.now()) await store.set(address, entry, types)
      },
    })),
    'lifetime',
  ),
  createBrokenStore('merges two keys', overrideAsync(mergeSimilarKeys), 'separates'),
  createBrokenStore('does not compare keys', overrideAsync(skipKeyComparison), 'compares'),
  createBrokenStore('returns deleted entries from stat', overrideAsync(rememberStats), 'deletes'),
  createBrokenStore('throws for the delete of a missing entry', overrideAsync(throwForMissing), 'deletesMissing'),
  createBrokenStore(
    'deletes after delete has resolved',
    overrideAsync((store) => ({ delete: async (address) => void pause().then(() => store.delete(address)) })),
    'deletes',
    'staysDeleted',
    'found',
    'tags',
    'lockBreaks',
    'sharesHandles',
    'given',
    'damageDelete',
    'reportsOwn',
  ),
  createBrokenStore(
    'lets a slow set finish after a delete',
    overrideAsync((store) => ({
      async set(address, entry, types) {
        if (isLong(entry.value)) await pause()
        await store.set(address, entry, types)
      },
    })),
    'staysDeleted',
    'ordersCalls',
  ),
  createBrokenStore(
    'lets a delete finish after a later set',
    overrideAsync((store) => ({ delete: async (address) => pause().then(() => store.delete(address)) })),
    'ordersCalls',
    'reportsOwn',
  ),
  createBrokenStore('writes in two steps', overrideAsync(writeInTwoSteps), 'readsWhole'),
  createBrokenStore(
    'returns a value for a damaged entry',
    overrideAsync((store) => ({
      get: (address, types) =>
        store.get(address, types).catch((error) => {
          if (error instanceof UnsafeTypeError) throw error
          return { key: address.key, storedAt: 0, tags: [], value: {} }
        }),
    })),
    'damage',
  ),
]

function inventEntries(store: WorkingStore): Partial<Store> {
  const known = new Set<string>()
  return {
    set(address, entry, types) {
      known.add(idOf(address))
      return store.set(address, entry, types)
    },
    async get(address, types) {
      if (!known.has(idOf(address))) return { key: address.key, storedAt: 0, tags: [], value: 1 }
      return store.get(address, types)
    },
  }
}

function mergeWithOldValue(store: WorkingStore): Partial<Store> {
  return {
    async set(address, entry, types) {
      const before = store.sync.get(address, types)?.value
      const isMixed = isPlain(before) && isPlain(entry.value)
      await store.set(address, isMixed ? { ...entry, value: { ...before, ...entry.value } } : entry, types)
    },
  }
}

function isPlain(value: unknown): value is object {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype
}

function mergeSimilarKeys(store: WorkingStore): Partial<Store> {
  const shorten = (key: string): string => key.slice(0, 10_000).trim()
  return {
    set: (address, entry, types) =>
      store.set({ ...address, key: shorten(address.key) }, { ...entry, key: shorten(entry.key) }, types),
    get: (address, types) => store.get({ ...address, key: shorten(address.key) }, types),
  }
}

function skipKeyComparison(store: WorkingStore): Partial<Store> {
  const keys = new Map<string, string>()
  const found = (address: Address): Address => ({
    ...address,
    key: (address.exact ? keys.get(address.path) : undefined) ?? address.key,
  })
  return {
    set(address, entry, types) {
      keys.set(address.path, address.key)
      return store.set(address, entry, types)
    },
    get: (address, types) => store.get(found(address), types),
  }
}

function rememberStats(store: WorkingStore): Partial<Store> {
  const seen = new Map<string, EntryStat>()
  return {
    async set(address, entry, types) {
      await store.set(address, entry, types)
      const stat = await store.stat(address)
      if (stat !== null) seen.set(idOf(address), stat)
    },
    stat: async (address) => seen.get(idOf(address)) ?? null,
  }
}

function throwForMissing(store: WorkingStore): Partial<Store> {
  return {
    async delete(address) {
      if (store.sync.stat(address) === null) throw new StoreError('STORE', 'there is nothing to delete')
      await store.delete(address)
    },
  }
}

function writeInTwoSteps(store: WorkingStore): Partial<Store> {
  return {
    async set(address, entry, types) {
      if (Array.isArray(entry.value)) {
        await store.set(address, { ...entry, value: entry.value.slice(0, entry.value.length / 2) }, types)
        await pause()
      }
      await store.set(address, entry, types)
    },
  }
}
