// Writes and deletes one entry: first in the far tier, then in the near one. Reads that overlap the change in the far tier may have
// seen what was there before, so they do not count:
//
//     get         |----far: v1----|                        not copied: v2 has been stored meanwhile
//     set v2         |-far: v2-|-near: v2-|
//
// What the far tier could not do is owed: the old entry would come back with it. It is deleted there when the tier works again.
//
//     far         v1 ✗ ······ down ······ ✓ v1 is deleted
//     set v2           |-near: v2-|                        served meanwhile, and computed again afterwards

import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { entryNameOf } from '../../key/address.ts'
import type { Work } from '../sync-or-async.ts'
import { run } from '../sync-or-async.ts'
import type { Run } from './copies.ts'
import { isCurrent } from './copies.ts'
import { forEachInGroups } from './groups.ts'
import type { TierParts } from './parts.ts'
import { isOutage } from './tier.ts'

const MAX_OWED = 10_000

/** A value on its way to the tiers. */
export interface Write {
  readonly address: Address
  readonly entry: Entry
  readonly types: AllowedTypes
  readonly lifetime?: number | undefined
}

/**
 * Writes an entry. `writeFar` is how the far tier gets it; it returns false if the lock is lost, and nothing is written. If the far
 * tier fails, the near tier serves the value to this machine meanwhile.
 */
export function* writeEntry(
  parts: TierParts,
  write: Write,
  writeFar: Work<boolean> = writeToFar(parts, write),
): Work<boolean> {
  const { copies, far, owed } = parts
  const { address, entry } = write
  copies.noteChange({ address })
  owed.delete(entryNameOf(address))
  const own = copies.startRun(address, true)
  try {
    const failure = yield* tryWriteFar(parts, address, writeFar)
    copies.noteCarriedOut({ address })
    if (failure === 'refused') return false
    const isCopied = yield* replaceCopy(parts, own, write)
    if (failure && !isCopied) throw failure.error
    if (failure) far.reportFailure(failure.error, address)
    else if (isCopied) copies.check(own, entry)
    return true
  } finally {
    copies.endRun(own)
  }
}

/** Deletes an entry everywhere. Throws if the far tier cannot; it then does so when it works again. */
export function* deleteEntry(parts: TierParts, address: Address): Work<void> {
  const { copies, owed } = parts
  copies.noteChange({ address })
  owed.delete(entryNameOf(address))
  try {
    yield* deleteFar(parts, address)
  } catch (error) {
    owe(parts, address)
    throw error
  } finally {
    copies.noteCarriedOut({ address })
    yield* deleteCopy(parts, address)
  }
}

/** Copies an entry to the near tier. Returns false, and leaves no copy, if it cannot keep the entry. */
export function* copyEntry(parts: TierParts, { address, entry, lifetime, types }: Write): Work<boolean> {
  const { copies, near, toNear } = parts
  const nearAddress = toNear.address(address)
  try {
    yield* near.call(
      'write',
      (store) => store.set(nearAddress, entry, types),
      (store) => store.set(nearAddress, entry, types, lifetime),
    )
    copies.unhide({ address })
    return true
  } catch (error) {
    near.reportFailure(error, address)
    yield* deleteCopy(parts, address)
    return false
  }
}

/** Deletes the copy. A copy that the near tier cannot delete is hidden. */
export function* deleteCopy({ copies, near, toNear }: TierParts, address: Address): Work<void> {
  const nearAddress = toNear.address(address)
  try {
    yield* near.call(
      'delete',
      (store) => store.delete(nearAddress),
      (store) => store.delete(nearAddress),
    )
    copies.unhide({ address })
  } catch (error) {
    copies.hide({ address })
    near.reportFailure(error, address)
  }
}

/**
 * Deletes in the far tier what is owed of this entry. Returns false if it cannot: what the far tier has is then outdated. A far tier
 * that reads, but cannot write, tells of changes, so the copy may be used until it can.
 */
export function* settle(parts: TierParts, address: Address): Work<boolean> {
  const { copies, far, owed } = parts
  const debt = owed.get(entryNameOf(address))
  if (debt === undefined) return true
  if (!debt.isDue && copies.isListening && far.isFailing('write')) return false
  return yield* deleteOwed(parts, address)
}

/** Deletes all that is owed. Called when the far tier works again, or may have been cut off. */
export function settleAll(parts: TierParts): void {
  const debts = [...parts.owed.values()]
  for (const debt of debts) debt.isDue = true
  void forEachInGroups(debts, ({ address }) => run(deleteOwed(parts, address)))
}

function* deleteOwed(parts: TierParts, address: Address): Work<boolean> {
  const { copies, far, owed } = parts
  const name = entryNameOf(address)
  const debt = owed.get(name)
  try {
    yield* deleteFar(parts, address)
  } catch (error) {
    far.reportFailure(error, address)
    return false
  }
  if (owed.get(name) === debt) owed.delete(name)
  copies.noteCarriedOut({ address })
  return true
}

function* writeToFar({ far }: TierParts, { address, entry, lifetime, types }: Write): Work<boolean> {
  yield* far.call(
    'write',
    (store) => store.set(address, entry, types),
    (store) => store.set(address, entry, types, lifetime),
  )
  return true
}

function deleteFar({ far }: TierParts, address: Address): Work<void> {
  return far.call(
    'delete',
    (store) => store.delete(address),
    (store) => store.delete(address),
  )
}

/** Throws if the value cannot be stored: the old entry is then unchanged. */
function* tryWriteFar(
  parts: TierParts,
  address: Address,
  writeFar: Work<boolean>,
): Work<'refused' | { readonly error: unknown } | undefined> {
  try {
    return (yield* writeFar) ? undefined : 'refused'
  } catch (error) {
    if (!isOutage(error)) throw error
    owe(parts, address)
    return { error }
  }
}

/** An invalidation of a tag that came meanwhile leaves no copy. Any other change takes care of the copy itself. */
function* replaceCopy(parts: TierParts, own: Run, write: Write): Work<boolean> {
  if (isCurrent(own, write.entry.tags)) return yield* copyEntry(parts, write)
  if (!own.isSuperseded) yield* deleteCopy(parts, write.address)
  return true
}

function owe({ owed }: TierParts, address: Address): void {
  owed.set(entryNameOf(address), { address, isDue: false })
  const [oldest] = owed.keys()
  if (owed.size > MAX_OWED && oldest !== undefined) owed.delete(oldest)
}
