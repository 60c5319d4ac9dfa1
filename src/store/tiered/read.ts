// Reads one entry. A checked copy is used as it is. Any other copy is compared with the header in the far tier, and an entry that the
// near tier does not have is fetched and copied. A change during the fetch makes the result too old to be copied:
//
//     get           |-near: none-|---far: v1---|          v1 goes to its caller, and is not copied
//     invalidate                     |-near: deleted, far: deleted-|
//
//     get           |-near: none-|---far: v1---|-copy v1-|
//     invalidate                                    |-far-|-near: deleted, after the copy-|

import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { addressText } from '../../key/address.ts'
import type { EntryStat } from '../store.ts'
import type { Work } from '../sync-or-async.ts'
import type { Run } from './copies.ts'
import { isCurrent } from './copies.ts'
import type { TierParts } from './parts.ts'
import { isOutage } from './tier.ts'
import { copyEntry, deleteCopy, settle } from './write.ts'

/** What the near tier has. */
interface NearAnswer {
  readonly entry: Entry | null
  /** Why the near tier did not answer. */
  readonly failure?: unknown
}

export function* readEntry(parts: TierParts, address: Address, types: AllowedTypes): Work<Entry | null> {
  const { copies, far } = parts
  const copy = yield* readCopy(parts, address, types)
  if (copy.entry && copies.isChecked(address, copy.entry)) return copy.entry
  const run = copies.startRun(address, false)
  try {
    return yield* readThrough(parts, run, types, copy)
  } catch (error) {
    if (copy.failure || !isOutage(error)) throw error
    far.reportFailure(error, address)
    return null
  } finally {
    copies.endRun(run)
  }
}

function* readThrough(parts: TierParts, run: Run, types: AllowedTypes, copy: NearAnswer): Work<Entry | null> {
  const { address } = run
  if (!(yield* settle(parts, address))) return usableCopy(parts, address, copy)
  if (!copy.entry) return yield* fetchEntry(parts, run, types, copy)
  const stat = yield* statFar(parts, address)
  if (stat === undefined) return usableCopy(parts, address, copy)
  if (!stat || !isSame(copy.entry, stat)) return yield* fetchEntry(parts, run, types, copy)
  parts.copies.check(run, stat)
  return { ...toHeader(stat), value: copy.entry.value }
}

/** Reads the header of an entry. While the far tier is down, that of the copy. */
export function* readStat(parts: TierParts, address: Address): Work<EntryStat | null> {
  const { copies, far, near, toNear } = parts
  const isSettled = yield* settle(parts, address)
  try {
    if (isSettled) return yield* callStat(parts, address)
  } catch (error) {
    if (!isOutage(error)) throw error
    far.reportFailure(error, address)
  }
  const nearAddress = toNear.address(address)
  const copy = yield* near.call(
    'read',
    (store) => store.stat(nearAddress),
    (store) => store.stat(nearAddress),
  )
  if (!copy || copies.isHidden(address, copy)) return null
  return { ...copy, address, path: locate(parts, address) }
}

/** Returns the place of an entry as the far tier names it. */
export function locate({ far: { store } }: TierParts, address: Address): string {
  return store.locate?.(address) ?? (address.exact ? address.path : addressText(address))
}

function* readCopy({ near, toNear }: TierParts, address: Address, types: AllowedTypes): Work<NearAnswer> {
  const nearAddress = toNear.address(address)
  try {
    const entry = yield* near.call(
      'read',
      (store) => store.get(nearAddress, types),
      (store) => store.get(nearAddress, types),
    )
    return { entry }
  } catch (error) {
    near.reportFailure(error, address)
    return { entry: null, ...(isOutage(error) && { failure: error }) }
  }
}

/** Returns the copy, if it can be used without the far tier. */
function usableCopy({ copies }: TierParts, address: Address, { entry, failure }: NearAnswer): Entry | null {
  if (failure) throw failure
  return entry && !copies.isHidden(address, entry) ? entry : null
}

/** Returns `undefined` if the far tier fails. */
function* statFar(parts: TierParts, address: Address): Work<EntryStat | null | undefined> {
  try {
    return yield* callStat(parts, address)
  } catch (error) {
    parts.far.reportFailure(error, address)
    return undefined
  }
}

function callStat({ far }: TierParts, address: Address): Work<EntryStat | null> {
  return far.call(
    'read',
    (store) => store.stat(address),
    (store) => store.stat(address),
  )
}

/** Reads the entry from the far tier, and copies it. Deletes a copy that the far tier does not confirm. */
function* fetchEntry(parts: TierParts, run: Run, types: AllowedTypes, copy: NearAnswer): Work<Entry | null> {
  const { copies, far } = parts
  const { address } = run
  const entry = yield* far.call(
    'read',
    (store) => store.get(address, types),
    (store) => store.get(address, types),
  )
  if (copy.failure || !isCurrent(run, entry?.tags ?? [])) return entry
  if (!entry && copy.entry) yield* deleteCopy(parts, address)
  if (entry && (yield* copyEntry(parts, { address, entry, types }))) copies.check(run, entry)
  return entry
}

/** True if a copy is the entry of the far tier. The date of a copy is its own. */
export function isSame(copy: EntryHeader, stat: EntryHeader): boolean {
  return identityOf(copy) === identityOf(stat)
}

function identityOf({ storedAt, version, tags, duration, staleDuration, staleIfError }: EntryHeader): string {
  const spans = [duration, staleDuration, staleIfError].map(String)
  return JSON.stringify([storedAt, version, tags, spans])
}

function toHeader({ address: _, path: __, size: ___, ...header }: EntryStat): EntryHeader {
  return header
}
