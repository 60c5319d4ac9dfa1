// Deletes many entries: first in the far tier, then their copies. No copy counts as checked from the call on, and again after the far
// tier has carried it out, because reads meanwhile may have seen what was there before.

import type { Address } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'
import type { EntryStat, Store, SyncStore, Visit } from '../store.ts'
import type { Work } from '../sync-or-async.ts'
import { run } from '../sync-or-async.ts'
import { forEachInGroups } from './groups.ts'
import type { TierParts } from './parts.ts'
import { isSame } from './read.ts'
import { deleteCopy } from './write.ts'

/** How long a call may take that visits many entries, in milliseconds. */
const MANY_MS = 60_000

/** Deletes the entries at `base` and under it, by the method `deleteAll` of the far tier, and all copies even if that ends early. */
export function* deleteUnder(parts: TierParts, base: string, visit?: Visit): Work<void> {
  const { copies, far } = parts
  copies.noteChange({ base })
  copies.hide({ base })
  try {
    yield* far.call(
      'delete',
      (store) => store.deleteAll?.(base),
      async (store) => store.deleteAll?.(base, visit),
      MANY_MS,
    )
  } finally {
    copies.noteCarriedOut({ base })
    yield* deleteCopiesUnder(parts, base)
  }
}

/** Deletes the copies at `base` and under it. Those that the near tier cannot delete stay hidden. */
export function* deleteCopiesUnder({ copies, near, toNear }: TierParts, base: string): Work<void> {
  const nearBase = toNear.path(base)
  try {
    yield* near.call(
      'delete',
      (store) => deleteUnderSync(store, nearBase),
      (store) => store.deleteAll?.(nearBase) ?? deleteEach(store, store.list(nearBase)),
      MANY_MS,
    )
    copies.unhide({ base })
  } catch (error) {
    near.reportFailure(error, toSubject(base))
  }
}

/** Deletes the entries with one of the tags, by the method `deleteTagged` of the far tier. */
export async function deleteAllTagged(parts: TierParts, tags: readonly string[]): Promise<void> {
  const { copies, far } = parts
  const checked = copies.noteChange({ tags })
  copies.hide({ tags })
  try {
    await far.waitFor(async (store) => store.deleteTagged?.(tags), MANY_MS)
  } finally {
    await deleteCopiesTagged(parts, tags, [...checked, ...copies.noteCarriedOut({ tags })])
  }
}

/**
 * Deletes the copies with one of the tags: those that a near tier without an index of tags can find, and the checked ones, which are
 * known by name. The others stay hidden, and are deleted when they are compared with the far tier.
 */
export async function deleteCopiesTagged(
  parts: TierParts,
  tags: readonly string[],
  checked: readonly Address[],
): Promise<void> {
  const { copies, near } = parts
  const { deleteTagged, tagged } = near.store
  try {
    if (deleteTagged) {
      await near.waitFor((store) => deleteTagged.call(store, tags), MANY_MS)
      return copies.unhide({ tags })
    }
    await forEachInGroups(checked, (address) => run(deleteCopy(parts, address)))
    if (!tagged) return
    for (const tag of tags) {
      await near.waitFor((store) => deleteEach(store, tagged.call(store, tag)), MANY_MS)
    }
  } catch (error) {
    near.reportFailure(error, toSubject(tags.join()))
  }
}

/** Ends computations in the far tier. What is invalidated has no checked copy any more. */
export function* endComputations(
  { copies, far }: TierParts,
  base: string | undefined,
  tags?: readonly string[],
): Work<void> {
  copies.noteChange(tags ? { tags } : { base: base ?? '' })
  yield* far.call(
    'lock',
    (store) => store.endComputations?.(base, tags),
    async (store) => store.endComputations?.(base, tags),
    MANY_MS,
  )
}

/** Deletes what `matches` says, by the method `deleteWhere` of the far tier, and the copies of it. */
export async function deleteMatching(
  parts: TierParts,
  base: string,
  matches: (entry: EntryStat) => boolean,
  visit?: Visit,
): Promise<void> {
  const deleted: Address[] = []
  const noteMatch = (entry: EntryStat) => {
    const isMatch = matches(entry)
    if (isMatch) {
      parts.copies.noteChange({ address: entry.address })
      deleted.push(entry.address)
    }
    return isMatch
  }
  try {
    await parts.far.store.deleteWhere?.(base, noteMatch, visit)
  } finally {
    await forEachInGroups(deleted, (address) => {
      parts.copies.noteCarriedOut({ address })
      return run(deleteCopy(parts, address))
    })
  }
}

/**
 * Removes what crashes left in both tiers. Then deletes each copy under `base` that differs from the entry in the far tier: the entry has
 * expired there, or this process has missed a change.
 */
export async function sweep(parts: TierParts, base: string, visit?: Visit): Promise<void> {
  const { far, near, toNear } = parts
  await far.store.sweep?.(base, visit)
  const nearBase = toNear.path(base)
  await near.store.sweep?.(nearBase, visit)
  if (base === '' || visit?.signal?.aborted) return
  await forEachInGroups(near.store.list(nearBase), async (copy) => {
    const { path } = copy.address
    const address = { ...copy.address, path: base + path.slice(nearBase.length) }
    if (!isUnder(base, address)) return
    const stat = await far.store.stat(address)
    if (stat && isSame(copy, stat)) return
    parts.copies.noteChange({ address })
    await run(deleteCopy(parts, address))
  })
}

async function deleteEach(store: Store, entries: AsyncIterable<EntryStat>): Promise<void> {
  await forEachInGroups(entries, ({ address }) => store.delete(address))
}

function deleteUnderSync(store: SyncStore, base: string): void {
  if (store.deleteAll) store.deleteAll(base)
  else for (const { address } of store.list(base)) store.delete(address)
}

/** The log names a base or a tag like the path of an entry. */
function toSubject(path: string): Address {
  return { path, key: '', exact: true }
}
