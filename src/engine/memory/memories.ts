import type { Entry } from '../../entry/entry.ts'
import type { Engine } from '../engine.ts'
import type { EntryRequest } from '../request/request.ts'
import type { DataSource, Memory, MemoryEntry } from './memory.ts'

// All memories in front of one store. A change reaches every one of them, and the slots that someone listens to: what is
// shown is held however many entries were used since.

/** Puts what was read or computed into the asker's memory, and corrects it wherever else it is held. */
export function setInMemory(
  engine: Engine,
  { id, memory }: Pick<EntryRequest, 'id' | 'memory'>,
  memoryEntry: MemoryEntry,
): void {
  memory?.set(id, memoryEntry)
  pin(engine, id, memoryEntry)
  for (const each of engine.memories) each.replace(id, memoryEntry)
}

/** An entry as memory holds it. */
export function toMemoryEntry(
  { address, key, policy: { persist } }: EntryRequest,
  entry: Entry,
  source: DataSource,
  requestedAt?: number,
): MemoryEntry {
  return { address, entry, key, persist, source, requestedAt }
}

export function deleteFromMemory(engine: Engine, id: string): void {
  pin(engine, id, undefined)
  for (const memory of engine.memories) memory.delete(id)
}

/** Holds what may be shown and not kept, for as long as someone listens. */
export function showTransient(engine: Engine, id: string, memoryEntry: MemoryEntry | undefined): void {
  pin(engine, id, memoryEntry && { ...memoryEntry, isTransient: true })
}

/** Marks what is held: whoever shows it next computes it anew. */
export function markForRefetch(engine: Engine, id: string): void {
  const held = Array.from(engine.memories, (memory) => memory.get(id))
  for (const each of [engine.slots.get(id)?.pinned, ...held]) if (each) each.needsRefetch = true
}

/** Notes an error for those who show the entry, until something is memoryEntry or forgotten. */
export function setError({ clock, failures }: Engine, id: string, error: unknown): void {
  failures.set(id, { error, at: clock.now() })
}

function pin({ failures, slots }: Engine, id: string, memoryEntry: MemoryEntry | undefined): void {
  failures.delete(id)
  const slot = slots.get(id)
  // What the last listener left behind goes back to memory in a moment: by then it may be older than what memory holds.
  if (slot) slot.pinned = slot.listeners.size > 0 ? memoryEntry : undefined
}

const joined = new WeakMap<Engine, Set<WeakRef<Memory>>>()

/** Puts the memory of a cache in front of the store, beside those that are there. It goes with its cache. */
export function addMemory(engine: Engine, reference: WeakRef<Memory>): void {
  const references = joined.get(engine) ?? new Set()
  joined.set(engine, references.add(reference))
  engine.memories = { [Symbol.iterator]: () => living(engine.defaultMemory, references) }
}

function* living(shown: Memory, references: Set<WeakRef<Memory>>): Generator<Memory, void> {
  yield shown
  for (const reference of references) {
    const memory = reference.deref()
    if (memory) yield memory
    else references.delete(reference)
  }
}
