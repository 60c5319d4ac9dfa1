// One entry in the store. What the store throws is handled by `guardStore`, and deletes that it did not carry out are hidden
// by tombstones. The synchronous twins find nothing and keep nothing in a store without synchronous calls.

import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import type { EntryStat, SyncLock } from '../../store/store.ts'
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

/** Resolves with `true` if the store kept the entry. Rejects only with `UnsafeTypeError`. */
export async function writeEntry(
  engine: Engine,
  address: Address,
  entry: Entry,
  types: AllowedTypes,
): Promise<boolean> {
  const onReplaced = engine.tombstones?.startReplacing(address)
  const isStored = await guardStore(engine, 'write', address, async () => {
    await engine.store.set(address, entry, types)
    onReplaced?.()
    return true
  })
  if (!isStored) engine.tombstones?.add(address, entry.storedAt)
  return isStored === true
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

export function writeEntrySync(engine: Engine, address: Address, entry: Entry, types: AllowedTypes): boolean {
  const { sync } = engine.store
  if (sync === undefined) return false
  const onReplaced = engine.tombstones?.startReplacing(address)
  const isStored = guardStoreSync(engine, 'write', address, () => {
    sync.set(address, entry, types)
    onReplaced?.()
    return true
  })
  if (!isStored) engine.tombstones?.add(address, entry.storedAt)
  return isStored === true
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

export function lockEntrySync(engine: Engine, address: Address): SyncLock | null {
  const lock = guardStoreSync(engine, 'lock', address, () => engine.store.sync?.lock?.(address))
  if (!lock) return null
  return {
    isHeld: () => guardStoreSync(engine, 'lock', address, () => lock.isHeld()) !== false,
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
