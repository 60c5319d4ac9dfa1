import type { Address } from '../key/address.ts'
import { isUnder } from '../key/address.ts'
import type { EntryStat } from '../store/store.ts'
import type { Engine } from './engine.ts'
import { forget } from './invalidate.ts'
import type { Slot } from './slots.ts'
import { notify, supersede } from './slots.ts'

// Deleting many entries takes a while, and the world goes on meanwhile. So memory is cleared twice, and what runs is
// superseded twice: before, so that nobody is told the old values, and after, so that nobody kept what was still there.
//
//     invalidateAll   |-clear-|---delete a---delete b---delete c---|-clear-|
//     read c                      |--disk--| c, remembered              gone, too

/** Forgets the entry at `base` and everything under it. */
export async function invalidateUnder(engine: Engine, base: string): Promise<void> {
  await Promise.all(clearUnder(engine, base).map(({ address }) => forget(engine, address)))
  await deleteEach(engine, engine.store.list(base))
  for (const slot of clearUnder(engine, base)) notify(slot, 'outdated')
}

/** The synchronous twin of {@link invalidateUnder}. */
export function invalidateUnderSync(engine: Engine, base: string): void {
  const { sync } = engine.store
  const now = engine.clock.now()
  for (const { address } of clearUnder(engine, base)) sync?.delete(address, now)
  for (const { address } of sync?.list(base) ?? []) sync?.delete(address, now)
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
    engine.tagVersion += 1
    for (const slot of engine.slots.all()) if (slot.pinned && carriesOne(slot.pinned.entry)) gone.add(slot)
    engine.memories.forgetWhere(({ entry }) => carriesOne(entry))
    for (const slot of engine.slots.all()) {
      slot.reading = null
      for (const tag of tags) slot.flight?.bannedTags.add(tag)
    }
  }
  clear()
  await landed([...engine.slots.all()])
  for (const base of bases) await deleteEach(engine, engine.store.list(base), carriesOne)
  for (const tag of tags) await deleteEach(engine, engine.store.tagged(tag), carriesOne)
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
  engine.memories.forgetWhere(lies)
  const slots = [...engine.slots.all()].filter(lies)
  for (const slot of slots) {
    supersede(slot)
    notify(slot)
  }
  return slots
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
