import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Address } from '../../key/address.ts'
import type { Store, SyncStore } from '../../store/store.ts'
import { removeEntry, removeEntrySync } from '../change/invalidate.ts'
import { storeEntry, storeEntrySync } from '../change/write.ts'
import type { Engine } from '../engine.ts'
import type { Memory } from '../memory/memory.ts'
import { find } from '../read/find.ts'
import type { Policy } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import { idOf } from '../request/request.ts'
import { readEntry } from '../store/stored-entry.ts'

/** What the engine of one request shares with all others of its process. */
interface CacheOfScope {
  readonly engine: Engine
  /** The LRU of the cache, where it has one. */
  readonly memory: Memory | undefined
  readonly policy: Policy
}

/**
 * The store that lies behind an engine, for the engine of one request: all by way of the first, so that what the process
 * knows is not read again, and what a request changes reaches everyone.
 *
 *     request ─→ its engine ─→ this ─→ the cache's engine and LRU ─→ store
 *
 * It reports no changes: a request is over before they could matter to it, and must leave no listener at the store.
 */
export function createScopedStore(shared: CacheOfScope): Store {
  const { engine } = shared
  const { store } = engine
  const own: Partial<Omit<Store, 'subscribe'>> & { subscribe: undefined } = {
    subscribe: undefined,
    get: (address, types) => get(shared, address, types),
    async set(address, entry, types) {
      await storeEntry(engine, requestWithoutMemory(shared, address, types), entry)
    },
    delete: (address) => removeEntry(engine, address),
    ...(store.sync && { sync: createScopedSyncStore(shared, store.sync) }),
  }
  return Object.assign(Object.create(store), own)
}

function createScopedSyncStore(shared: CacheOfScope, sync: SyncStore): SyncStore {
  const { engine } = shared
  return Object.assign(Object.create(sync), {
    set: (address, entry, types) => void storeEntrySync(engine, requestWithoutMemory(shared, address, types), entry),
    delete: (address) => removeEntrySync(engine, address),
  } satisfies Partial<SyncStore>)
}

/** What the request asks for by a `version` of its own is not what the cache remembers. */
async function get(shared: CacheOfScope, address: Address, types: AllowedTypes) {
  const found = await find(shared.engine, requestFor(shared, address, types))
  return found ? found.entry : readEntry(shared.engine, address, types)
}

/**
 * What a request writes corrects what the LRU holds, and brings nothing new into it: that comes from the store alone, for a store
 * may well keep to itself what belongs to one user.
 */
function requestWithoutMemory(shared: CacheOfScope, address: Address, types: AllowedTypes): EntryRequest {
  return requestFor({ ...shared, memory: undefined }, address, types)
}

function requestFor({ memory, policy }: CacheOfScope, address: Address, types: AllowedTypes): EntryRequest {
  return { address, id: idOf(address), memory, policy: types === policy.types ? policy : { ...policy, types } }
}
