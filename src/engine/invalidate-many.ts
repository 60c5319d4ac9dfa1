import type { Address } from '../key/address.ts'
import { isUnder } from '../key/address.ts'
import type { EntryStat } from '../store/store.ts'
import type { Engine } from './engine.ts'
import { forget } from './invalidate.ts'
import type { Remembered } from './memory.ts'
import type { Slot } from './slots.ts'
import { notify, supersede } from './slots.ts'
import { listEntries, listEntriesSync, taggedEntries } from './stored-entries.ts'
import { deleteEntrySync } from './stored-entry-sync.ts'

// Deleting many entries takes a while, and the world goes on meanwhile. So memory is cleared twice, and what runs is
// superseded twice: before, so that nobody is told the old values, and after, so that nobody kept what was still there.
//
//     invalidateAll   |-clear-|---delete a---delete b---delete c---|-clear-|
//     read c                      |--disk--| c, remembered              gone, too

/** Forgets the entry at `base` and everything under it. */
export async function invalidateUnder(engine: Engine, base: string): Promise<void> {
  await Promise.all(clearUnder(engine, base).map(({ address }) => forget(engine, address)))
  await deleteEach(engine, listEntries(engine, base))
  for (const slot of clearUnder(engine, base)) notify(slot, 'outdated')
}

/** The synchronous twin of {@link invalidateUnder}. */
export function invalidateUnderSync(engine: Engine, base: string): void {
  for (const { address } of clearUnder(engine, base)) deleteEntrySync(engine, address)
  for (const { address } of listEntriesSync(engine, base)) deleteEntrySync(engine, address)
  for (const slot of clearUnder(engine, base)) notify(slot, 'outdated')
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
    unrememberWhere(engine, ({ entry }) => carriesOne(entry))
    for (const slot of engine.slots.values()) {
      slot.reading = undefined
      slot.landed += 1
      if (slot.flight) slot.flight.bannedTags = new Set([...(slot.flight.bannedTags ?? []), ...tags])
    }
  }
  clear()
  await landed([...engine.slots.values()])
  for (const base of bases) await deleteEach(engine, listEntries(engine, base), carriesOne)
  for (const tag of tags) await deleteEach(engine, taggedEntries(engine, tag), carriesOne)
  clear()
  for (const slot of gone) {
    notify(slot)
    notify(slot, 'outdated')
  }
}

/**
 * Returns what goes on there, to be deleted by name: a write on its way cannot be listed yet, and who computes an entry that
 * is not there yet has a lock, which would hold up whoever computes it next.
 */
function clearUnder(engine: Engine, base: string): Slot[] {
  const lies = ({ address }: { readonly address: Address }) => isUnder(base, address)
  unrememberWhere(engine, lies)
  const slots = [...engine.slots.values()].filter(lies)
  for (const slot of slots) {
    supersede(slot)
    notify(slot)
  }
  return slots
}

function unrememberWhere(engine: Engine, matches: (remembered: Remembered) => boolean): void {
  for (const slot of engine.slots.values()) if (slot.pinned && matches(slot.pinned)) slot.pinned = undefined
  for (const memory of engine.memories) {
    for (const [id, remembered] of memory) if (matches(remembered)) memory.delete(id)
  }
}

/** Waits for the writes on their way, so that the list that follows shows what they brought. */
async function landed(slots: readonly Slot[]): Promise<void> {
  await Promise.allSettled(slots.flatMap((slot) => [...slot.operations]))
}

async function deleteEach(
  engine: Engine,
  entries: AsyncIterable<EntryStat>,
  matches: (entry: EntryStat) => boolean = () => true,
): Promise<void> {
  for await (const entry of entries) {
    if (!matches(entry)) continue
    await forget(engine, entry.address) // what was stored since the list was made goes with it
  }
}
