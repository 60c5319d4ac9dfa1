import type { AllowedTypes } from '../../entry/allowed-types.ts'
import { copyValue } from '../../entry/copy.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { addressText, isUnder } from '../../key/address.ts'
import type { Change, EntryStat, Store, SyncStore } from '../store.ts'
import type { LocksInProcess } from './memory-locks.ts'
import { locksInProcess } from './memory-locks.ts'

interface Kept {
  readonly address: Address
  readonly entry: Entry
}

type Tell = (change: Change) => void

/** Keeps entries in this process, as copies, for as long as it lives. */
export function memoryStore(): Store {
  const kept = new Map<string, Kept>()
  const locks = locksInProcess()
  const listeners = new Set<Tell>()
  const tell: Tell = (change) => {
    for (const listener of listeners) listener(change)
  }
  const sync = syncTwin(kept, locks, tell)

  return {
    name: 'memory',
    get: async (address, types) => sync.get(address, types),
    set: async (address, entry, types) => sync.set(address, entry, types),
    delete: async (address) => sync.delete(address),
    stat: async (address) => sync.stat(address),
    async *list(base) {
      yield* sync.list(base)
    },
    async *tagged(tag) {
      for (const { address, entry } of [...kept.values()]) {
        if (address.exact && entry.tags.includes(tag)) yield statOf(address, entry)
      }
    },
    lock: (address, wait) => locks.take(nameOf(address), wait),
    subscribe(listener) {
      // A wrapper of its own, so that a function given twice is told twice and each stop stops one.
      const own: Tell = (change) => listener(change)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    sync,
  }
}

function syncTwin(kept: Map<string, Kept>, locks: LocksInProcess, tell: Tell): SyncStore {
  const find = (address: Address): Entry | null => {
    const entry = kept.get(nameOf(address))?.entry
    return entry !== undefined && entry.key === address.key ? entry : null
  }

  return {
    get(address, types) {
      const entry = find(address)
      return entry && copyOf(entry, types)
    },
    set(address, entry, types) {
      kept.set(nameOf(address), { address, entry: copyOf(entry, types) })
      tell({ type: 'set', address })
    },
    delete(address) {
      kept.delete(nameOf(address))
      locks.break(nameOf(address))
      tell({ type: 'delete', address })
    },
    stat(address) {
      const entry = find(address)
      return entry && statOf(address, entry)
    },
    *list(base) {
      for (const { address, entry } of [...kept.values()]) if (isUnder(base, address)) yield statOf(address, entry)
    },
    lock: (address) => locks.takeNow(nameOf(address)),
  }
}

/** What names an entry; no path contains a NUL. */
function nameOf(address: Address): string {
  return address.exact ? address.path : `${address.path}\0${address.key}`
}

function copyOf(entry: Entry, types: AllowedTypes): Entry {
  return { ...entry, tags: [...entry.tags], value: copyValue(entry.value, types) }
}

/** Its size is 0: what a value takes in memory cannot be known. */
function statOf(address: Address, entry: Entry): EntryStat {
  const { value, ...header } = entry
  return { ...header, address, path: addressText(address), size: 0 }
}
