import type { Memory, Remembered } from './memory.ts'

/** How many entries are held beside those that are shown right now. */
const SIZE = 1_000

/**
 * The memory in front of every cache that has no LRU of its own, for those who show its entries: a Map remembers the order in
 * which they were put, and whoever shows an entry no more puts it back. A mere look is no use.
 */
class ShownMemory extends Map<string, Remembered> implements Memory {
  put(id: string, remembered: Remembered): void {
    this.delete(id)
    this.set(id, remembered)
    const [oldest] = this.size > SIZE ? this.keys() : []
    if (oldest !== undefined) this.delete(oldest)
  }

  replace(id: string, remembered: Remembered): void {
    if (this.has(id)) this.set(id, remembered)
  }
}

export function createShownMemory(): Memory {
  return new ShownMemory()
}
