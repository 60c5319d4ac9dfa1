import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'

/** An entry in the memory of this process. */
export interface MemoryEntry {
  readonly address: Address
  readonly entry: Entry
  /** Where the value came from last. */
  readonly source: DataSource
  /** The hook's key as it was given. Filters of `mutate` see it. */
  readonly key?: unknown
  /** The `CacheHandle` that the key belongs to. An `object` here, because handles know memories. */
  readonly handle?: object | undefined
  /** When the value was fetched or set, as `clock.elapsed` counts. */
  readonly setAt?: number
  /** True if the request that put the entry here has a schema. A value that it read from the store has matched. */
  readonly isChecked?: boolean
  /** True if a preload fetched the value: the first hook that shows it does not fetch. */
  isPreloaded?: boolean
  /** False if the entry must not reach the store. */
  readonly persist?: boolean | undefined
  /** True if the server rendered parts of its page before the entry arrived. */
  readonly arrivedLate?: boolean
  /** True if each tab has a value of its own. What another tab stores does not replace it; a delete by another tab does. */
  readonly isPerTab?: boolean | undefined
  /** True if memory keeps the entry only while someone shows it. */
  readonly isTransient?: boolean
  /** True if another tab replaced the entry: it is shown until the new one is read. */
  readonly isOutdated?: boolean
  /** True if someone asked for a newer value: the next hook that shows the entry fetches, even if the entry is fresh. */
  needsRefetch?: boolean
}

export type DataSource = 'server' | 'memory' | 'store' | 'network'

/** The entries used last, by id. */
export interface Memory extends Iterable<[id: string, memoryEntry: MemoryEntry]> {
  get(id: string): MemoryEntry | undefined
  /** Sets an entry and makes it the newest. */
  set(id: string, memoryEntry: MemoryEntry): unknown
  /** Replaces an entry that is there. A write of another cache corrects this memory, and must not push entries out of it. */
  replace(id: string, memoryEntry: MemoryEntry): void
  delete(id: string): unknown
}
