// Entries in IndexedDB as structured clones, shared by the tabs of an origin. An address and an entry come in. The entry becomes
// a record (record.ts, cloneable-size.ts), which is written in batches (write-queue.ts, commit-batch.ts) and read in batches
// (batched-reads.ts). eviction.ts keeps the records below `maxBytes`. tabs/ reports changes to other tabs and locks entries
// among them. Without a database, pending writes are the memory to which the store falls back; the next `get` of a missing
// entry then throws the error once.

import { UnsafeTypeError } from '../../errors.ts'
import type { Store } from '../store.ts'
import { cloneMeasured } from './cloneable-size.ts'
import type { Database } from './database.ts'
import { createDatabase } from './database.ts'
import type { IndexedDbStoreOptions } from './options.ts'
import { openChannel, subscribeToChanges } from './tabs/channel.ts'
import { createTabLocks } from './tabs/tab-locks.ts'

export interface CoreStore {
  readonly database: Database
  /** The store without the methods that `createInspection` adds. */
  readonly store: Omit<Store, 'stat' | 'list' | 'tagged'>
}

export function createCoreStore({ name = 'cachetta', maxBytes = 50_000_000 }: IndexedDbStoreOptions = {}): CoreStore {
  const channel = openChannel(`cachetta ${name} `)
  const database = createDatabase(name, maxBytes, (changes) => channel?.postMessage(changes))
  const { findRecord, writeQueue } = database
  const manager = globalThis.navigator?.locks
  const locks = manager && channel && createTabLocks(manager, channel, writeQueue.whenCommitted)

  const store: CoreStore['store'] = {
    name: 'indexeddb',
    wake: database.wake,
    async get(address, types) {
      const record = await findRecord(address)
      if (!record?.standIns) return record?.entry ?? null
      if (!types.cloneCodec) throw new UnsafeTypeError('allowedTypes lacks a class of the entry')
      return types.cloneCodec.decode(record)
    },
    set: (address, entry, types) =>
      writeQueue.add(address, () => {
        const encoded = types.cloneCodec?.encode(entry) ?? { entry }
        const cloned = cloneMeasured({ ...encoded, address })
        if (cloned.size > maxBytes) throw new UnsafeTypeError('the entry alone exceeds maxBytes')
        return cloned
      }),
    async delete(address) {
      await Promise.all([writeQueue.add(address, () => null), locks?.break(address)])
    },
    ...(locks && { lock: locks.take }),
    ...(channel && { subscribe: (listener) => subscribeToChanges(channel, listener) }),
  }
  return { database, store }
}
