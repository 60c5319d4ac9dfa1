// The items of one outbox in the store of its cache: an entry each, below the base of the cache. `entries()` and hooks do not see
// them, `invalidateAll()` deletes them, and `prune()` leaves them alone.
//
//     path   app/outbox   key   outbox main 0b8e…   value   { id, name, arg, scope, order, state, … }

import type { Engine } from '../engine/engine.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import type { Policy } from '../engine/request/policy.ts'
import { trackWrite, withSlot } from '../engine/slot/slot.ts'
import { guardStore } from '../engine/store/guard-store.ts'
import { listEntries } from '../engine/store/stored-entries.ts'
import { deleteEntry, readEntry, releaseLock, shareLock, writeEntry } from '../engine/store/stored-entry.ts'
import type { Entry } from '../entry/entry.ts'
import { InvalidOptionError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import { idOf, internalKey } from '../key/address.ts'
import type { ItemRecord } from './item.ts'
import { parseRecord } from './item.ts'

/** Reads and writes items. What the store throws is logged, as for any entry. */
export interface ItemStore {
  /** How items are kept. */
  readonly policy: Policy
  /** The entry whose lock belongs to the one who sends. It never has a value. */
  readonly sender: Address
  /** Resolves with `undefined` if the store cannot list its entries. */
  list(): Promise<readonly ItemRecord[] | undefined>
  /**
   * Resolves with `null` if the item is gone, with `undefined` if the store failed. `onLate` gets a record that comes after the store
   * was given up: a busy page may lose no item.
   */
  read(id: string, onLate?: (record: ItemRecord) => void): Promise<ItemRecord | null | undefined>
  /**
   * Resolves to true if the store has the record. Replaces no item that is deleted meanwhile. Rejects with `UnsafeTypeError` for a
   * value that cannot be stored.
   */
  write(record: ItemRecord): Promise<boolean>
  delete(id: string): Promise<void>
  /** Deletes an item once the other tabs had the time to read it. Keeps no process alive. */
  deleteSoon(id: string): void
  /** Returns the id of the item at this address, `undefined` if it is no item of this outbox. */
  idAt(address: Address): string | undefined
}

const UUID_LENGTH = 36

/** How long a discarded item is there for other tabs to read. */
const DISCARDED_MS = 5_000

export function createItemStore({ base, engine, policy }: CacheHandle, name: string): ItemStore {
  if (base === undefined) {
    throw new InvalidOptionError('cache: it has a path function without a base; give createOutbox a cache with a path')
  }
  const path = `${base}/outbox`
  const addressOf = (id: string): Address => ({ path, key: internalKey('outbox', `${name} ${id}`), exact: false })
  /** An item is of use until the outbox deletes it. */
  const kept: Policy = { ...policy, persist: true, duration: Number.POSITIVE_INFINITY }
  const idAt = (address: Address): string | undefined => {
    const id = address.key.slice(-UUID_LENGTH)
    return idOf(address) === idOf(addressOf(id)) ? id : undefined
  }
  const read: ItemStore['read'] = async (id, onLate) => {
    const onLateEntry = (late: Entry | null | undefined): void => {
      const record = late && parseRecord(id, late.value)
      if (record) onLate?.(record)
    }
    const entry = await readEntry(engine, addressOf(id), policy.types, { onLate: onLateEntry })
    return entry ? parseRecord(id, entry.value) : entry
  }
  return {
    policy: kept,
    sender: addressOf('sender'),
    idAt,
    read,
    write: (record) => writeItem(engine, addressOf(record.id), record, kept),
    delete: (id) => deleteEntry(engine, addressOf(id)),
    deleteSoon: (id) => engine.clock.startTick(DISCARDED_MS, () => void deleteEntry(engine, addressOf(id)))(false),
    async list() {
      const reading: Promise<ItemRecord | null | undefined>[] = []
      let hasFailed = false
      const onFailed = () => {
        hasFailed = true
      }
      for await (const { address } of listEntries(engine, path, onFailed)) {
        const id = idAt(address)
        if (id !== undefined) reading.push(read(id))
      }
      const records = await Promise.all(reading)
      return hasFailed ? undefined : records.filter((record) => record != null)
    },
  }
}

/**
 * A store may write after `set` has resolved: IndexedDB opens its database first, and a page that is left meanwhile loses the write. So
 * `flush` must end, too. The lock makes an invalidation that comes meanwhile win:
 *
 *     write           |-share-|-set-|~~~flush~~~|-release-| stored
 *     invalidateAll             |----|                      the set is discarded
 */
async function writeItem(engine: Engine, address: Address, value: ItemRecord, policy: Policy): Promise<boolean> {
  const entry: Entry = { key: address.key, storedAt: engine.clock.now(), tags: [], value }
  const flush = async (): Promise<true> => {
    await engine.store.flush?.()
    return true
  }
  return withSlot(engine, { address, id: idOf(address) }, async (slot) => {
    const lock = await shareLock(engine, address, false)
    try {
      const isSet = await trackWrite(slot, writeEntry(engine, address, entry, policy, lock))
      return isSet === true && (await guardStore(engine, 'write', address, flush)) === true
    } finally {
      await releaseLock(engine, address, lock)
    }
  })
}
