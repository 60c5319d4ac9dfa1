import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import { UnsafeTypeError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import type { Change, EntryStat, Lock, Store } from '../store/store.ts'
import type { CarefulSyncStore } from './careful-sync-store.ts'
import { createCarefulSyncStore } from './careful-sync-store.ts'
import type { Complaints, Operation } from './complaints.ts'
import { createComplaints } from './complaints.ts'
import { createEcho } from './echo.ts'
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
  /** Reports what others changed; a store's echo of what was done through here is not passed on. */
  subscribe(listener: (change: Change) => void): void
  /** The lock is as careful as the store: one that cannot be asked counts as held, and none fails to be released. */
  lock(address: Address, wait: boolean): Promise<Lock | null>
}

export function createCarefulStore(store: Store): CarefulStore {
  const complaints = createComplaints(store)
  const forgotten = createForgotten(store)
  const echo = createEcho()

  const attempt = attempting(complaints)

  return {
    store,
    complaints,
    forgotten,
    sync: store.sync && createCarefulSyncStore(store.sync, { complaints, forgotten, echo }),
    async get(address, types) {
      const entry = await attempt('read', address, null, () => store.get(address, types))
      return forgotten.has(address, entry) ? null : entry
    },
    async set(address, entry, types) {
      try {
        const obeyed = forgotten.replacing(address)
        await echo.during(() => store.set(address, entry, types))
        complaints.worked('write', address)
        obeyed()
        return true
      } catch (error) {
        if (error instanceof UnsafeTypeError) throw error
        complaints.failed('write', address, error)
        forgotten.add(address, entry.storedAt)
        return false
      }
    },
    async delete(address, now) {
      const obeyed = forgotten.add(address, now)
      await attempt('delete', address, undefined, async () => {
        await echo.during(() => store.delete(address))
        obeyed()
      })
    },
    async stat(address) {
      const found = await attempt('read', address, null, () => store.stat(address))
      return forgotten.has(address, found) ? null : found
    },
    list: (base) => passingOver(complaints, base, () => store.list(base)),
    tagged: (tag) => passingOver(complaints, tag, () => (store.tagged ? store.tagged(tag) : store.list(''))),
    sweep: (base) => attempt('list', { path: base, key: '', exact: true }, undefined, async () => store.sweep?.(base)),
    subscribe(listener) {
      void attempt('subscribe', CHANGES, undefined, async () => void store.subscribe?.(echo.others(listener)))
    },
    async lock(address, wait) {
      const lock = await attempt('lock', address, null, async () => (await store.lock?.(address, wait)) ?? null)
      return lock && carefulLock(lock, address, attempt)
    },
  }
}

async function* passingOver(
  complaints: Complaints,
  base: string,
  entries: () => AsyncIterable<EntryStat>,
): AsyncGenerator<EntryStat, void> {
  try {
    yield* entries()
  } catch (error) {
    complaints.failed('list', { path: base, key: '', exact: true }, error)
  }
}

function carefulLock(lock: Lock, address: Address, attempt: Attempt): Lock {
  return {
    isHeld: () => attempt('lock', address, true, () => lock.isHeld()),
    release: () => attempt('lock', address, undefined, () => lock.release()),
  }
}

/** What the log calls the subject of a subscription. */
const CHANGES: Address = { path: 'to changes', key: '', exact: true }

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
