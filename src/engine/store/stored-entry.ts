// One entry in the store. What the store throws is handled by `guardStore`, and deletes that it did not carry out are hidden
// by tombstones. The synchronous twins find nothing and keep nothing in a store without synchronous calls.

import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import type { EntryStat, Lock, SyncLock } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import { checkEntry, checkStat } from './check-stored.ts'
import { guardStore, guardStoreSync } from './guard-store.ts'

/** Resolves with `null` if the store has no entry, with `undefined` if the store failed. */
export async function readEntry(
  engine: Engine,
  address: Address,
  types: AllowedTypes,
): Promise<Entry | null | undefined> {
  return hideBuried(engine, address, await guardStore(engine, 'read', address, () => engine.reader.get(address, types)))
}

/**
 * Resolves with `true` if the store kept the entry, and with `'discarded'` if the entry is a result whose `lock` is no longer held.
 * Rejects only with `UnsafeTypeError`.
 */
export async function writeEntry(
  engine: Engine,
  address: Address,
  entry: Entry,
  types: AllowedTypes,
  lock?: Lock | null,
): Promise<boolean | 'discarded'> {
  const onReplaced = engine.tombstones?.startReplacing(address)
  const isStored = await guardStore(engine, 'write', address, async () => {
    const isKept = await (lock?.set ? lock.set(entry, types) : engine.store.set(address, entry, types))
    if (isKept === false) return 'discarded'
    onReplaced?.()
    return true
  })
  if (!isStored) engine.tombstones?.add(address, entry.storedAt)
  return isStored ?? false
}

export async function deleteEntry(engine: Engine, address: Address): Promise<void> {
  const onDeleted = engine.tombstones?.add(address, engine.clock.now())
  await guardStore(engine, 'delete', address, async () => {
    await engine.store.delete(address)
    onDeleted?.()
  })
}

/** The synchronous twin of {@link readEntry}. */
export function readEntrySync(engine: Engine, address: Address, types: AllowedTypes): Entry | null | undefined {
  return hideBuried(
    engine,
    address,
    guardStoreSync(engine, 'read', address, () => checkEntry(address, engine.store.sync?.get(address, types))),
  )
}

export function writeEntrySync(
  engine: Engine,
  address: Address,
  entry: Entry,
  types: AllowedTypes,
  lock?: SyncLock | null,
): boolean | 'discarded' {
  const { sync } = engine.store
  if (sync === undefined) return false
  const onReplaced = engine.tombstones?.startReplacing(address)
  const isStored = guardStoreSync(engine, 'write', address, () => {
    const isKept = lock?.set ? lock.set(entry, types) : sync.set(address, entry, types)
    if (isKept === false) return 'discarded'
    onReplaced?.()
    return true
  })
  if (!isStored) engine.tombstones?.add(address, entry.storedAt)
  return isStored ?? false
}

export function deleteEntrySync(engine: Engine, address: Address): void {
  const { sync } = engine.store
  if (sync === undefined) return
  const onDeleted = engine.tombstones?.add(address, engine.clock.now())
  guardStoreSync(engine, 'delete', address, () => {
    sync.delete(address)
    onDeleted?.()
  })
}

export function statEntrySync(engine: Engine, address: Address): EntryStat | null {
  const stat = guardStoreSync(engine, 'read', address, () => checkStat(address, engine.store.sync?.stat(address)))
  return hideBuried(engine, address, stat) ?? null
}

/**
 * Takes the lock of an entry, and waits for its holder as `wait` says. With `false`, registers a computation beside the holder.
 * Returns `null` if a holder has finished, `undefined` if there is no lock.
 */
export function lockEntrySync(engine: Engine, address: Address, wait: boolean | number): SyncLock | null | undefined {
  const { sync } = engine.store
  const take = () => (wait || !sync?.share ? wait && sync?.lock?.(address, wait) : sync.share(address)) || null
  const lock = sync && guardStoreSync(engine, 'lock', address, take)
  if (!lock) return lock
  const { isShared, set } = lock
  return {
    ...(isShared !== undefined && { isShared }),
    ...(set && { set: (entry, types) => set.call(lock, entry, types) }),
    isHeld: (tags) => guardStoreSync(engine, 'lock', address, () => lock.isHeld(tags)) !== false,
    release: () => guardStoreSync(engine, 'lock', address, () => lock.release()),
  }
}

/** Returns `null` for an entry that the store should have deleted. */
export function hideBuried<Stored extends EntryHeader>(
  { tombstones }: Engine,
  address: Address,
  stored: Stored | null | undefined,
): Stored | null | undefined {
  return stored && tombstones?.covers(address, stored) ? null : stored
}
