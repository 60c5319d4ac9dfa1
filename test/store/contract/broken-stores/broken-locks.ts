import type { Address } from '../../../../src/key/address.ts'
import { sharedLock } from '../../../../src/store/await-holder.ts'
import type { StoreSource } from '../../../../src/store/contract/store-report.ts'
import type { Lock, Store } from '../../../../src/store/store.ts'
import type { BrokenStore, Override, WorkingStore } from './broken-store.ts'
import { createBrokenStore, createSource, overrideAsync, titles } from './broken-store.ts'

const fakeLock: Lock = { isHeld: async () => true, release: async () => undefined }

const overrideLock = (createLock: (store: WorkingStore) => NonNullable<Store['lock']>): Override =>
  overrideAsync((store) => ({ lock: createLock(store) }))

export const brokenLocks: readonly BrokenStore[] = [
  createBrokenStore(
    'gives a lock to every caller',
    overrideLock(() => async () => fakeLock),
    'lockOne',
    'lockSimultaneous',
    'lockResolvesWaiting',
    'lockBreaks',
    'lockOverwritten',
    'lockHandles',
    'lockLimit',
    'lockDeletes',
  ),
  createBrokenStore(
    'gives a lock to all callers that ask at the same time',
    overrideLock(giveFakeLocks),
    'lockSimultaneous',
  ),
  createBrokenStore(
    'never resolves waiting callers',
    overrideLock((store) => async (address, wait) => {
      const lock = await store.lock?.(address, false)
      return lock ?? (wait ? new Promise(() => undefined) : null)
    }),
    'lockResolvesWaiting',
    'lockHandles',
    'lockLimit',
  ),
  createBrokenStore(
    'has one lock for all entries',
    overrideLock(
      (store) => async (_, wait) => (await store.lock?.({ path: 'lock', key: '', exact: true }, wait)) ?? null,
    ),
    'lockSeparate',
    'lockBreaks',
    'lockOverwritten',
    'lockDeletes',
  ),
  createBrokenStore(
    'leaves the lock with its holder when the entry is deleted or set',
    overrideLock((store) => async (address, wait) => (await store.lock?.({ ...address, key: 'lock' }, wait)) ?? null),
    'lockBreaks',
    'lockOverwritten',
    'lockDeletes',
  ),
  createBrokenStore(
    'waits for a holder as long as it takes',
    overrideLock((store) => async (address, wait) => (await store.lock?.(address, Boolean(wait))) ?? null),
    'lockLimit',
  ),
  createBrokenStore(
    'stores with set of a lock that was lost',
    overrideLock((store) => async (address, wait) => {
      const lock = await store.lock?.(address, wait)
      return lock ? { ...lock, set: async (entry, types) => store.set(address, entry, types).then(() => true) } : null
    }),
    'lockSets',
    'lockOverwritten',
  ),
  createBrokenStore('takes locks from their holders in sweep', overrideAsync(sweepLocks), 'lockSweep'),
  createBrokenStore(
    'takes the lock from its holder in share',
    overrideAsync((store) => ({
      async share(address) {
        await store.delete(address)
        return (await store.lock?.(address, false)) ?? fakeLock
      },
    })),
    'shares',
  ),
  createBrokenStore(
    'stores what a shared computation returns after a delete',
    overrideAsync((store) => ({
      share: async (address) => ({
        ...fakeLock,
        set: async (entry, types) => store.set(address, entry, types).then(() => true),
      }),
    })),
    'shareSets',
  ),
  createBrokenStore(
    'ends nothing in endComputations',
    overrideAsync(() => ({ endComputations: async () => undefined, share: async () => fakeLock })),
    'ends',
    'endsTagged',
    'endsExact',
  ),
  {
    fault: 'leaves the lock of a dead process as it is',
    source: {
      // The lock has no lease. So that the test need not wait, a caller that would wait for long gives up at once.
      ...createSource(
        overrideLock(
          (store) => async (address, wait) =>
            Number(wait) > 10_000 ? sharedLock : ((await store.lock?.(address, wait)) ?? null),
        ),
      ),
      abandon: () => undefined,
    },
    failedChecks: [titles.lockDies],
  },
  {
    fault: 'leaves the locks of other handles with their holders when an entry is deleted or set',
    source: createOwnLocks(),
    failedChecks: [titles.lockDeletes, titles.lockOverwritten],
  },
]

const lockOf = (address: Address): Address => ({ ...address, key: `${address.key} lock` })

/** A delete ends the lock of an entry only if it comes through the handle that was created first. */
function createOwnLocks(): StoreSource {
  const working = new WeakMap<Store, WorkingStore>()
  const source = createSource((store) => {
    const broken: Store = {
      ...overrideLock(() => async (address, wait) => (await store.lock?.(lockOf(address), wait)) ?? null)(store),
      async delete(address) {
        await store.delete(address)
        await store.delete(lockOf(address))
      },
    }
    working.set(broken, store)
    return broken
  })
  return {
    ...source,
    reopen: (store) => ({ ...store, delete: async (address) => working.get(store)?.delete(address) }),
  }
}

function sweepLocks(store: WorkingStore): Partial<Store> {
  const locked: Address[] = []
  return {
    async lock(address, wait) {
      locked.push(address)
      return (await store.lock?.(address, wait)) ?? null
    },
    async sweep() {
      for (const address of locked) await store.delete(address)
    },
  }
}

function giveFakeLocks(store: WorkingStore): NonNullable<Store['lock']> {
  let asking = 0
  return async (address, wait) => {
    if (wait) return (await store.lock?.(address, wait)) ?? null
    asking += 1
    await Promise.resolve()
    const isCrowd = asking > 1
    await Promise.resolve()
    asking -= 1
    return isCrowd ? fakeLock : ((await store.lock?.(address, false)) ?? null)
  }
}
