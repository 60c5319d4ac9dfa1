import type { Entry } from '../entry/entry.ts'
import type { Engine } from './engine.ts'
import type { Remembered, Source } from './memory.ts'
import type { Question } from './question.ts'

// All memories in front of one store. A change reaches every one of them, and the slots that someone listens to: what is
// shown is held however many entries were used since.

/** Puts what was read or computed into the asker's memory, and corrects it wherever else it is held. */
export function remember(
  engine: Engine,
  { id, memory }: Pick<Question, 'id' | 'memory'>,
  remembered: Remembered,
): void {
  memory?.put(id, remembered)
  pin(engine, id, remembered)
  for (const each of engine.memories) each.replace(id, remembered)
}

/** An entry as memory holds it. */
export function rememberedAs(
  { address, key, policy: { persist } }: Question,
  entry: Entry,
  source: Source,
  requestedAt?: number,
): Remembered {
  return { address, entry, key, persist, source, requestedAt }
}

export function unremember(engine: Engine, id: string): void {
  pin(engine, id, undefined)
  for (const memory of engine.memories) memory.delete(id)
}

/** Holds what may be shown and not kept, for as long as someone listens. */
export function pass(engine: Engine, id: string, remembered: Remembered | undefined): void {
  pin(engine, id, remembered && { ...remembered, isPassing: true })
}

/** Marks what is held: whoever shows it next computes it anew. */
export function markOutdated(engine: Engine, id: string): void {
  const held = Array.from(engine.memories, (memory) => memory.get(id))
  for (const each of [engine.slots.get(id)?.pinned, ...held]) if (each) each.isOutdated = true
}

/** Notes an error for those who show the entry, until something is remembered or forgotten. */
export function noteFailure({ clock, failures }: Engine, id: string, error: unknown): void {
  failures.put(id, { error, at: clock.now() })
}

function pin({ failures, slots }: Engine, id: string, remembered: Remembered | undefined): void {
  failures.delete(id)
  const slot = slots.get(id)
  // What the last listener left behind goes back to memory in a moment: by then it may be older than what memory holds.
  if (slot) slot.pinned = slot.listeners.size > 0 ? remembered : undefined
}
