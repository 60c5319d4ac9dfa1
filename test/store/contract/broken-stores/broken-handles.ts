import type { Entry } from '../../../../src/entry/entry.ts'
import { memoryStore } from '../../../../src/store/memory/memory-store.ts'
import type { Store, SyncStore } from '../../../../src/store/store.ts'
import type { BrokenStore, Override, WorkingStore } from './broken-store.ts'
import { createBrokenStore, createSource, idOf, overrideAsync, titles } from './broken-store.ts'

const overrideSync =
  (override: (sync: SyncStore) => Partial<SyncStore>): Override =>
  (store) => ({ ...store, sync: { ...store.sync, ...override(store.sync) } })

export const brokenHandles: readonly BrokenStore[] = [
  createBrokenStore('has a sync.get that lags behind', lagBehind, 'syncReturns'),
  createBrokenStore(
    'sets after sync.set has returned',
    overrideSync((sync) => ({ set: (address, entry, types) => queueMicrotask(() => sync.set(address, entry, types)) })),
    'syncSets',
  ),
  createBrokenStore(
    'deletes after sync.delete has returned',
    overrideSync((sync) => ({ delete: (address) => queueMicrotask(() => sync.delete(address)) })),
    'syncDeletes',
  ),
  createBrokenStore(
    'gives a lock to every caller of sync.lock',
    overrideSync(() => ({ lock: () => ({ isHeld: () => true, release: () => undefined }) })),
    'syncLocks',
  ),
  {
    fault: 'hides entries from a second handle',
    source: { ...createSource((store) => store), reopen: () => memoryStore() },
    failedChecks: [titles.sharesHandles, titles.lockHandles, titles.reports],
  },
  createBrokenStore(
    'reports nothing',
    overrideAsync(() => ({ subscribe: () => () => undefined })),
    'reports',
  ),
  createBrokenStore(
    'reports to stopped listeners',
    overrideAsync((store) => ({
      subscribe(listener) {
        store.subscribe?.(listener)
        return () => undefined
      },
    })),
    'reports',
  ),
]

function lagBehind(store: WorkingStore): Store {
  const seen = new Map<string, Entry | null>()
  return {
    ...store,
    async get(address, types) {
      const found = await store.get(address, types)
      seen.set(idOf(address), found)
      return found
    },
    sync: { ...store.sync, get: (address) => seen.get(idOf(address)) ?? null },
  }
}
