import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'

/**
 * Keeps entries under addresses. The contract, in sentences; `describeStore` of `cachetta/testing` checks each of them.
 *
 * - What `set` resolved for, the next `get` answers: the same value, deep-equal and of the same shape, and the same header.
 * - What is kept is a copy: changing a value once `set` has resolved, or one that `get` gave, changes nothing in the store.
 * - A reader sees an entry whole, old or new, or not at all, also while it is being written and after a crash.
 * - Two addresses never answer for each other. Where names can collide, the entry's key is compared: a stranger is a miss.
 * - Writes and deletes of one entry take effect in the order in which they were called, the synchronous twin's included:
 *   after `delete` the entry is gone, and nothing that began before brings it back.
 * - A missing entry is `null`. A damaged, foreign or unsafe one, or a failing medium, is a thrown error: the engine
 *   makes one log line and a miss of it.
 * - A store judges no age, keeps no timer that holds a process, and touches no entry that it was not asked for.
 */
export interface Store {
  /** For log lines and error messages: `'file'`, `'redis'`. */
  readonly name: string

  /** Reads an entry; `null` where there is none. Throws `StoreError` or `UnsafeTypeError` for one that must not be used. */
  get(address: Address, types: AllowedTypes): Promise<Entry | null>

  /** Replaces an entry as a whole. Throws `UnsafeTypeError` before anything is changed when the value could not come back. */
  set(address: Address, entry: Entry, types: AllowedTypes): Promise<void>

  /** Forgets an entry, and with it the right of a running computation to store its value (see {@link Lock}). */
  delete(address: Address): Promise<void>

  /** Says what `get` would find, without reading the value; `null` where there is nothing. Throws like `get`. */
  stat(address: Address): Promise<EntryStat | null>

  /** Yields what lies at `base` or anywhere under it (`isUnder`; all of it for `''`), in no order. Passes over what is not an entry. */
  list(base: string): AsyncIterable<EntryStat>

  /** Yields the entries that carry `tag` and lie under no base, because a path function named them. Absent: `list('')` finds all. */
  tagged?(tag: string): AsyncIterable<EntryStat>

  /** Removes what a crash left behind at `base` or under it (temporary files, dead locks). Absent: crashes leave nothing. */
  sweep?(base: string): Promise<void>

  /**
   * Takes the right to compute an entry, across processes, tabs or machines. An economy: an engine computes without it
   * rather than wait for ever. With `wait`, resolves once it is taken, or with `null` as soon as another holder has
   * finished; without, answers `null` at once where another holds it. A dead holder is replaced by exactly one.
   */
  lock?(address: Address, wait: boolean): Promise<Lock | null>

  /** Reports addresses that someone else (another engine, process, tab) wrote or deleted. Returns how to stop it. */
  subscribe?(listener: (change: Change) => void): () => void

  /** Entries will be asked for soon: what takes a while to begin, such as opening a database, begins. Never throws. */
  wake?(): void

  /** Where the entry lives, as its owner would look it up: the file. Absent: the address as text. */
  locate?(address: Address): string

  /** The same promises, kept without awaiting, where the medium allows it. */
  readonly sync?: SyncStore
}

export interface SyncStore {
  get(address: Address, types: AllowedTypes): Entry | null
  set(address: Address, entry: Entry, types: AllowedTypes): void
  delete(address: Address): void
  stat(address: Address): EntryStat | null
  list(base: string): Iterable<EntryStat>
  /** Waits by blocking. `null` where another holder has finished, or where waiting cannot help: the holder is this very thread. */
  lock?(address: Address): SyncLock | null
}

/** What is known of a kept entry without its value. */
export interface EntryStat extends EntryHeader {
  /** Names this entry for `get`, `delete` and `stat` of the store that gave it. */
  readonly address: Address
  /** Where it lives: the file, or the address as text. */
  readonly path: string
  /** Bytes it takes in the store. */
  readonly size: number
}

/** The right to compute an entry, until released or lost. */
export interface Lock {
  /** True where nobody else is there who could have written: what the asker has read before is still true. */
  readonly isAlone?: boolean
  /** False once the entry was deleted or the right was taken over: what was computed under it must not be stored. */
  isHeld(): Promise<boolean>
  /** Gives the right back; never throws, and harms nobody who took it over. */
  release(): Promise<void>
}

export interface SyncLock {
  isHeld(): boolean
  release(): void
}

export type Change = { readonly type: 'set' | 'delete'; readonly address: Address }
