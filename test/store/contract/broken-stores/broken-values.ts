import type { AllowedTypes } from '../../../../src/entry/allowed-types.ts'
import type { Entry } from '../../../../src/entry/entry.ts'
import { copyValue } from '../../../../src/entry/plain-json.ts'
import type { Store } from '../../../../src/store/store.ts'
import type { BrokenStore, WorkingStore } from './broken-store.ts'
import { changeStored, createBrokenStore, idOf, isObject, overrideAsync } from './broken-store.ts'

export const brokenValues: readonly BrokenStore[] = [
  createBrokenStore(
    'drops nested objects',
    changeStored((entry) => (isObject(entry.value) && 'nested' in entry.value ? { ...entry, value: {} } : entry)),
    'returns',
  ),
  createBrokenStore(
    'turns undefined into null',
    changeStored((entry) => (entry.value === undefined ? { ...entry, value: null } : entry)),
    'kinds',
  ),
  createBrokenStore(
    'loses tags',
    changeStored((entry) => ({ ...entry, tags: [] })),
    'header',
    'copiesOnSet',
    'tags',
    'anyTags',
  ),
  createBrokenStore(
    'loses the version',
    changeStored(({ version: _, ...entry }) => entry),
    'header',
    'refusesHeader',
  ),
  createBrokenStore(
    'loses the spans',
    changeStored(({ duration: _, ...entry }) => entry),
    'spans',
    'refusesHeader',
  ),
  createBrokenStore('revives a class for every caller', overrideAsync(reviveForAll), 'allowed'),
  createBrokenStore('stores null instead of a value that it must refuse', overrideAsync(storeNullInstead), 'refuses'),
  createBrokenStore('stores the value itself instead of a copy', overrideAsync(skipCopyOnSet), 'copiesOnSet'),
  createBrokenStore('returns the same object to all readers', overrideAsync(skipCopyOnGet), 'copiesOnGet'),
]

function reviveForAll(store: WorkingStore): Partial<Store> {
  const allowed = new Map<string, AllowedTypes>()
  return {
    set(address, entry, types) {
      allowed.set(idOf(address), types)
      return store.set(address, entry, types)
    },
    get: (address, types) => store.get(address, allowed.get(idOf(address)) ?? types),
  }
}

function storeNullInstead(store: WorkingStore): Partial<Store> {
  return {
    async set(address, entry, types) {
      try {
        await store.set(address, entry, types)
      } catch {
        await store.set(address, { ...entry, value: null }, types)
      }
    },
  }
}

function skipCopyOnSet(store: WorkingStore): Partial<Store> {
  const entries = new Map<string, Entry>()
  return {
    async set(address, entry, types) {
      await store.set(address, entry, types)
      entries.set(idOf(address), entry)
    },
    async get(address, types) {
      const stored = entries.get(idOf(address))
      return (await store.get(address, types)) && stored ? { ...stored, value: copyValue(stored.value, types) } : null
    },
  }
}

function skipCopyOnGet(store: WorkingStore): Partial<Store> {
  const returned = new Map<string, Entry>()
  return {
    async get(address, types) {
      const found = await store.get(address, types)
      const before = returned.get(idOf(address))
      if (found === null || found.storedAt === before?.storedAt) return (found && before) ?? null
      returned.set(idOf(address), found)
      return found
    },
    set(address, entry, types) {
      returned.delete(idOf(address))
      return store.set(address, entry, types)
    },
  }
}
