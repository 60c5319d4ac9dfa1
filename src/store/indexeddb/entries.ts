// Entries in IndexedDB, as structured clones, shared by the tabs of one origin. What comes in is an address and an entry; it
// is kept in its form that a structured clone gives back (cloneable.ts) under its name (record.ts), written behind in batches
// (writes.ts) and read in batches (reads.ts). Where there is no database the batch that never leaves is the memory to fall back
// to, and the trouble is told once: it is thrown by the next `get` that finds nothing.

import { UnsafeTypeError } from '../../errors.ts'
import type { Store } from '../store.ts'
import { sizeOf } from './cloneable.ts'
import type { Database } from './database.ts'
import { createDatabase } from './database.ts'
import type { IndexedDbStoreOptions } from './options.ts'
import { onChange, openChannel } from './tabs/channel.ts'
import { createTabLocks } from './tabs/tab-locks.ts'

export interface Entries {
  readonly database: Database
  /** All of the store but what `inspectionOf` adds. */
  readonly store: Omit<Store, 'stat' | 'list' | 'tagged'>
}

export function createEntries({ name = 'cachetta', maxBytes = 50_000_000 }: IndexedDbStoreOptions = {}): Entries {
  const channel = openChannel(`cachetta ${name} `)
  const database = createDatabase(name, maxBytes, (kept) => channel?.postMessage(kept))
  const { find, writes } = database
  const manager = globalThis.navigator?.locks
  const locks = manager && channel && createTabLocks(manager, channel, writes.whenKept)

  const store: Entries['store'] = {
    name: 'indexeddb',
    wake: database.wake,
    async get(address, types) {
      const record = await find(address)
      if (!record?.standIns) return record?.entry ?? null
      if (!types.form) throw new UnsafeTypeError('the entry holds a class that allowedTypes does not list')
      return types.form.revive(record)
    },
    set: (address, entry, types) =>
      writes.add(address, () => {
        const kept = types.form?.keep(entry) ?? { entry }
        return structuredClone({ ...kept, address, size: sizeOf(kept.entry.value) })
      }),
    async delete(address) {
      await Promise.all([writes.add(address, () => null), locks?.break(address)])
    },
    ...(locks && { lock: locks.take }),
    ...(channel && { subscribe: (listener) => onChange(channel, listener) }),
  }
  return { database, store }
}
