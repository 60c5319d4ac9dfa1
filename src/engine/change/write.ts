import type { Entry } from '../../entry/entry.ts'
import type { Lock, SyncLock } from '../../store/store.ts'
import { createEntry, tagReason } from '../compute/store-result.ts'
import type { Engine } from '../engine.ts'
import type { EventFlight } from '../events/event.ts'
import { deleteFromMemory, setInMemory, toMemoryEntry } from '../memory/memories.ts'
import type { EntryRequest, MutationTarget } from '../request/request.ts'
import type { Tagged } from '../slot/slot.ts'
import { notifyListeners, supersede, trackWrite, withSlot } from '../slot/slot.ts'
import { writeEntry, writeEntrySync } from '../store/stored-entry.ts'

/** Stores a value that the caller has. It wins over a running computation. Rejects only with `UnsafeTypeError`. */
export async function writeValue(engine: Engine, target: MutationTarget, value: unknown): Promise<void> {
  const entry = createEntry(engine, target, value)
  if (!target.policy.write || entry === undefined) return
  if (await storeEntry(engine, target, entry)) engine.emit?.('stored', target)
}

/**
 * Stores an entry that exists already. It wins over a running computation, unless it is the result of one: `lock` is then its
 * right to be stored. Resolves with `true` if the store kept it, and with `'discarded'` if the lock is not held.
 */
export function storeEntry(
  engine: Engine,
  request: EntryRequest,
  entry: Entry,
  lock?: Lock,
): Promise<boolean | 'discarded'> {
  const { address, id, policy } = request
  return withSlot(engine, request, async (slot) => {
    supersede(slot, 'write')
    const { version } = slot
    const running: Tagged = {}
    const isStored =
      policy.persist === false || (await trackWrite(slot, writeEntry(engine, address, entry, policy, lock), running))
    if (slot.version === version && isStored !== 'discarded' && !tagReason(running, entry))
      setInMemory(engine, request, toMemoryEntry(engine, request, entry, 'memory'))
    else deleteFromMemory(engine, id)
    notifyListeners(slot)
    return isStored
  })
}

/** The synchronous twin of {@link writeValue}. With a `flight`, the value is its result, and `lock` is its right to be stored. */
export function writeValueSync(
  engine: Engine,
  target: MutationTarget,
  value: unknown,
  flight?: EventFlight,
  lock?: SyncLock | null,
): void {
  const entry = createEntry(engine, target, value)
  if (!target.policy.write || entry === undefined) return
  const isStored = storeEntrySync(engine, target, entry, lock)
  if (isStored === 'discarded') engine.emit?.('dropped', flight ?? target, { reason: 'lost lock' })
  else if (isStored) engine.emit?.('stored', flight ?? target)
}

/** The synchronous twin of {@link storeEntry}. */
export function storeEntrySync(
  engine: Engine,
  request: EntryRequest,
  entry: Entry,
  lock?: SyncLock | null,
): boolean | 'discarded' {
  const { address, id, policy } = request
  const isStored = writeEntrySync(engine, address, entry, policy.types, lock)
  const slot = engine.slots.get(id)
  if (slot) supersede(slot, 'write')
  if (isStored === 'discarded') deleteFromMemory(engine, id)
  else setInMemory(engine, request, toMemoryEntry(engine, request, entry, 'memory'))
  notifyListeners(slot)
  return isStored
}
