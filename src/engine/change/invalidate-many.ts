// Deleting many entries takes a while, and reads, writes and computations continue meanwhile. So memory is cleared and flights
// are superseded twice: before the deletes, so that no listener sees an old value, and after them, for what was read meanwhile.
//
//     invalidateAll   |-clear-|---list and delete a, b, c---|-clear-|
//     read c                      |--disk--| c, in memory                 removed, too

import type { Address } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'
import type { EntryStat } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { Slot } from '../slot/slot.ts'
import { notifyListeners, supersede } from '../slot/slot.ts'
import { guardStore, guardStoreSync } from '../store/guard-store.ts'
import {
  changeEach,
  listEntries,
  listEntriesSync,
  listTaggedEntries,
  listTaggedUnder,
} from '../store/stored-entries.ts'
import { deleteEntrySync } from '../store/stored-entry.ts'
import { forgetEntry } from './invalidate.ts'

/** Forgets the entry at `base` and every entry under it. */
export async function invalidateUnder(engine: Engine, base: string): Promise<void> {
  const slots = clearMemoryUnder(engine, base)
  await endComputations(engine, base)
  await Promise.all(slots.map(({ address }) => forgetEntry(engine, address)))
  await forgetEach(engine, listEntries(engine, base))
  for (const slot of clearMemoryUnder(engine, base)) notifyListeners(slot, 'refetch')
}

/** The synchronous twin of {@link invalidateUnder}. */
export function invalidateUnderSync(engine: Engine, base: string): void {
  const slots = clearMemoryUnder(engine, base)
  guardStoreSync(engine, 'lock', toAddress(base), () => engine.store.sync?.endComputations?.(base))
  for (const { address } of slots) deleteEntrySync(engine, address)
  for (const { address } of listEntriesSync(engine, base)) deleteEntrySync(engine, address)
  for (const slot of clearMemoryUnder(engine, base)) notifyListeners(slot, 'refetch')
}

/** Forgets every entry with one of `tags`: in memory, under `bases`, and under the names that path functions gave. */
export async function invalidateTagged(
  engine: Engine,
  tags: readonly string[],
  bases: Iterable<string>,
): Promise<void> {
  const hasTag = (entry: { readonly tags: readonly string[] }) => entry.tags.some((tag) => tags.includes(tag))
  const cleared = new Set<Slot>()
  const clear = () => {
    for (const slot of engine.slots.values()) if (slot.pinned && hasTag(slot.pinned.entry)) cleared.add(slot)
    deleteFromMemoryWhere(engine, ({ entry }) => hasTag(entry))
    for (const slot of engine.slots.values()) {
      slot.runningRead = undefined
      slot.settledWrites += 1
      if (slot.flight) slot.flight.invalidatedTags = new Set([...(slot.flight.invalidatedTags ?? []), ...tags])
    }
  }
  clear()
  await waitForPendingWrites([...engine.slots.values()])
  for (const base of [undefined, ...bases]) await endComputations(engine, base, tags)
  for (const base of bases) await forgetEach(engine, listTaggedUnder(engine, base, tags), hasTag)
  for (const tag of tags) await forgetEach(engine, listTaggedEntries(engine, tag), hasTag)
  clear()
  for (const slot of cleared) {
    notifyListeners(slot)
    notifyListeners(slot, 'refetch')
  }
}

/**
 * Returns the slots under `base`; the caller deletes their entries by name. A listing does not find an entry that is still being
 * written, nor one that is being computed, whose lock must be broken.
 */
function clearMemoryUnder(engine: Engine, base: string): Slot[] {
  const isUnderBase = ({ address }: { readonly address: Address }) => isUnder(base, address)
  deleteFromMemoryWhere(engine, isUnderBase)
  const slots = [...engine.slots.values()].filter(isUnderBase)
  for (const slot of slots) {
    supersede(slot)
    notifyListeners(slot)
  }
  return slots
}

function deleteFromMemoryWhere(engine: Engine, matches: (memoryEntry: MemoryEntry) => boolean): void {
  for (const slot of engine.slots.values()) if (slot.pinned && matches(slot.pinned)) slot.pinned = undefined
  for (const memory of engine.memories) {
    for (const [id, memoryEntry] of memory) if (matches(memoryEntry)) memory.delete(id)
  }
}

/** The listing that follows must find what these writes bring. */
async function waitForPendingWrites(slots: readonly Slot[]): Promise<void> {
  await Promise.allSettled(slots.flatMap((slot) => [...slot.pendingWrites]))
}

/** The computations of other processes. A listing does not find their entries, because they do not exist yet. */
async function endComputations(engine: Engine, base: string | undefined, tags?: readonly string[]): Promise<void> {
  await guardStore(engine, 'lock', toAddress(base), () => engine.store.endComputations?.(base, tags))
}

/** The base as an address, for the log. */
function toAddress(base = 'of entries that a path function names'): Address {
  return { path: base, key: '', exact: true }
}

/** `forgetEntry` also removes what was stored since the listing. */
function forgetEach(
  engine: Engine,
  entries: AsyncIterable<EntryStat>,
  matches: (entry: EntryStat) => boolean = () => true,
): Promise<void> {
  return changeEach(entries, (entry) => matches(entry) && forgetEntry(engine, entry.address))
}
