import type { Entry } from '../../../../src/entry/entry.ts'
import { isUnder } from '../../../../src/key/address.ts'
import type { StoreSource } from '../../../../src/store/contract/store-report.ts'
import { memoryStore } from '../../../../src/store/memory/memory-store.ts'
import type { Change, EntryStat, Store, SyncStore } from '../../../../src/store/store.ts'
import type { BrokenStore, Override, WorkingStore } from './broken-store.ts'
import { createBrokenStore, createSource, deleteMatching, idOf, overrideAsync, titles } from './broken-store.ts'

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
    failedChecks: [
      titles.lockHandles,
      titles.lockDeletes,
      titles.lockOverwritten,
      titles.sharesHandles,
      titles.reports,
      titles.reportsEach,
      titles.reportsStart,
    ],
  },
  createBrokenStore(
    'reports nothing',
    overrideAsync(() => ({ subscribe: () => () => undefined })),
    'reports',
    'reportsEach',
    'reportsStart',
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
  createBrokenStore(
    'reports to the last listener only',
    overrideAsync((store) => {
      let stopLast: (() => void) | undefined
      return {
        subscribe(listener) {
          stopLast?.()
          stopLast = store.subscribe?.(listener)
          return () => stopLast?.()
        },
      }
    }),
    'reportsEach',
  ),
  createBrokenStore(
    'reports an address without its key',
    overrideReports((change) => (change.address ? { ...change, address: { ...change.address, key: '' } } : change)),
    'reports',
  ),
  createBrokenStore(
    'does not say what it has missed before it listens',
    overrideAsync((store) => ({
      subscribe(listener) {
        let stop: (() => void) | undefined
        const timer = setTimeout(() => {
          stop = store.subscribe?.(listener)
        }, 15)
        return () => [clearTimeout(timer), stop?.()]
      },
    })),
    'reportsStart',
  ),
  {
    fault: 'hears nothing more after its connection was cut',
    source: createDeaf(),
    failedChecks: [titles.reportsCut],
  },
  createBrokenStore(
    'reports its own changes later',
    overrideAsync((store) => ({
      subscribe: (listener) => store.subscribe?.((change) => setTimeout(listener, 5, change)) ?? (() => undefined),
    })),
    'reportsOwn',
  ),
  createBrokenStore(
    'reports another base than that of deleteAll',
    overrideMany((base) => ({ type: 'invalidate', base: `${base}/deep` })),
    'reportsBase',
  ),
  createBrokenStore(
    'reports all entries in deleteAll',
    overrideMany(() => ({ type: 'invalidate', base: '' })),
    'reportsBase',
  ),
  createBrokenStore(
    'reports another tag than that of deleteTagged',
    overrideMany((base) => ({ type: 'invalidate', base }), ['other']),
    'reportsTags',
  ),
]

function createDeaf(): StoreSource {
  const cutOff = new WeakSet<object>()
  const source = createSource(
    overrideAsync((store) => ({
      subscribe(listener) {
        return store.subscribe?.((change) => !cutOff.has(this) && listener(change)) ?? (() => undefined)
      },
    })),
  )
  return { ...source, cut: (store) => void cutOff.add(store) }
}

function overrideReports(toReport: (change: Change) => Change): Override {
  return overrideAsync((store) => ({
    subscribe: (listener) => store.subscribe?.((change) => listener(toReport(change))) ?? (() => undefined),
  }))
}

/** Reports one change for the many deletes of `deleteAll` and `deleteTagged`. */
function overrideMany(toReport: (base: string) => Change, reportedTags?: readonly string[]): Override {
  return ({ lock: _, ...store }) =>
    overrideAsync(() => {
      const listeners = new Set<(change: Change) => void>()
      let isSilent = false
      const deleteAndReport = async (matches: (stat: EntryStat) => boolean, change: Change): Promise<void> => {
        isSilent = true
        await deleteMatching(store, matches)
        isSilent = false
        for (const listener of listeners) listener(change)
      }
      return {
        subscribe(listener) {
          listeners.add(listener)
          const stop = store.subscribe?.((change) => !isSilent && listener(change))
          return () => [listeners.delete(listener), stop?.()]
        },
        deleteAll: (base) => deleteAndReport(({ address }) => isUnder(base, address), toReport(base)),
        deleteTagged: (tags) =>
          deleteAndReport((stat) => tags.some((tag) => stat.tags.includes(tag)), {
            type: 'invalidate',
            tags: reportedTags ?? tags,
          }),
      }
    })(store)
}

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
