import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import { UnsafeTypeError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import type { EntryStat, Lock, Store } from '../store/store.ts'
import type { CarefulSyncStore } from './careful-sync-store.ts'
import { createCarefulSyncStore } from './careful-sync-store.ts'
import type { Complaints, Operation } from './complaints.ts'
import { createComplaints } from './complaints.ts'
import type { Forgotten } from './forgotten.ts'
import { createForgotten } from './forgotten.ts'

/**
 * A store as the engine sees it: the one policy for a store that fails. A read that fails is a miss, a write that fails
 * is a value not kept, a lock that fails is a computation without one; each is one log line and never an error.
 */
export interface CarefulStore {
  readonly store: Store
  readonly complaints: Complaints
  readonly forgotten: Forgotten
  readonly sync: CarefulSyncStore | undefined
  get(address: Address, types: AllowedTypes): Promise<Entry | null>
  /** Says whether it is kept. Rejects with `UnsafeTypeError` alone: whether that is an error is for the caller to say. */
  set(address: Address, entry: Entry, types: AllowedTypes): Promise<boolean>
  delete(address: Address, now: number): Promise<void>
  stat(address: Address): Promise<EntryStat | null>
  list(base: string): AsyncIterable<EntryStat>
  tagged(tag: string): AsyncIterable<EntryStat>
  sweep(base: string): Promise<void>
  lock(address: Address, wait: boolean): Promise<Lock | null>
  isHeld(lock: Lock, address: Address): Promise<boolean>
}

export function createCarefulStore(store: Store): CarefulStore {
  const complaints = createComplaints(store)
  const forgotten = createForgotten(store)

  const attempt = attempting(complaints)

  const passOver = async function* (base: string, entries: () => AsyncIterable<EntryStat>) {
    try {
      yield* entries()
    } catch (error) {
      complaints.failed('list', { path: base, key: '', exact: true }, error)
    }
  }

  return {
    store,
    complaints,
    forgotten,
    sync: store.sync && createCarefulSyncStore(store.sync, complaints, forgotten),
    async get(address, types) {
      const entry = await attempt('read', address, null, () => store.get(address, types))
      return forgotten.has(address, entry) ? null : entry
    },
    async set(address, entry, types) {
      try {
        await store.set(address, entry, types)
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
    async delete(address, now) {
      forgotten.add(address, now)
      await attempt('delete', address, undefined, async () => {
        await store.delete(address)
        forgotten.remove(address)
      })
    },
    async stat(address) {
      const found = await attempt('read', address, null, () => store.stat(address))
      return forgotten.has(address, found) ? null : found
    },
    list: (base) => passOver(base, () => store.list(base)),
    tagged: (tag) => passOver(tag, () => (store.tagged ? store.tagged(tag) : store.list(''))),
    sweep: (base) => attempt('list', { path: base, key: '', exact: true }, undefined, async () => store.sweep?.(base)),
    lock: (address, wait) => attempt('lock', address, null, async () => (await store.lock?.(address, wait)) ?? null),
    isHeld: (lock, address) => attempt('lock', address, true, () => lock.isHeld()),
  }
}

type Attempt = <T>(operation: Operation, address: Address, fallback: T, act: () => Promise<T>) => Promise<T>

function attempting(complaints: Complaints): Attempt {
  return async (operation, address, fallback, act) => {
    try {
      const outcome = await act()
      complaints.worked(operation, address)
      return outcome
    } catch (error) {
      complaints.failed(operation, address, error)
      return fallback
    }
  }
}
