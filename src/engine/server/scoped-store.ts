import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { idOf } from '../../key/address.ts'
import type { Lock, Store, SyncStore } from '../../store/store.ts'
import { removeEntry, removeEntrySync } from '../change/invalidate.ts'
import { removeUnder } from '../change/invalidate-many.ts'
import { storeEntry, storeEntrySync } from '../change/write.ts'
import type { Engine } from '../engine.ts'
import type { Memory } from '../memory/memory.ts'
import { find } from '../read/find.ts'
import type { Policy } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import { locationOf } from '../store/location.ts'
import { readEntry } from '../store/stored-entry.ts'

/** The cache that a scope belongs to. */
interface OriginCache {
  readonly engine: Engine
  /** The LRU of the cache. Undefined if it has none. */
  readonly memory: Memory | undefined
  readonly policy: Policy
}

/**
 * Makes the store for the engine of a scope. It reads and writes through the engine of the cache. So a request does not read again
 * what the process has in memory, and all requests see what one of them changes.
 *
 *     request ─→ scope's engine ─→ scoped store ─→ cache's engine and LRU ─→ store
 *
 * It reports no changes and no late errors. A request is over before they could matter to it, and must leave no listener at the store.
 */
export function createScopedStore(origin: OriginCache): Store {
  const { engine } = origin
  const { store } = engine
  const own: Partial<Omit<Store, Absent>> & { [Name in Absent]: undefined } = {
    deleteTagged: undefined,
    subscribe: undefined,
    wake: undefined,
    get: (address, types) => readThrough(origin, address, types),
    async set(address, entry, types, lifetime) {
      await storeEntry(engine, requestWithoutMemory(origin, address, types, lifetime), entry)
    },
    delete: (address) => removeEntry(engine, address),
    ...(store.deleteAll && { deleteAll: (base, visit) => removeUnder(engine, base, visit?.signal) }),
    ...createScopedLocks(origin),
    locate: (address) => locationOf(engine.reader, address),
    ...(store.sync && { sync: createScopedSyncStore(origin, store.sync) }),
  }
  return Object.assign(Object.create(store), own)
}

/** The methods that a scope must not call past the engine of its cache. */
type Absent = 'deleteTagged' | 'subscribe' | 'wake'

function createScopedSyncStore(origin: OriginCache, sync: SyncStore): SyncStore {
  const { engine } = origin
  return Object.assign(Object.create(sync), {
    set: (address, entry, types) => void storeEntrySync(engine, requestWithoutMemory(origin, address, types), entry),
    delete: (address) => removeEntrySync(engine, address),
    deleteAll: undefined,
  } satisfies Partial<Omit<SyncStore, 'deleteAll'>> & { deleteAll: undefined })
}

function createScopedLocks(origin: OriginCache): Pick<Store, 'lock' | 'share'> {
  const { lock, share } = origin.engine.store
  const { store } = origin.engine
  return {
    ...(lock && { lock: async (address, wait) => scopedLock(origin, address, await lock.call(store, address, wait)) }),
    ...(share && { share: async (address) => scopedLock(origin, address, await share.call(store, address)) }),
  }
}

/** The result of a computation also goes through the engine of the cache. */
function scopedLock<Held extends Lock | null>(origin: OriginCache, address: Address, lock: Held): Held {
  if (!lock?.set) return lock
  const set = async (entry: Entry, types: AllowedTypes, lifetime?: number) => {
    const request = requestWithoutMemory(origin, address, types, lifetime)
    return (await storeEntry(origin.engine, request, entry, lock)) !== 'discarded'
  }
  return Object.assign(Object.create(lock), { set })
}

/** A request with a `version` of its own does not find it through the cache's policy, but in the store itself. */
async function readThrough(origin: OriginCache, address: Address, types: AllowedTypes) {
  const found = await find(origin.engine, requestFor(origin, address, types))
  return found ? found.entry : ((await readEntry(origin.engine, address, types)) ?? null)
}

/**
 * A write of a request corrects an entry that the LRU holds, and adds none. Entries enter the LRU only from the store, because a
 * store may refuse what belongs to one user.
 */
function requestWithoutMemory(origin: OriginCache, address: Address, types: AllowedTypes, lifetime = 0): EntryRequest {
  const { policy } = origin
  const staleDuration = Math.max(policy.staleDuration, lifetime) // the store keeps it for as long as the request can use it
  return requestFor({ ...origin, memory: undefined, policy: { ...policy, staleDuration } }, address, types)
}

function requestFor({ memory, policy }: OriginCache, address: Address, types: AllowedTypes): EntryRequest {
  return { address, id: idOf(address), memory, policy: types === policy.types ? policy : { ...policy, types } }
}
