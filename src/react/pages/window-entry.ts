// Which pages a list shows is state of the list, not of a hook: an entry of its own beside the first page. All hooks of one key
// share it, it outlives them, and it reaches the store where the pages do.
//
//     first page   path   ["posts",0]              the data of a page
//     window       path   pages of ["posts",0]     { first: 0, size: 4 }
//
// Each tab keeps its own window, so that tabs do not change the length of each other's lists. The store has the window that was set
// last; a tab that has none, after a reload for example, starts with it.

import { mutateEntry } from '../../engine/change/mutate.ts'
import { createEntry } from '../../engine/compute/store-result.ts'
import { setInMemory, toMemoryEntry } from '../../engine/memory/memories.ts'
import { peekAny } from '../../engine/memory/peek.ts'
import { restoreEntry, restoreEntrySync } from '../../engine/read/restore.ts'
import { matchesVersion } from '../../engine/request/policy.ts'
import type { MutationTarget } from '../../engine/request/request.ts'
import { idOf, internalKey } from '../../key/address.ts'
import { isEqual } from '../config/config.ts'
import type { HookQuery } from '../observer/query.ts'
import type { ListWindow } from './list-window.ts'
import { isWindow } from './list-window.ts'

/** Returns the entry that keeps the window of the list with this first page. */
export function windowTarget({ address, handle, policy }: HookQuery): MutationTarget {
  const { givenPath, key, path } = address
  const ownAddress = {
    path,
    key: internalKey('pages of', key),
    exact: false,
    ...(givenPath !== undefined && { givenPath }),
  }
  return {
    address: ownAddress,
    id: idOf(ownAddress),
    isPerTab: true,
    memory: handle.engine.defaultMemory,
    policy: { ...policy, schema: undefined, persist: policy.write ? policy.persist : false },
    tagsOf: () => [],
  }
}

/**
 * Returns the window that memory has, the optimistic one of a mutation if there is one and `isCommitted` is not set. Returns `null`
 * if memory knows that nobody has set one, and `undefined` if it knows nothing.
 */
export function peekWindow(
  { handle: { engine } }: HookQuery,
  target: MutationTarget,
  isCommitted = false,
): ListWindow | null | undefined {
  const optimistic = isCommitted ? undefined : engine.slots.get(target.id)?.optimistic
  const { entry } = optimistic ?? peekAny(engine, target) ?? {} // of any age, because a window that is in use does not expire
  if (!matchesVersion(entry, target.policy)) return undefined
  return isWindow(entry.value) ? entry.value : null
}

/** Sets the window in memory at once, then in the store. `null`: the list starts with `initialSize` again. */
export function setWindow(query: HookQuery, target: MutationTarget, next: ListWindow | null): void {
  if (!isEqual(peekWindow(query, target), next)) void mutateEntry(query.handle.engine, target, [next, false])
}

/**
 * Loads the window from the store, unless memory knows it. If the store has none, memory remembers that, so that another tab which
 * sets one changes nothing here.
 */
export async function restoreWindow(query: HookQuery, target: MutationTarget): Promise<void> {
  const { engine } = query.handle
  if (peekWindow(query, target) === undefined && !restoreEntrySync(engine, target)) await restoreEntry(engine, target)
  if (peekWindow(query, target) === undefined) {
    const entry = createEntry(engine, target, null)
    if (entry) setInMemory(engine, target, toMemoryEntry(engine, target, entry, 'memory'))
  }
  const inMemory = peekAny(engine, target)
  if (inMemory && !inMemory.isPerTab) setInMemory(engine, target, { ...inMemory, isPerTab: true }) // `restore()` loaded it
}
