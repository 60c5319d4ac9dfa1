// All memories in front of one store. A change reaches each of them, and the slots that someone listens to: an entry that is
// shown stays in memory, however many others are used meanwhile.

import type { Entry } from '../../entry/entry.ts'
import { toElapsed } from '../clock.ts'
import type { Engine } from '../engine.ts'
import { isUsable } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import type { Slot } from '../slot/slot.ts'
import { notifyListeners } from '../slot/slot.ts'
import type { DataSource, MemoryEntry } from './memory.ts'

/** Puts an entry into the memory of the request. Corrects it in the memories that hold it already. */
export function setInMemory(
  engine: Engine,
  { id, memory, policy }: Pick<EntryRequest, 'id' | 'memory'> & Partial<Pick<EntryRequest, 'policy'>>,
  memoryEntry: MemoryEntry,
): void {
  const { entry, source } = memoryEntry
  memory?.set(id, memoryEntry)
  pin(engine, id, memoryEntry, source !== 'store' || (policy !== undefined && isUsable(engine, { policy }, entry)))
  for (const each of engine.memories) each.replace(id, memoryEntry)
}

export function toMemoryEntry(
  { clock }: Pick<Engine, 'clock'>,
  { address, handle, isPerTab, key, policy: { persist, schema } }: EntryRequest,
  entry: Entry,
  source: DataSource,
): MemoryEntry {
  const setAt = toElapsed(clock, entry.storedAt)
  return { address, entry, handle, isPerTab, key, persist, source, setAt, isChecked: schema !== undefined }
}

/** Deletes an entry from all memories; with a `source`, only where it came from there. */
export function deleteFromMemory(engine: Engine, id: string, source?: DataSource): void {
  const isMeant = (memoryEntry: MemoryEntry | undefined) => source === undefined || memoryEntry?.source === source
  if (isMeant(engine.slots.get(id)?.pinned)) pin(engine, id, undefined)
  for (const each of engine.memories) if (isMeant(each.get(id))) each.delete(id)
}

/** Keeps a value that must not stay in memory, for as long as someone listens. */
export function showTransient(engine: Engine, id: string, memoryEntry: MemoryEntry | undefined): void {
  const isShown = memoryEntry !== undefined
  pin(engine, id, memoryEntry && { ...memoryEntry, isTransient: true }, isShown)
}

/**
 * Another tab has replaced what is shown by something that this one cannot use, for example because it runs another release. What is
 * shown stays until it is stale. To fetch it again would replace what the other tab can use, and so on without end:
 *
 *     tab A, version 1   shows 1              |-read: 2-| keeps 1
 *     tab B, version 2             |-fetch-|-set 2-|
 */
export function keepShown(slot: Slot): void {
  if (slot.pinned?.isOutdated) slot.pinned = { ...slot.pinned, isOutdated: false }
}

/** `true`: the next hook that shows the entry fetches it, however fresh it is. */
export function setNeedsRefetch(engine: Engine, id: string, needsRefetch: boolean): void {
  const inMemory = Array.from(engine.memories, (each) => each.get(id))
  for (const each of [engine.slots.get(id)?.pinned, ...inMemory]) if (each) each.needsRefetch = needsRefetch
}

/** Keeps an error for the hooks that show the entry, until the entry is written or forgotten. */
export function setError({ clock, failures }: Engine, id: string, error: unknown): void {
  failures.set(id, { error, at: clock.elapsed(), count: (failures.get(id)?.count ?? 0) + 1 })
}

/** Sets the error and tells the hooks that show the entry. */
export function showError(engine: Engine, id: string, error: unknown): void {
  setError(engine, id, error)
  notifyListeners(engine.slots.get(id), 'error')
}

/**
 * Replaces what listeners are shown. A value and an error exclude each other, so the error goes. `isShown`: the value has just been
 * fetched or set, or is not too old for the hook that read it. It then stays visible, whatever the spans say later, and so does what
 * replaces it.
 */
function pin({ failures, slots }: Engine, id: string, memoryEntry: MemoryEntry | undefined, isShown = false): void {
  const slot = slots.get(id)
  if (memoryEntry?.source === 'store' && isNewerTransient(slot?.pinned, memoryEntry)) return
  failures.delete(id)
  if (!slot) return
  // After the last listener has left, its entry returns to memory in a moment. By then it may be older than the one in memory.
  slot.pinned = slot.listeners.size > 0 ? memoryEntry : undefined
  slot.shown = isShown || slot.shown ? slot.pinned?.entry : undefined
  if (memoryEntry) slot.isCleared = false
}

/**
 * The store does not have what is only shown. A hook that mounts reads an older value there, which must not replace it:
 *
 *     hook A   |-fetch-| new, refused by the `condition`: shown ~~~~~~~~~~~~~~~~~~~
 *     hook B                                    | mounts |--disk--| old: shows new
 */
function isNewerTransient(pinned: MemoryEntry | undefined, { entry }: MemoryEntry): boolean | undefined {
  return pinned?.isTransient && !pinned.isOutdated && pinned.entry.storedAt >= entry.storedAt
}
