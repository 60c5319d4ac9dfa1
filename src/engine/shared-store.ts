import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Address } from '../key/address.ts'
import type { Store, SyncStore } from '../store/store.ts'
import type { Engine } from './engine.ts'
import { find } from './find.ts'
import { drop, dropSync } from './invalidate.ts'
import type { Memory } from './memory.ts'
import type { Policy } from './policy.ts'
import type { Question } from './question.ts'
import { idOf } from './question.ts'
import { readEntry } from './stored-entry.ts'
import { put, putSync } from './write.ts'

/** What the engine of one request shares with all others of its process. */
interface Shared {
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
export function sharedStore(shared: Shared): Store {
  const { engine } = shared
  const { store } = engine
  const own: Partial<Omit<Store, 'subscribe'>> & { subscribe: undefined } = {
    subscribe: undefined,
    get: (address, types) => get(shared, address, types),
    async set(address, entry, types) {
      await put(engine, unknownTo(shared, address, types), entry)
    },
    delete: (address) => drop(engine, address),
    ...(store.sync && { sync: sharedSync(shared, store.sync) }),
  }
  return Object.assign(Object.create(store), own)
}

function sharedSync(shared: Shared, sync: SyncStore): SyncStore {
  const { engine } = shared
  return Object.assign(Object.create(sync), {
    set: (address, entry, types) => void putSync(engine, unknownTo(shared, address, types), entry),
    delete: (address) => dropSync(engine, address),
  } satisfies Partial<SyncStore>)
}

/** What the request asks for by a `version` of its own is not what the cache remembers. */
async function get(shared: Shared, address: Address, types: AllowedTypes) {
  const found = await find(shared.engine, questionOf(shared, address, types))
  return found ? found.entry : readEntry(shared.engine, address, types)
}

/**
 * What a request writes corrects what the LRU holds, and brings nothing new into it: that comes from the store alone, for a store
 * may well keep to itself what belongs to one user.
 */
function unknownTo(shared: Shared, address: Address, types: AllowedTypes): Question {
  return questionOf({ ...shared, memory: undefined }, address, types)
}

function questionOf({ memory, policy }: Shared, address: Address, types: AllowedTypes): Question {
  return { address, id: idOf(address), memory, policy: types === policy.types ? policy : { ...policy, types } }
}
