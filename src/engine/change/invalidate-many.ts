import type { Address } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'
import type { EntryStat } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { Slot } from '../slot/slot.ts'
import { notifyListeners, supersede } from '../slot/slot.ts'
import { listEntries, listEntriesSync, listTaggedEntries } from '../store/stored-entries.ts'
import { deleteEntrySync } from '../store/stored-entry.ts'
import { forgetEntry } from './invalidate.ts'

// Deleting many entries takes a while, and the world goes on meanwhile. So memory is cleared twice, and what runs is
// superseded twice: before, so that nobody is told the old values, and after, so that nobody kept what was still there.
//
//     invalidateAll   |-clear-|---delete a---delete b---delete c---|-clear-|
//     read c                      |--disk--| c, memoryEntry              gone, too

/** Forgets the entry at `base` and everything under it. */
export async function invalidateUnder(engine: Engine, base: string): Promise<void> {
  await Promise.all(clearMemoryUnder(engine, base).map(({ address }) => forgetEntry(engine, address)))
  await forgetEach(engine, listEntries(engine, base))
  for (const slot of clearMemoryUnder(engine, base)) notifyListeners(slot, 'outdated')
}

/** The synchronous twin of {@link invalidateUnder}. */
export function invalidateUnderSync(engine: Engine, base: string): void {
  for (const { address } of clearMemoryUnder(engine, base)) deleteEntrySync(engine, address)
  for (const { address } of listEntriesSync(engine, base)) deleteEntrySync(engine, address)
  for (const slot of clearMemoryUnder(engine, base)) notifyListeners(slot, 'outdated')
}

/** Forgets every entry that carries one of `tags`: in memory, under `bases`, and those named by path functions. */
export async function invalidateTagged(
  engine: Engine,
  tags: readonly string[],
  bases: Iterable<string>,
): Promise<void> {
  const carriesOne = (entry: { readonly tags: readonly string[] }) => entry.tags.some((tag) => tags.includes(tag))
  const gone = new Set<Slot>()
  const clear = () => {
    for (const slot of engine.slots.values()) if (slot.pinned && carriesOne(slot.pinned.entry)) gone.add(slot)
    deleteFromMemoryWhere(engine, ({ entry }) => carriesOne(entry))
    for (const slot of engine.slots.values()) {
      slot.runningRead = undefined
      slot.settledWrites += 1
      if (slot.flight) slot.flight.invalidatedTags = new Set([...(slot.flight.invalidatedTags ?? []), ...tags])
    }
  }
  clear()
  await settleWrites([...engine.slots.values()])
  for (const base of bases) await forgetEach(engine, listEntries(engine, base), carriesOne)
  for (const tag of tags) await forgetEach(engine, listTaggedEntries(engine, tag), carriesOne)
  clear()
  for (const slot of gone) {
    notifyListeners(slot)
    notifyListeners(slot, 'outdated')
  }
}

/**
 * Returns what goes on there, to be deleted by name: a write on its way cannot be listed yet, and who computes an entry that
 * is not there yet has a lock, which would hold up whoever computes it next.
 */
function clearMemoryUnder(engine: Engine, base: string): Slot[] {
  const lies = ({ address }: { readonly address: Address }) => isUnder(base, address)
  deleteFromMemoryWhere(engine, lies)
  const slots = [...engine.slots.values()].filter(lies)
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

/** Waits for the writes on their way, so that the list that follows shows what they brought. */
async function settleWrites(slots: readonly Slot[]): Promise<void> {
  await Promise.allSettled(slots.flatMap((slot) => [...slot.pendingWrites]))
}

async function forgetEach(
  engine: Engine,
  entries: AsyncIterable<EntryStat>,
  matches: (entry: EntryStat) => boolean = () => true,
): Promise<void> {
  for await (const entry of entries) {
    if (!matches(entry)) continue
    await forgetEntry(engine, entry.address) // what was stored since the list was made goes with it
  }
}
