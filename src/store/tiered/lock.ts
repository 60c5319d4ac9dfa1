// The locks of a tiered store are those of the far tier, so that one machine computes an entry. While the far tier is down, those of the
// near one take their place: one process of this machine computes it.

import type { Address } from '../../key/address.ts'
import type { Lock, Store, SyncLock } from '../store.ts'
import type { Work } from '../sync-or-async.ts'
import { run, runSync, step } from '../sync-or-async.ts'
import type { TierParts } from './parts.ts'
import { settle, writeEntry } from './write.ts'

/** How long a store waits for a holder if nobody says it, in milliseconds. */
const USUAL_WAIT_MS = 60_000

/** How much longer than its wait a lock may take, in milliseconds. */
const ANSWER_MS = 2_000

/** Takes the lock of an entry in the far tier, by its method `lock`. */
export function takeLock(
  parts: TierParts,
  lock: NonNullable<Store['lock']>,
  address: Address,
  wait: boolean | number,
): Promise<Lock | null> {
  const ms = ANSWER_MS + (wait === true ? USUAL_WAIT_MS : Number(wait))
  const take = (store: Store) => lock.call(store, address, wait)
  return takeFarLock(parts, address, { ms, take, fallback: () => takeNearLock(parts, address, wait, ms) })
}

/** Registers a computation in the far tier, by its method `share`. */
export async function takeShare(parts: TierParts, share: NonNullable<Store['share']>, address: Address): Promise<Lock> {
  const take = (store: Store) => share.call(store, address)
  const lock = await takeFarLock(parts, address, { ms: ANSWER_MS, take, fallback: async () => null })
  return lock ?? { ...uncheckedLock, isShared: true }
}

interface Taking {
  readonly ms: number
  take(far: Store): Promise<Lock | null>
  /** Takes the place of `take` if the far tier fails. */
  fallback(): Promise<Lock | null>
}

async function takeFarLock(parts: TierParts, address: Address, { fallback, ms, take }: Taking): Promise<Lock | null> {
  const { far } = parts
  await run(settle(parts, address)) // deletes the entry, which would end the computation that begins here
  try {
    const lock = await far.waitFor(take, ms, (late) => void late?.release())
    far.noteSuccess('lock')
    return lock && toTieredLock(parts, address, lock)
  } catch (error) {
    far.noteFailure('lock', error)
    far.reportFailure(error, address)
    return fallback()
  }
}

/** Keeps nobody from computing, and says nothing about the changes of others. */
const uncheckedLock: Lock = { isHeld: async () => true, release: async () => {} }

async function takeNearLock(
  { near, toNear }: TierParts,
  address: Address,
  wait: boolean | number,
  ms: number,
): Promise<Lock | null> {
  const { lock } = near.store
  if (!lock) return uncheckedLock
  try {
    const take = (store: Store) => lock.call(store, toNear.address(address), wait)
    const taken = await near.waitFor(take, ms, (late) => void late?.release())
    // Without `set`: the result goes to both tiers.
    return taken && { ...pickShared(taken), isHeld: (tags) => taken.isHeld(tags), release: () => taken.release() }
  } catch (error) {
    near.reportFailure(error, address)
    return uncheckedLock
  }
}

function pickShared({ isShared }: Lock | SyncLock): Pick<Lock, 'isShared'> {
  return isShared === undefined ? {} : { isShared }
}

/** A lock whose state cannot be read counts as held. */
function toTieredLock(parts: TierParts, address: Address, lock: Lock): Lock {
  const { isAlone, isEmpty, order, set } = lock
  return {
    ...pickShared(lock),
    ...(order !== undefined && { order }),
    ...(isAlone !== undefined && { isAlone }),
    ...(isEmpty !== undefined && { isEmpty }),
    async isHeld(tags) {
      try {
        return await lock.isHeld(tags)
      } catch (error) {
        parts.far.reportFailure(error, address)
        return true
      }
    },
    ...(set && {
      set(entry, types, lifetime) {
        const writeFar = parts.far.call('write', neverCalled, () => set.call(lock, entry, types, lifetime))
        return run(writeEntry(parts, { address, entry, types, lifetime }, writeFar))
      },
    }),
    release: () => lock.release(),
  }
}

/** A lock with asynchronous methods is used by asynchronous callers only. */
function neverCalled(): boolean {
  return false
}

/** Adds the near tier to a lock of the far one. */
export function toTieredSyncLock(parts: TierParts, address: Address, lock: SyncLock): SyncLock {
  const { set } = lock
  return {
    ...pickShared(lock),
    isHeld: (tags) => lock.isHeld(tags),
    ...(set && {
      set(entry, types) {
        const writeFar: Work<boolean> = step(() => set.call(lock, entry, types), neverCalled)
        return runSync(writeEntry(parts, { address, entry, types }, writeFar))
      },
    }),
    release: () => lock.release(),
  }
}
