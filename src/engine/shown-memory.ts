import type { Engine } from './engine.ts'
import type { Memory } from './memory.ts'
import { createMemory } from './memory.ts'

/** How many entries are held beside those that are shown right now. */
const SIZE = 1_000

/** The memory in front of every cache that has no LRU of its own, for those who show its entries. */
export function shownMemory(engine: Engine): Memory {
  if (engine.shown === undefined) {
    engine.shown = createMemory(SIZE)
    engine.memories.add(engine.shown)
  }
  return engine.shown
}
