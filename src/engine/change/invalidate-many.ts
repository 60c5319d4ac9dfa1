// Deleting many entries takes a while, and reads, writes and computations continue meanwhile. Memory is cleared before, and what began
// before no longer counts. What is fetched during the deletes is newer, and stays. Hooks that have nothing at the end fetch.
//
//     invalidateAll   |-clear-|---the store deletes a, b, c---|
//     read c               |--disk--| nothing: c is hidden
//     read b                                              |--disk--| reads again
//     fetch a                     |------| a, in memory        stays
//
// A store that cannot list its entries keeps some of them. They stay hidden.

import type { Signal } from '../../key/abort-signal.ts'
import type { Address } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'
import type { EntryStat, Visit } from '../../store/store.ts'
import type { Engine, IsHidden } from '../engine.ts'
import type { Slot } from '../slot/slot.ts'
import { ANSWER_MS, guardStore, guardStoreSync, LIST_MS } from '../store/guard-store.ts'
import {
  changeEach,
  deleteAllUnder,
  deleteAllUnderSync,
  listEntries,
  listEntriesSync,
  listTaggedEntries,
  listTaggedUnder,
} from '../store/stored-entries.ts'
import { deleteEntrySync } from '../store/stored-entry.ts'
import { guardVisit } from '../store/visit.ts'
import { forgetTagged, forgetUnder, slotsUnder } from './forget.ts'
import type { Meant } from './hide.ts'
import { hide, hideWhile } from './hide.ts'
import { refetchMissing, removeEntry } from './invalidate.ts'

/** Forgets the entry at `base` and every entry under it. What the store has not deleted when the signal is aborted counts again. */
export async function invalidateUnder(engine: Engine, base: string, signal?: Signal): Promise<void> {
  await hideWhile(engine, { ...meantUnder(base), signal }, (onFailed) =>
    deleteUnder(engine, base, forgetUnder(engine, base), { onFailed, signal }),
  )
  emitUnder(engine, base)
  refetchMissing(slotsUnder(engine, base))
}

function emitUnder(engine: Engine, base: string): void {
  engine.emit?.('invalidated', { address: toAddress(base) }, { covers: 'path' })
}

function meantUnder(base: string): Meant {
  return { subject: base, isMeant: (address) => isUnder(base, address) }
}

interface Removal {
  readonly onFailed: () => void
  readonly signal?: Signal | undefined
}

async function deleteUnder(engine: Engine, base: string, slots: readonly Slot[], removal: Removal): Promise<void> {
  await endComputations(engine, base)
  // A listing does not find an entry that is still being written, nor one that is being computed, whose lock must be broken.
  if (engine.store.deleteAll === undefined) await Promise.all(slots.map(({ address }) => removeEntry(engine, address)))
  await removeAllUnder(engine, base, removal)
}

/** Removes the entry at `base` and every entry under it from memory and store, for an engine in front of this one. */
export async function removeUnder(engine: Engine, base: string, signal?: Signal): Promise<void> {
  await hideWhile(engine, { ...meantUnder(base), signal }, async (onFailed) => {
    const slots = forgetUnder(engine, base)
    await Promise.all(slots.map(({ address }) => removeEntry(engine, address)))
    await removeAllUnder(engine, base, { onFailed, signal })
  })
}

/** What the store could not delete at once, it deletes one by one. This also reports why it cannot, and hides the entry. */
async function removeAllUnder(engine: Engine, base: string, { onFailed, signal }: Removal): Promise<void> {
  if ((await deleteAllUnder(engine, base, signal)) || signal?.aborted) return
  await changeEach(listEntries(engine, base, onFailed), ({ address }) => removeEntry(engine, address), signal)
}

/** The synchronous twin of {@link invalidateUnder}. */
export function invalidateUnderSync(engine: Engine, base: string): void {
  const stopHiding = hide(engine, meantUnder(base))
  const slots = forgetUnder(engine, base)
  guardStoreSync(engine, 'lock', toAddress(base), () => engine.store.sync?.endComputations?.(base))
  for (const { address } of slots) deleteEntrySync(engine, address)
  if (!deleteAllUnderSync(engine, base)) {
    for (const { address } of listEntriesSync(engine, base)) deleteEntrySync(engine, address)
  }
  stopHiding(true)
  emitUnder(engine, base)
  refetchMissing(slotsUnder(engine, base))
}

/** Forgets every entry with one of `tags`: in memory, under `bases`, and under the names that path functions gave. */
export async function invalidateTagged(
  engine: Engine,
  tags: readonly string[],
  bases: Iterable<string>,
): Promise<void> {
  let shown: readonly Slot[] = []
  const isMeant: IsHidden = (_, stored) => hasTag(stored, tags)
  await hideWhile(engine, { subject: `#${tags.join()}`, isMeant }, async (onFailed) => {
    shown = forgetTagged(engine, tags)
    if (!(await deleteAllTagged(engine, tags))) await deleteTaggedEach(engine, tags, { bases, onFailed })
  })
  engine.emit?.('invalidated', {}, { covers: 'tags', tags })
  refetchMissing(shown)
}

function hasTag(entry: Pick<EntryStat, 'tags'>, tags: readonly string[]): boolean {
  return entry.tags.some((tag) => tags.includes(tag))
}

async function deleteTaggedEach(
  engine: Engine,
  tags: readonly string[],
  { bases, onFailed }: { readonly bases: Iterable<string>; readonly onFailed: () => void },
): Promise<void> {
  const isTagged = (entry: EntryStat): boolean => hasTag(entry, tags)
  await waitForPendingWrites([...engine.slots.values()])
  for (const base of [undefined, ...bases]) await endComputations(engine, base, tags)
  for (const base of bases) await removeEach(engine, listTaggedUnder(engine, base, tags, onFailed), isTagged)
  for (const tag of tags) await removeEach(engine, listTaggedEntries(engine, tag, onFailed), isTagged)
}

/** Resolves to true if the store can delete all entries with a tag at once, and has done so. Otherwise they are deleted one by one. */
async function deleteAllTagged(engine: Engine, tags: readonly string[]): Promise<boolean> {
  const { store } = engine
  if (store.deleteTagged === undefined) return false
  const deleteTagged = async () => {
    await store.deleteTagged?.(tags)
    return true
  }
  const isDone = await guardStore(engine, 'delete', toAddress(tags.join()), deleteTagged, { ms: LIST_MS })
  return isDone === true
}

/** The listing that follows must find what these writes bring. */
async function waitForPendingWrites(slots: readonly Slot[]): Promise<void> {
  await Promise.allSettled(slots.flatMap((slot) => [...slot.pendingWrites.keys()]))
}

/** The computations of other processes. A listing does not find their entries, because they do not exist yet. */
async function endComputations(engine: Engine, base: string | undefined, tags?: readonly string[]): Promise<void> {
  const end = (visit: Visit) => engine.store.endComputations?.(base, tags, visit)
  await guardVisit(engine, 'lock', toAddress(base), end, { ms: ANSWER_MS })
}

/** The base as an address, for the log. */
function toAddress(base = 'of entries that a path function names'): Address {
  return { path: base, key: '', exact: true }
}

/** `removeEntry` also removes what was stored since the listing. */
function removeEach(
  engine: Engine,
  entries: AsyncIterable<EntryStat>,
  matches: (entry: EntryStat) => boolean = () => true,
): Promise<void> {
  return changeEach(entries, (entry) => matches(entry) && removeEntry(engine, entry.address))
}
