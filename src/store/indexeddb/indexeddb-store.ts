// Entries in IndexedDB, as structured clones, shared by the tabs of one origin. What comes in is an address and an entry; it
// is kept in its form that a structured clone gives back (cloneable.ts) under its name (record.ts), written behind in batches (writes.ts) and read
// in batches (reads.ts). Where there is no database the batch that never leaves is the memory to fall back to, and the
// trouble is told once: it is thrown by the next `get` that finds nothing.

import type { Kept } from '../../entry/kind.ts'
import { UnsafeTypeError } from '../../errors.ts'
import { isUnder } from '../../key/address.ts'
import type { Store } from '../store.ts'
import { createChanges } from './changes.ts'
import { sizeOf } from './cloneable.ts'
import { createDatabase } from './database.ts'
import type { IndexedDbStoreOptions } from './options.ts'
import { checkOptions } from './options.ts'
import { nameOf, rangesOf, statOf } from './record.ts'
import { createTabLocks } from './tab-locks.ts'
import { createTurns } from './turns.ts'

export type { IndexedDbStoreOptions } from './options.ts'

/**
 * Keeps entries in the browser's IndexedDB, shared by all tabs of an origin: one update shows in all, and one tab computes
 * for all. Beyond `maxBytes`, or where the browser has no more room, the oldest entries go first; without a database entries
 * stay in memory, with one warning. Throws `InvalidOptionError` for an option it does not know.
 */
export function indexedDbStore(options: IndexedDbStoreOptions = {}): Store {
  checkOptions(options)
  const { name = 'cachetta', maxBytes = 50_000_000 } = options
  const prefix = `cachetta ${name} `
  const changes = globalThis.BroadcastChannel && createChanges(prefix)
  const turns = createTurns()
  const { find, search, writes } = createDatabase({ name, maxBytes, turns, tell: (kept) => changes?.tell(kept) })
  const manager = globalThis.navigator?.locks
  const locks = manager && createTabLocks({ manager, prefix, changes, whenKept: (entry) => writes.whenKept(entry) })

  return {
    name: 'indexeddb',
    async get(address, types) {
      const record = await find(address)
      if (record === null) return null
      if (record.standIns === undefined) return record.entry
      if (!types.form) throw new UnsafeTypeError('the entry holds a class that allowedTypes does not list')
      return { ...record.entry, value: types.form.revive({ ...record, value: record.entry.value }) }
    },
    async set(address, entry, types) {
      await turns.wait()
      const { value, standIns }: Kept = types.form?.keep(entry.value) ?? entry
      const record = { address, entry: { ...entry, value }, standIns, size: sizeOf(value) }
      await writes.add({ address, record: structuredClone(record) })
    },
    async delete(address) {
      await turns.wait()
      await Promise.all([writes.add({ address, record: null }), locks?.break(nameOf(address))])
    },
    async stat(address) {
      const record = await find(address)
      return record && statOf(record)
    },
    list: (base) =>
      search(
        (entries) => rangesOf(base).map((range) => entries.getAllKeys(range)),
        ({ address }) => isUnder(base, address),
      ),
    tagged: (tag) =>
      search(
        (entries) => [entries.index('tags').getAllKeys(tag)],
        ({ address, entry }) => address.exact && entry.tags.includes(tag),
      ),
    ...(locks && { lock: (address, wait) => locks.take(nameOf(address), wait) }),
    ...(changes && { subscribe: changes.subscribe }),
  }
}
