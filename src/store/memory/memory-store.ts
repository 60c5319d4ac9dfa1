// Entries in the memory of this process. An address and an entry come in. A copy of the entry stays in a map under the name of
// its address, and each read returns another copy. Locks hold within the process.

import type { AllowedTypes } from '../../entry/allowed-types.ts'
import { checkHeader } from '../../entry/check-header.ts'
import type { Entry } from '../../entry/entry.ts'
import { copyValue } from '../../entry/plain-json.ts'
import type { Address } from '../../key/address.ts'
import { addressText, entryNameOf, isUnder } from '../../key/address.ts'
import { awaitHolder } from '../await-holder.ts'
import type { Change, EntryStat, Lock, Store, SyncLock, SyncStore } from '../store.ts'
import { createAsyncMethods } from '../sync-or-async.ts'

interface MemoryRecord {
  readonly address: Address
  readonly entry: Entry
}

type ChangeListener = (change: Change) => void

/**
 * Creates a store that keeps entries in memory, as copies, until the process ends. It has synchronous methods and locks, and
 * its size is not limited.
 *
 * @example
 * ```ts
 * import { Cachetta, memoryStore } from 'cachetta'
 *
 * const cache = new Cachetta({ path: 'users', store: memoryStore(), duration: '5m' })
 * export const getUser = cache(fetchUser)
 * ```
 */
export function memoryStore(): Store {
  const records = new Map<string, MemoryRecord>()
  const locks = createMemoryLocks()
  const listeners = new Set<ChangeListener>()
  const notify: ChangeListener = (change) => {
    for (const listener of listeners) listener(change)
  }
  const sync = createSyncStore(records, locks, notify)

  return {
    name: 'memory',
    ...createAsyncMethods(sync),
    async *tagged(tag) {
      for (const { address, entry } of [...records.values()]) {
        if (address.exact && entry.tags.includes(tag)) yield statOf(address, entry)
      }
    },
    lock: (address, wait) => locks.take(entryNameOf(address), wait),
    subscribe(listener) {
      // Wrapped: a function that is subscribed twice is called twice, and each stop function ends one subscription.
      const own: ChangeListener = (change) => listener(change)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    sync,
  }
}

function createSyncStore(records: Map<string, MemoryRecord>, locks: MemoryLocks, notify: ChangeListener): SyncStore {
  const find = (address: Address): Entry | null => {
    const entry = records.get(entryNameOf(address))?.entry
    return entry !== undefined && entry.key === address.key ? entry : null
  }

  return {
    get(address, types) {
      const entry = find(address)
      return entry && copyEntry(entry, types)
    },
    set(address, entry, types) {
      checkHeader(entry)
      records.set(entryNameOf(address), { address, entry: copyEntry(entry, types) })
      locks.break(entryNameOf(address))
      notify({ type: 'set', address })
    },
    delete(address) {
      records.delete(entryNameOf(address))
      locks.break(entryNameOf(address))
      notify({ type: 'delete', address })
    },
    stat(address) {
      const entry = find(address)
      return entry && statOf(address, entry)
    },
    *list(base) {
      for (const { address, entry } of [...records.values()]) if (isUnder(base, address)) yield statOf(address, entry)
    },
    lock: (address) => locks.takeSync(entryNameOf(address)),
  }
}

function copyEntry(entry: Entry, types: AllowedTypes): Entry {
  return { ...entry, tags: [...entry.tags], value: copyValue(entry.value, types) }
}

/** The size is 0, because a program cannot measure how much memory a value takes. */
function statOf(address: Address, entry: Entry): EntryStat {
  const { value, ...header } = entry
  return { ...header, address, path: addressText(address), size: 0 }
}

/** A caller waits this long for a holder of the lock, unless it says otherwise. */
const USUAL_WAIT_MS = 60_000

/** Locks within one process, by the names of entries. */
interface MemoryLocks {
  take(name: string, wait: boolean | number): Promise<Lock | null>
  takeSync(name: string): SyncLock | null
  /** Takes the lock from its holder. */
  break(name: string): void
}

/** The callbacks of those who wait for a lock. The list also stands for its holder. */
type Waiters = (() => void)[]

function createMemoryLocks(): MemoryLocks {
  const held = new Map<string, Waiters>()

  const endHold = (name: string, waiters: Waiters | undefined): void => {
    if (waiters === undefined || held.get(name) !== waiters) return
    held.delete(name)
    for (const resolve of waiters) resolve()
  }
  const takeSync = (name: string): SyncLock | null => {
    if (held.has(name)) return null
    const waiters: Waiters = []
    held.set(name, waiters)
    return { isHeld: () => held.get(name) === waiters, release: () => endHold(name, waiters) }
  }

  return {
    takeSync,
    async take(name, wait) {
      const lock = takeSync(name)
      if (lock !== null) return { isHeld: async () => lock.isHeld(), release: async () => lock.release() }
      if (!wait) return null
      const released = new Promise<void>((resolve) => void held.get(name)?.push(resolve))
      return awaitHolder(wait === true ? USUAL_WAIT_MS : wait, released)
    },
    break: (name) => endHold(name, held.get(name)),
  }
}
