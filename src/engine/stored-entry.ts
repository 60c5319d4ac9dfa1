import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'
import { attempt } from './attempt.ts'
import type { Engine } from './engine.ts'

// One entry in the store, whatever the store makes of it.

export async function readEntry(engine: Engine, address: Address, types: AllowedTypes): Promise<Entry | null> {
  const entry = await attempt(engine, 'read', address, () => engine.store.get(address, types))
  return entry && !engine.forgotten?.has(address, entry) ? entry : null
}

/** Says whether it is kept. Rejects with `UnsafeTypeError` alone. */
export async function writeEntry(
  engine: Engine,
  address: Address,
  entry: Entry,
  types: AllowedTypes,
): Promise<boolean> {
  const replaced = engine.forgotten?.replacing(address)
  const isKept = await attempt(engine, 'write', address, async () => {
    await engine.store.set(address, entry, types)
    replaced?.()
    return true
  })
  if (!isKept) engine.forgotten?.add(address, entry.storedAt)
  return isKept === true
}

export async function deleteEntry(engine: Engine, address: Address): Promise<void> {
  const obeyed = engine.forgotten?.add(address, engine.clock.now())
  await attempt(engine, 'delete', address, async () => {
    await engine.store.delete(address)
    obeyed?.()
  })
}
