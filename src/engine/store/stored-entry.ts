// One entry in the store. What the store throws is handled by `guardStore`, and deletes that it did not carry out are hidden
// by tombstones. The synchronous twins find nothing and keep nothing in a store without synchronous calls.

import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { idOf } from '../../key/address.ts'
import type { EntryStat, Lock, SyncLock } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import type { Policy } from '../request/policy.ts'
import { maxUsableAge } from '../request/policy.ts'
import { checkEntry, checkStat } from './check-stored.ts'
import type { WaitOptions } from './guard-store.ts'
import { ANSWER_MS, guardStore, guardStoreSync, SHORT_WAIT_MS } from './guard-store.ts'

/**
 * Resolves with `null` if the store has no entry, with `undefined` if the store failed, or did not answer in time. `onLate` gets an
 * entry that comes after that.
 */
export async function readEntry(
  engine: Engine,
  address: Address,
  types: AllowedTypes,
  { onLate, onUnsafe }: Pick<WaitOptions<Entry | null | undefined>, 'onLate' | 'onUnsafe'> = {},
): Promise<Entry | null | undefined> {
  const hide = (entry: Entry | null | undefined) => hideBuried(engine, address, entry)
  const read = () => engine.reader.get(address, types)
  const options = { onLate: (entry: Entry | null) => onLate?.(hide(entry)), onUnsafe }
  return hide(await guardStore(engine, 'read', address, read, options))
}

/**
 * Resolves with `true` if the store kept the entry, and with `'discarded'` if the entry is a result whose `lock` is no longer held.
 * Rejects only with `UnsafeTypeError`.
 */
export async function writeEntry(
  engine: Engine,
  address: Address,
  entry: Entry,
  policy: Policy,
  lock?: Lock | SyncLock | null,
): Promise<boolean | 'discarded'> {
  const { types } = policy
  const lifetime = maxUsableAge(policy, entry)
  const onReplaced = engine.tombstones?.startReplacing(address)
  let onStoredLate: (() => void) | undefined
  const write = async () => {
    const isKept = await (lock?.set
      ? lock.set(entry, types, lifetime)
      : engine.store.set(address, entry, types, lifetime))
    if (isKept === false) return 'discarded'
    onReplaced?.()
    noteReplaced(engine, address, entry)
    return true
  }
  const onLate = (isStored: boolean | 'discarded') => void (isStored === true && onStoredLate?.())
  const isStored = await guardStore(engine, 'write', address, write, { onLate })
  if (!isStored) onStoredLate = engine.tombstones?.add(address, entry.storedAt)
  return isStored ?? false
}

export async function deleteEntry(engine: Engine, address: Address): Promise<void> {
  const onDeleted = engine.tombstones?.add(address, engine.clock.now())
  await guardStore(engine, 'delete', address, async () => {
    await engine.store.delete(address)
    onDeleted?.()
  })
}

/** How long a computation waits for that of another process or tab, in milliseconds, if no option says it. */
const HOOK_LOCK_MS = 4_800 // 5 seconds with the time that the store has for its answer
const CALL_LOCK_MS = 60_000

/** How long a hook waits until its computation is registered beside the holder of the lock. */
const HOOK_SHARE_MS = 1_000

/**
 * Takes the lock of an entry. A store says itself when the holder has had its time. If it does not, the function runs without the lock,
 * and one that is granted later is released. A hook waits for 5 seconds, because someone looks at it, and a function for a minute:
 *
 *     another tab   |-lock-|----a request that never ends----…
 *     this tab          |~~~~~~~~5 s~~~~~~~~|----fetch----|
 */
export async function takeLock(
  engine: Engine,
  address: Address,
  wait: boolean | number,
  isForHook: boolean,
): Promise<Lock | null | undefined> {
  const { silentOperations, store } = engine
  const limit = wait === true && isForHook ? HOOK_LOCK_MS : wait
  const ms = Number(limit === true ? CALL_LOCK_MS : limit) + (isForHook ? SHORT_WAIT_MS : ANSWER_MS)
  const onLate = (late: Lock | null | undefined) => void releaseLock(engine, address, late)
  const lock = await guardStore(engine, 'lock', address, () => store.lock?.(address, limit), { ms, onLate })
  const isSilent = lock === undefined && silentOperations.has('lock')
  return isSilent && store.share ? shareLock(engine, address, isForHook) : lock
}

/** Registers a computation beside the holder of the lock. */
export function shareLock(engine: Engine, address: Address, isForHook: boolean): Promise<Lock | undefined> {
  const ms = isForHook ? HOOK_SHARE_MS : ANSWER_MS
  const onLate = (late: Lock | undefined) => void releaseLock(engine, address, late)
  return guardStore(engine, 'lock', address, () => engine.store.share?.(address), { ms, onLate })
}

export async function releaseLock(
  engine: Engine,
  address: Address,
  lock: Lock | SyncLock | null | undefined,
): Promise<void> {
  const releasing = lock && guardStore(engine, 'lock', address, () => lock.release(), { name: 'release' })
  engine.unawaited?.add(releasing)
  await releasing
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
    noteReplaced(engine, address, entry)
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

/** Returns `null` for an entry that the store should have deleted, or is about to. */
export function hideBuried<Stored extends EntryHeader>(
  { hidden, tombstones, undeleted }: Engine,
  address: Address,
  stored: Stored | null | undefined,
): Stored | null | undefined {
  if (!stored) return stored
  if (tombstones?.covers(address, stored)) return null
  for (const isHidden of hidden) if (isHidden(address, stored)) return null
  for (const { isHidden, replaced } of undeleted.values()) {
    if (isHidden(address, stored) && !replaced.has(idOf(address))) return null
  }
  return stored
}

/** An entry that was stored after a delete which failed is not what should have been deleted. */
function noteReplaced({ undeleted }: Engine, address: Address, entry: Entry): void {
  for (const { isHidden, replaced } of undeleted.values()) if (isHidden(address, entry)) replaced.add(idOf(address))
}
