// Entries in IndexedDB, as structured clones, shared by the tabs of one origin. What comes in is an address and an entry; it
// is kept in its form that a structured clone gives back (cloneable.ts) under its name (record.ts), written behind in batches
// (writes.ts) and read in batches (reads.ts). Where there is no database the batch that never leaves is the memory to fall back
// to, and the trouble is told once: it is thrown by the next `get` that finds nothing.

import type { Kept } from '../../entry/kind.ts'
import { UnsafeTypeError } from '../../errors.ts'
import type { Store } from '../store.ts'
import { onChange, openChannel } from './channel.ts'
import { sizeOf } from './cloneable.ts'
import type { Database } from './database.ts'
import { createDatabase } from './database.ts'
import type { IndexedDbStoreOptions } from './options.ts'
import { nameOf } from './record.ts'
import { createTabLocks } from './tab-locks.ts'

export interface Entries {
  readonly database: Database
  /** All of the store but what `inspectionOf` adds. */
  readonly store: Omit<Store, 'stat' | 'list' | 'tagged'>
}

export function createEntries({ name = 'cachetta', maxBytes = 50_000_000 }: IndexedDbStoreOptions = {}): Entries {
  const channel = openChannel(`cachetta ${name} `)
  const database = createDatabase({ name, maxBytes, tell: (kept) => channel?.postMessage(kept) })
  const { find, writes } = database
  const manager = globalThis.navigator?.locks
  const locks = manager && channel && createTabLocks({ manager, channel, whenKept: writes.whenKept })

  const store: Entries['store'] = {
    name: 'indexeddb',
    wake: database.wake,
    async get(address, types) {
      const record = await find(address)
      if (record === null) return null
      if (record.standIns === undefined) return record.entry
      if (!types.form) throw new UnsafeTypeError('the entry holds a class that allowedTypes does not list')
      return { ...record.entry, value: types.form.revive({ ...record, value: record.entry.value }) }
    },
    set: (address, entry, types) =>
      writes.add(address, () => {
        const { value, standIns }: Kept = types.form?.keep(entry.value) ?? entry
        return structuredClone({ address, entry: { ...entry, value }, standIns, size: sizeOf(value) })
      }),
    async delete(address) {
      await Promise.all([writes.add(address, () => null), locks?.break(nameOf(address))])
    },
    ...(locks && { lock: (address, wait) => locks.take(nameOf(address), wait) }),
    ...(channel && { subscribe: (listener) => onChange(channel, listener) }),
  }
  return { database, store }
}
