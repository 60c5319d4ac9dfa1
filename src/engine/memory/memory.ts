import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'

/** An entry held in this process, under its id. */
export interface MemoryEntry {
  readonly address: Address
  readonly entry: Entry
  /** Where it came from last. */
  readonly source: DataSource
  /** What was request for by it, as it was given: what filters over keys see. */
  readonly key?: unknown
  /** When the request for it began, in epoch milliseconds; absent where somebody wrote it. */
  readonly requestedAt?: number | undefined
  /** Fetched before anyone showed it: whoever shows it first need not fetch again. */
  isPreloaded?: boolean
  /** False where it must not be stored: in this process only, and in the one that its page goes to. */
  readonly persist?: boolean | undefined
  /** Of a page from a server: parts of it were rendered without the entry, before it came. */
  readonly arrivedLate?: boolean
  /** Shown to those who listen, and kept nowhere: it goes with them. */
  readonly isTransient?: boolean
  /** Someone request for a newer one: whoever shows it next computes it anew, however young it is. */
  needsRefetch?: boolean
}

/** Where a value came from. */
export type DataSource = 'server' | 'memory' | 'store' | 'network'

/** Holds the entries used last, by their ids. */
export interface Memory extends Iterable<[id: string, memoryEntry: MemoryEntry]> {
  get(id: string): MemoryEntry | undefined
  set(id: string, memoryEntry: MemoryEntry): void
  /** Replaces only what is held: someone else's write must not push entries in here. */
  replace(id: string, memoryEntry: MemoryEntry): void
  delete(id: string): void
}
