import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'
import type { EntryStat, SyncLock } from '../store/store.ts'
import { attemptSync } from './attempt.ts'
import type { Engine } from './engine.ts'

// The synchronous twins of stored-entry.ts. Where the store has none, nothing is there and nothing is kept.

export function readEntrySync(engine: Engine, address: Address, types: AllowedTypes): Entry | null {
  const entry = attemptSync(engine, 'read', address, () => engine.store.sync?.get(address, types))
  return entry && !engine.forgotten?.has(address, entry) ? entry : null
}

export function writeEntrySync(engine: Engine, address: Address, entry: Entry, types: AllowedTypes): boolean {
  const { sync } = engine.store
  if (sync === undefined) return false
  const replaced = engine.forgotten?.replacing(address)
  const isKept = attemptSync(engine, 'write', address, () => {
    sync.set(address, entry, types)
    replaced?.()
    return true
  })
  if (!isKept) engine.forgotten?.add(address, entry.storedAt)
  return isKept === true
}

export function deleteEntrySync(engine: Engine, address: Address): void {
  const { sync } = engine.store
  if (sync === undefined) return
  const obeyed = engine.forgotten?.add(address, engine.clock.now())
  attemptSync(engine, 'delete', address, () => {
    sync.delete(address)
    obeyed?.()
  })
}

export function statEntrySync(engine: Engine, address: Address): EntryStat | null {
  const found = attemptSync(engine, 'read', address, () => engine.store.sync?.stat(address))
  return found && !engine.forgotten?.has(address, found) ? found : null
}

export function lockEntrySync(engine: Engine, address: Address): SyncLock | null {
  const lock = attemptSync(engine, 'lock', address, () => engine.store.sync?.lock?.(address))
  if (!lock) return null
  return {
    isHeld: () => attemptSync(engine, 'lock', address, () => lock.isHeld()) !== false,
    release: () => attemptSync(engine, 'lock', address, () => lock.release()),
  }
}
