// All memories in front of one store. A change reaches each of them, and the slots that someone listens to: an entry that is
// shown stays in memory, however many others are used meanwhile.

import type { Entry } from '../../entry/entry.ts'
import type { Engine } from '../engine.ts'
import type { EntryRequest } from '../request/request.ts'
import { notifyListeners } from '../slot/slot.ts'
import type { DataSource, MemoryEntry } from './memory.ts'

/** Puts an entry into the memory of the request. Corrects it in the memories that hold it already. */
export function setInMemory(
  engine: Engine,
  { id, memory }: Pick<EntryRequest, 'id' | 'memory'>,
  memoryEntry: MemoryEntry,
): void {
  memory?.set(id, memoryEntry)
  pin(engine, id, memoryEntry)
  for (const each of engine.memories) each.replace(id, memoryEntry)
}

export function toMemoryEntry(
  { address, key, policy: { persist, schema } }: EntryRequest,
  entry: Entry,
  source: DataSource,
  requestedAt?: number,
): MemoryEntry {
  return { address, entry, key, persist, source, requestedAt, isChecked: schema !== undefined }
}

export function deleteFromMemory(engine: Engine, id: string): void {
  pin(engine, id, undefined)
  for (const each of engine.memories) each.delete(id)
}

/** Keeps a value that must not stay in memory, for as long as someone listens. */
export function showTransient(engine: Engine, id: string, memoryEntry: MemoryEntry | undefined): void {
  pin(engine, id, memoryEntry && { ...memoryEntry, isTransient: true })
}

/** The next hook that shows the entry fetches it. */
export function markForRefetch(engine: Engine, id: string): void {
  const inMemory = Array.from(engine.memories, (each) => each.get(id))
  for (const each of [engine.slots.get(id)?.pinned, ...inMemory]) if (each) each.needsRefetch = true
}

/** Keeps an error for the hooks that show the entry, until the entry is written or forgotten. */
export function setError({ clock, failures }: Engine, id: string, error: unknown): void {
  failures.set(id, { error, at: clock.elapsed() })
}

/** Sets the error and tells the hooks that show the entry. */
export function showError(engine: Engine, id: string, error: unknown): void {
  setError(engine, id, error)
  notifyListeners(engine.slots.get(id), 'error')
}

/** Replaces what listeners are shown. A value and an error exclude each other, so the error goes. */
function pin({ failures, slots }: Engine, id: string, memoryEntry: MemoryEntry | undefined): void {
  failures.delete(id)
  const slot = slots.get(id)
  // After the last listener has left, its entry returns to memory in a moment. By then it may be older than the one in memory.
  if (slot) slot.pinned = slot.listeners.size > 0 ? memoryEntry : undefined
}
