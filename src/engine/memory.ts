import type { Entry } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'

/** An entry held in this process, under its id. */
export interface Remembered {
  readonly address: Address
  readonly entry: Entry
  /** Where it came from last. */
  readonly source: Source
  /** What was asked for by it, as it was given: what filters over keys see. */
  readonly key?: unknown
  /** When the request for it began, in epoch milliseconds; absent where somebody wrote it. */
  readonly requestedAt?: number | undefined
  /** Fetched before anyone showed it: whoever shows it first need not fetch again. */
  isPreloaded?: boolean
  /** False where it must not be stored: in this process only, and in the one that its page goes to. */
  readonly persist?: boolean | undefined
  /** Of a page from a server: parts of it were rendered without the entry, before it came. */
  readonly isLate?: boolean
  /** Shown to those who listen, and kept nowhere: it goes with them. */
  readonly isPassing?: boolean
  /** Someone asked for a newer one: whoever shows it next computes it anew, however young it is. */
  isOutdated?: boolean
}

/** Where a value came from. */
export type Source = 'server' | 'memory' | 'store' | 'network'

/** Holds the entries used last, by their ids. */
export interface Memory extends Iterable<[id: string, remembered: Remembered]> {
  get(id: string): Remembered | undefined
  put(id: string, remembered: Remembered): void
  /** Replaces only what is held: someone else's write must not push entries in here. */
  replace(id: string, remembered: Remembered): void
  delete(id: string): void
}
