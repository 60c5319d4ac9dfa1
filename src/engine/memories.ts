import type { Memory, Remembered } from './memory.ts'
import type { Slot, Slots } from './slots.ts'

/**
 * All memories in front of one store. Each belongs to a cache and goes with it; a change reaches every one of them, and the
 * slots that someone listens to: what is shown is held however many entries were used since.
 */
export interface Memories {
  add(memory: Memory): void
  /** Puts what was read or computed into the asker's memory, and corrects it wherever else it is held. */
  remember(own: Memory | undefined, id: string, remembered: Remembered): void
  /** Holds what may be shown and not kept, for as long as someone listens. */
  pin(slot: Slot | undefined, remembered: Remembered | undefined): void
  forget(id: string): void
  /** Marks what is held: whoever shows it next computes it anew. */
  outdate(id: string): void
  /** Notes an error for those who show the entry, until something is remembered or forgotten. */
  failed(id: string, failure: Failure): void
  /** Forgets the error alone. */
  recovered(id: string): void
  failureOf(id: string): Failure | undefined
  forgetWhere(matches: (remembered: Remembered) => boolean): void
}

/** What a function threw, and when: epoch milliseconds. */
export interface Failure {
  readonly error: unknown
  readonly at: number
}

/** Errors of entries that nobody shows any more must not pile up. */
const FAILURES_MOST = 1_000

export function createMemories(slots: Slots): Memories {
  const references = new Set<WeakRef<Memory>>()
  const failures = new Map<string, Failure>()

  const forEach = (act: (memory: Memory) => void) => {
    for (const reference of references) {
      const memory = reference.deref()
      if (memory === undefined) references.delete(reference)
      else act(memory)
    }
  }

  // What the last listener left behind goes back to memory in a moment: by then it may be older than what memory holds.
  const pin = (slot: Slot | undefined, remembered: Remembered | undefined) => {
    if (slot !== undefined) slot.pinned = slot.listeners.size > 0 ? remembered : undefined
  }

  return {
    pin: (slot, remembered) => pin(slot, remembered && { ...remembered, isPassing: true }),
    add: (memory) => void references.add(new WeakRef(memory)),
    remember(own, id, remembered) {
      failures.delete(id)
      own?.put(id, remembered)
      pin(slots.peek(id), remembered)
      if (references.size > 1 || own === undefined) forEach((memory) => memory.replace(id, remembered))
    },
    failed(id, failure) {
      if (failures.size >= FAILURES_MOST) failures.clear()
      failures.set(id, failure)
    },
    recovered: (id) => void failures.delete(id),
    failureOf: (id) => failures.get(id),
    forget(id) {
      failures.delete(id)
      pin(slots.peek(id), undefined)
      forEach((memory) => memory.delete(id))
    },
    outdate(id) {
      const slot = slots.peek(id)
      if (slot?.pinned) slot.pinned = { ...slot.pinned, isOutdated: true }
      forEach((memory) => {
        const remembered = memory.get(id)
        if (remembered) memory.replace(id, { ...remembered, isOutdated: true })
      })
    },
    forgetWhere(matches) {
      for (const slot of slots.all()) if (slot.pinned && matches(slot.pinned)) slot.pinned = undefined
      forEach((memory) => memory.deleteWhere(matches))
    },
  }
}
