import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import type { EntryStat, SyncLock } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import { guardStore, guardStoreSync } from './guard-store.ts'

// One entry in the store, whatever the store makes of it.

export async function readEntry(engine: Engine, address: Address, types: AllowedTypes): Promise<Entry | null> {
  const entry = await guardStore(engine, 'read', address, () => engine.store.get(address, types))
  return entry && !engine.tombstones?.covers(address, entry) ? entry : null
}

/** Says whether it is kept. Rejects with `UnsafeTypeError` alone. */
export async function writeEntry(
  engine: Engine,
  address: Address,
  entry: Entry,
  types: AllowedTypes,
): Promise<boolean> {
  const replaced = engine.tombstones?.startReplacing(address)
  const isKept = await guardStore(engine, 'write', address, async () => {
    await engine.store.set(address, entry, types)
    replaced?.()
    return true
  })
  if (!isKept) engine.tombstones?.add(address, entry.storedAt)
  return isKept === true
}

export async function deleteEntry(engine: Engine, address: Address): Promise<void> {
  const obeyed = engine.tombstones?.add(address, engine.clock.now())
  await guardStore(engine, 'delete', address, async () => {
    await engine.store.delete(address)
    obeyed?.()
  })
}

// The synchronous twins of stored-entry.ts. Where the store has none, nothing is there and nothing is kept.

export function readEntrySync(engine: Engine, address: Address, types: AllowedTypes): Entry | null {
  const entry = guardStoreSync(engine, 'read', address, () => engine.store.sync?.get(address, types))
  return entry && !engine.tombstones?.covers(address, entry) ? entry : null
}

export function writeEntrySync(engine: Engine, address: Address, entry: Entry, types: AllowedTypes): boolean {
  const { sync } = engine.store
  if (sync === undefined) return false
  const replaced = engine.tombstones?.startReplacing(address)
  const isKept = guardStoreSync(engine, 'write', address, () => {
    sync.set(address, entry, types)
    replaced?.()
    return true
  })
  if (!isKept) engine.tombstones?.add(address, entry.storedAt)
  return isKept === true
}

export function deleteEntrySync(engine: Engine, address: Address): void {
  const { sync } = engine.store
  if (sync === undefined) return
  const obeyed = engine.tombstones?.add(address, engine.clock.now())
  guardStoreSync(engine, 'delete', address, () => {
    sync.delete(address)
    obeyed?.()
  })
}

export function statEntrySync(engine: Engine, address: Address): EntryStat | null {
  const found = guardStoreSync(engine, 'read', address, () => engine.store.sync?.stat(address))
  return found && !engine.tombstones?.covers(address, found) ? found : null
}

export function lockEntrySync(engine: Engine, address: Address): SyncLock | null {
  const lock = guardStoreSync(engine, 'lock', address, () => engine.store.sync?.lock?.(address))
  if (!lock) return null
  return {
    isHeld: () => guardStoreSync(engine, 'lock', address, () => lock.isHeld()) !== false,
    release: () => guardStoreSync(engine, 'lock', address, () => lock.release()),
  }
}
