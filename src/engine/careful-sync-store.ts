import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import { UnsafeTypeError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import type { EntryStat, SyncLock, SyncStore } from '../store/store.ts'
import type { Complaints, Operation } from './complaints.ts'
import type { Forgotten } from './forgotten.ts'

/** The careful store's synchronous twin: the same policy, the same complaints. */
export interface CarefulSyncStore {
  get(address: Address, types: AllowedTypes): Entry | null
  set(address: Address, entry: Entry, types: AllowedTypes): boolean
  delete(address: Address, now: number): void
  stat(address: Address): EntryStat | null
  list(base: string): Iterable<EntryStat>
  lock(address: Address): SyncLock | null
  isHeld(lock: SyncLock, address: Address): boolean
}

export function createCarefulSyncStore(
  store: SyncStore,
  complaints: Complaints,
  forgotten: Forgotten,
): CarefulSyncStore {
  const attempt = <T>(operation: Operation, address: Address, fallback: T, act: () => T): T => {
    try {
      const outcome = act()
      complaints.worked(operation, address)
      return outcome
    } catch (error) {
      complaints.failed(operation, address, error)
      return fallback
    }
  }

  return {
    get(address, types) {
      const entry = attempt('read', address, null, () => store.get(address, types))
      return forgotten.has(address, entry) ? null : entry
    },
    set(address, entry, types) {
      try {
        store.set(address, entry, types)
        complaints.worked('write', address)
        if (!forgotten.has(address, entry)) forgotten.remove(address)
        return true
      } catch (error) {
        if (error instanceof UnsafeTypeError) throw error
        complaints.failed('write', address, error)
        forgotten.add(address, entry.storedAt)
        return false
      }
    },
    delete(address, now) {
      forgotten.add(address, now)
      attempt('delete', address, undefined, () => {
        store.delete(address)
        forgotten.remove(address)
      })
    },
    stat(address) {
      const found = attempt('read', address, null, () => store.stat(address))
      return forgotten.has(address, found) ? null : found
    },
    *list(base) {
      try {
        yield* store.list(base)
      } catch (error) {
        complaints.failed('list', { path: base, key: '', exact: true }, error)
      }
    },
    lock: (address) => attempt('lock', address, null, () => store.lock?.(address) ?? null),
    isHeld: (lock, address) => attempt('lock', address, true, () => lock.isHeld()),
  }
}
