import type { Entry } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'

/** An entry held in this process, under its id. */
export interface Remembered {
  readonly address: Address
  readonly entry: Entry
}

/** Keeps the `size` entries used last. A Map remembers the order of insertion, so its first id is the one used longest ago. */
export interface Memory {
  get(id: string): Remembered | undefined
  put(id: string, remembered: Remembered): void
  /** Replaces only what is held: someone else's write must not push entries in here. */
  replace(id: string, remembered: Remembered): void
  delete(id: string): void
  deleteWhere(matches: (remembered: Remembered) => boolean): void
}

export function createMemory(size: number): Memory {
  const held = new Map<string, Remembered>()
  const put = (id: string, remembered: Remembered) => {
    held.delete(id)
    held.set(id, remembered)
    if (held.size > size) held.delete(held.keys().next().value as string) // a Map over its size has a first id
  }
  return {
    get(id) {
      const remembered = held.get(id)
      if (remembered === undefined || held.size === 1) return remembered
      held.delete(id)
      held.set(id, remembered)
      return remembered
    },
    put,
    replace(id, remembered) {
      if (held.has(id)) held.set(id, remembered)
    },
    delete: (id) => void held.delete(id),
    deleteWhere(matches) {
      for (const [id, remembered] of held) if (matches(remembered)) held.delete(id)
    },
  }
}
