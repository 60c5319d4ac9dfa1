import type { Memory, Remembered } from './memory.ts'

/** All memories in front of one store. Each belongs to a cache and goes with it; a change reaches every one of them. */
export interface Memories {
  add(memory: Memory): void
  /** Puts what was read or computed into the asker's memory, and corrects it wherever else it is held. */
  remember(own: Memory | undefined, id: string, remembered: Remembered): void
  forget(id: string): void
  forgetWhere(matches: (remembered: Remembered) => boolean): void
}

export function createMemories(): Memories {
  const references = new Set<WeakRef<Memory>>()

  const forEach = (act: (memory: Memory) => void) => {
    for (const reference of references) {
      const memory = reference.deref()
      if (memory === undefined) references.delete(reference)
      else act(memory)
    }
  }

  return {
    add: (memory) => void references.add(new WeakRef(memory)),
    remember(own, id, remembered) {
      own?.put(id, remembered)
      if (references.size > 1 || own === undefined) forEach((memory) => memory.replace(id, remembered))
    },
    forget: (id) => forEach((memory) => memory.delete(id)),
    forgetWhere: (matches) => forEach((memory) => memory.deleteWhere(matches)),
  }
}
