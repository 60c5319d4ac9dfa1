import type { Lock, Store } from '../../../../src/store/store.ts'
import type { BrokenStore, Override, WorkingStore } from './broken-store.ts'
import { createBrokenStore, overrideAsync } from './broken-store.ts'

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
    'lockHandles',
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
  ),
  createBrokenStore(
    'has one lock for all entries',
    overrideLock(
      (store) => async (_, wait) => (await store.lock?.({ path: 'lock', key: '', exact: true }, wait)) ?? null,
    ),
    'lockSeparate',
    'lockBreaks',
  ),
  createBrokenStore(
    'leaves the lock with its holder when the entry is deleted',
    overrideLock((store) => async (address, wait) => (await store.lock?.({ ...address, key: 'lock' }, wait)) ?? null),
    'lockBreaks',
  ),
]

function giveFakeLocks(store: WorkingStore): NonNullable<Store['lock']> {
  let asking = 0
  return async (address, wait) => {
    if (wait) return (await store.lock?.(address, true)) ?? null
    asking += 1
    await Promise.resolve()
    const isCrowd = asking > 1
    await Promise.resolve()
    asking -= 1
    return isCrowd ? fakeLock : ((await store.lock?.(address, false)) ?? null)
  }
}
