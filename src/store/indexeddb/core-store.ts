// Entries in IndexedDB as structured clones, shared by the tabs of an origin. An address and an entry come in. The entry becomes
// a record (record.ts, cloneable-size.ts), which is written in batches (write-queue.ts, commit-batch.ts) and read in batches
// (batched-reads.ts). eviction.ts keeps the records below `maxBytes`. tabs/ reports changes to other tabs and locks entries
// among them. Without a database, pending writes are the memory to which the store falls back; the next `get` of a missing
// entry then throws the error once.

import type { AllowedTypes } from '../../entry/allowed-types.ts'
import { checkHeader } from '../../entry/check-header.ts'
import type { Entry } from '../../entry/entry.ts'
import { UnsafeTypeError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { sharedLock } from '../await-holder.ts'
import type { Lock, Store } from '../store.ts'
import type { ChangeLog, OrderedChange } from './change-log.ts'
import { cloneMeasured } from './cloneable-size.ts'
import type { Database } from './database.ts'
import { createDatabase } from './database.ts'
import type { IndexedDbStoreOptions } from './options.ts'
import { openChannel, subscribeToChanges } from './tabs/channel.ts'
import type { TabLocks } from './tabs/tab-locks.ts'
import { createTabLocks } from './tabs/tab-locks.ts'

export interface CoreStore {
  readonly database: Database
  /** The store without the methods that `createInspection` adds. */
  readonly store: Omit<Store, 'deleteAll' | 'deleteTagged' | 'list' | 'stat' | 'tagged'>
  /** Tells an invalidation to all tabs, also to this one: pending writes and computations that began before it lose. */
  announce(change: OrderedChange): void
}

export function createCoreStore({ name = 'cachetta', maxBytes = 50_000_000 }: IndexedDbStoreOptions = {}): CoreStore {
  const channel = openChannel(`cachetta ${name} `)
  const database = createDatabase(name, maxBytes, (changes) => channel?.postMessage(changes))
  const { changeLog, findRecord, writeQueue } = database
  const write = createWrite(database, maxBytes)
  const locks = channel && createLocks(channel, database)
  const apply = async (change: OrderedChange): Promise<void> => {
    changeLog.note(change)
    await locks?.breakFor(change)
  }
  const withdraw = (change: OrderedChange): void => {
    writeQueue.withdraw(change)
    void apply(change)
  }
  if (channel) subscribeToChanges(channel, withdraw, (data) => [data].flat())
  const takeLock = async (address: Address, wait: boolean | number): Promise<Lock | null> => {
    const lock = (await locks?.take(address, wait)) ?? null
    return lock && toOrderedLock(changeLog, write, address, lock)
  }
  const store: CoreStore['store'] = {
    name: 'indexeddb',
    wake: database.wake,
    onEvict: database.onEvict,
    async get(address, types) {
      const record = await findRecord(address)
      if (!record?.standIns) return record?.entry ?? null
      if (!types.cloneCodec) throw new UnsafeTypeError('allowedTypes lacks a class of the entry')
      return types.cloneCodec.decode(record)
    },
    set: async (address, entry, types) => void (await write(address, entry, types)),
    async delete(address) {
      const change = { type: 'delete', address, order: changeLog.nextOrder(1) } as const
      channel?.postMessage(change)
      await Promise.all([apply(change), writeQueue.add({ ...change, tags: [] }, () => null)])
    },
    ...(locks && { lock: takeLock }),
    async share(address) {
      const lock = await locks?.take(address, false)
      return toOrderedLock(changeLog, write, address, lock ?? sharedLock)
    },
    ...(channel && { subscribe: (listener) => subscribeToChanges(channel, unlessNewer(writeQueue, listener)) }),
  }
  return {
    database,
    store,
    announce(change) {
      channel?.postMessage([change])
      withdraw(change)
    },
  }
}

/** The result of a computation is as old as the computation. So an invalidation since then ends its right, also without a lock. */
function toOrderedLock(changeLog: ChangeLog, write: Write, address: Address, lock: Lock): Lock {
  const order = lock.order ?? changeLog.nextOrder()
  const isHeld = async (tags: readonly string[] = []) =>
    !changeLog.isForgotten({ address, order, tags }) && lock.isHeld()
  return {
    ...lock,
    order,
    isHeld,
    set: async (entry, types) => (await isHeld(entry.tags)) && write(address, entry, types, order),
  }
}

/**
 * A change that arrives while a later write of this tab is on its way concerns nobody here. The database does not have that write
 * yet, so a read would bring the older value:
 *
 *     this tab    |--request 2--| new, shown |~~~waits for the frame~~~|-write 2-|
 *     other tab   |--request 1--| old |-write 1-|~~ told: ignored
 */
function unlessNewer(
  { hasNewer }: Database['writeQueue'],
  listener: (change: OrderedChange) => void,
): (change: OrderedChange) => void {
  return (change) => {
    if (!hasNewer(change)) listener(change)
  }
}

function createLocks(channel: BroadcastChannel, { changeLog, writeQueue }: Database): TabLocks | undefined {
  const manager = globalThis.navigator?.locks
  return manager && createTabLocks(manager, channel, writeQueue.whenCommitted, changeLog.nextOrder)
}

type Write = (address: Address, entry: Entry, types: AllowedTypes, order?: number) => Promise<boolean>

/** Resolves to `false` if the write was withdrawn. */
function createWrite({ changeLog, writeQueue }: Database, maxBytes: number): Write {
  return (address, entry, types, order = changeLog.nextOrder()) =>
    writeQueue.add({ address, order, tags: entry.tags }, () => {
      checkHeader(entry)
      const encoded = types.cloneCodec?.encode(entry) ?? { entry }
      const cloned = cloneMeasured({ ...encoded, address, order })
      if (cloned.size > maxBytes) throw new UnsafeTypeError('the entry alone exceeds maxBytes')
      return cloned
    })
}
