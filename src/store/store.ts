import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'
import type { Change } from './change.ts'
import type { EvictionListener, ReportError } from './reports.ts'
import type { Visit } from './visit.ts'

export type { Change, KnownChange } from './change.ts'
export type { Visit } from './visit.ts'

/**
 * Keeps entries under addresses. This is the contract of every store; `describeStore` of `cachetta/testing` checks each sentence.
 *
 * **Addresses.** The path and the key together name an entry: `users.json` with the keys `''`, `'1'` and `'2'` are three entries. If
 * `exact` is true, a path function returned the path, and the path alone names the entry. Its key is then only compared: an entry
 * with another key counts as missing, and `set` may replace it. `givenPath` names nothing. Paths, keys and tags are any texts, and may be
 * long: if a name in the medium must be short, use a `hash`, and keep the address beside the entry.
 *
 * **Bases.** A base is a path. The entries with this path, with any key, are *at* it. Those whose path begins with the base and a `/`
 * are *under* it. `isUnder` tells. `users2` is not under `users`, and no character of a base is a wildcard. All entries are under `''`.
 *
 * **Promises**
 *
 * - After `set` has resolved, `get` returns the same value, deep-equal and of the same types, and the same header.
 * - The store keeps a copy. A change of the value after `set` has resolved, or of a value that `get` returned, changes nothing.
 * - A reader sees an entry whole, old or new, or not at all. This holds during a write and after a crash.
 * - Two addresses never share an entry. If their names in the medium can collide, the store compares the key of the entry, and
 *   an entry with another key counts as missing.
 * - Writes and deletes of one entry take effect in the order of the calls, synchronous and asynchronous ones. After `delete` the
 *   entry is missing, and no write that began earlier restores it.
 * - A missing entry is `null`. The store throws for a damaged, foreign or unsafe entry, and if the medium fails. The engine
 *   logs the error once and treats the entry as missing.
 * - A store does not judge the age of an entry, keeps no timer that keeps a process alive, and changes only the entries that it
 *   is asked to change. A store with a size limit may evict others.
 */
export interface Store {
  /** The name in log lines and error messages: `'file'`, `'redis'`. */
  readonly name: string

  /**
   * True if the medium deletes an entry soon after its lifetime (see `set`). If absent, an entry stays until somebody deletes it, for
   * example `prune` of a cache.
   */
  readonly expires?: boolean

  /**
   * True if each lock and each change has an `order`, which all engines over the medium can compare. If absent, a reported change
   * counts as later than each computation that runs then.
   */
  readonly hasOrder?: boolean

  /**
   * Reads an entry. Resolves to `null` if it is missing.
   *
   * @throws {StoreError} when the entry is damaged, or the medium fails.
   * @throws {UnsafeTypeError} when the entry contains a class that `types` does not allow.
   */
  get(address: Address, types: AllowedTypes): Promise<Entry | null>

  /**
   * Replaces an entry as a whole. `lifetime` is how long after `storedAt` the cache that writes it can use it, in milliseconds. Then
   * the medium may delete it. Absent, or `Infinity`: it never may.
   *
   * @throws {UnsafeTypeError} when `get` could not return the value. The old entry is then unchanged.
   * @throws {StoreError} when the medium fails.
   */
  set(address: Address, entry: Entry, types: AllowedTypes, lifetime?: number): Promise<void>

  /** Deletes an entry. A computation that holds the lock of the entry loses it (see {@link Lock}). */
  delete(address: Address): Promise<void>

  /**
   * Reads the header of an entry without its value, and without its class: a caller of `stat` and `list` may not know it. Resolves to
   * `null` if the entry is missing. Throws for an entry whose header is damaged.
   */
  stat(address: Address): Promise<EntryStat | null>

  /**
   * Yields the entries at `base` and under it, in any order; all entries for `''`. Skips whatever is not an entry, also an entry whose
   * header is damaged. Throws if the medium fails.
   */
  list(base: string): AsyncIterable<EntryStat>

  /** Yields the entries that have `tag` and whose path a path function returned. If absent, `list('')` finds all of them. */
  tagged?(tag: string): AsyncIterable<EntryStat>

  /** Yields the entries at `base` and under it that have one of `tags`. May yield one twice. If absent, `list(base)` finds them. */
  taggedUnder?(base: string, tags: readonly string[]): AsyncIterable<EntryStat>

  /**
   * Deletes the entries at `base` and under it, in much less time than one by one. A `set` that began earlier brings none of them
   * back. An entry that is set meanwhile may be deleted, too. Continues if an entry cannot be deleted, and rejects at the end. It may
   * leave computations their locks if the store has `endComputations`, which the engine calls before. If absent: `delete` of each.
   */
  deleteAll?(base: string, visit?: Visit): Promise<void>

  /**
   * Deletes those of the entries at `base` and under it for which `matches` returns true. Calls `matches` immediately before it
   * deletes the entry, so that it does not delete what was set since. Otherwise like `deleteAll`.
   */
  deleteWhere?(base: string, matches: (entry: EntryStat) => boolean, visit?: Visit): Promise<void>

  /**
   * Deletes all entries with one of `tags`, whatever their paths. Also ends the right of computations to store values that have one
   * of them. If absent, the engine lists the entries and deletes them one by one.
   */
  deleteTagged?(tags: readonly string[]): Promise<void>

  /** Removes what a crash left at `base` and under it: temporary files, locks of dead processes. Absent if nothing is left. */
  sweep?(base: string, visit?: Visit): Promise<void>

  /**
   * Takes the lock of an entry, so that only one process, tab or machine computes it. The lock saves work and is not a guarantee.
   *
   * With `wait`, resolves to a lock once it is free, or to `null` as soon as another holder has finished. A number is how many
   * milliseconds to wait; `true` leaves that to the store. If the holder computes longer, resolves to a lock that `isShared`, or to
   * `null`. With `false` or 0, resolves to `null` at once if another holder has the lock. A dead holder is replaced by exactly one
   * other.
   */
  lock?(address: Address, wait: boolean | number): Promise<Lock | null>

  /**
   * Registers a computation that waits for no other one. The lock does not keep others from computing; it tells whether the result
   * may be stored.
   */
  share?(address: Address): Promise<Lock>

  /**
   * Ends the right of all computations at `base` and under it to store their results, in every process. Without `base`, of those
   * whose path a path function returned. With `tags`, only for values that have one of them. Absent if only this process computes.
   */
  endComputations?(base: string | undefined, tags?: readonly string[], visit?: Visit): Promise<void>

  /**
   * Calls `listener` for each change by others: another engine, process or tab. Returns a function that stops this listener. There may
   * be several, and each hears each change.
   *
   * A change that came through this store object need not be reported. If it is, then before the call that made it returns its
   * promise: the engine takes a report within its own call for its own change, and any later one for a change by others.
   *
   * A store that does not know of each change reports `missed`: after it was cut off, and when it begins to listen later than this
   * call.
   */
  subscribe?(listener: (change: Change) => void): () => void

  /**
   * Prepares for the first call, for example opens a database, because entries will be needed soon. Never throws. `reportError` takes
   * the errors that no call can throw from then on, for example of a write whose `set` has resolved already.
   */
  wake?(reportError?: ReportError): void

  /**
   * Takes a listener, instead of an earlier one, that hears of each entry which the store has deleted by itself because a limit, or the
   * quota of the medium, was reached. Absent if it deletes none by itself.
   */
  onEvict?(listener: EvictionListener): void

  /**
   * Resolves when what goes on after the store's calls has ended, for example messages to other processes. Absent if nothing does.
   * Has a bound of some seconds if the medium may not answer.
   */
  flush?(): Promise<void>

  /**
   * Returns the location of an entry as its owner would look it up, for example its file. If absent, it is the address as text.
   */
  locate?(address: Address): string

  /**
   * Returns a function that makes relative paths absolute. A cache calls this once, when it is made, so that its entries stay where
   * they are if the working directory changes later. If absent, paths are names and stay as they are.
   */
  createPathResolver?(): (path: string) => string

  /** Synchronous methods under the same contract, if the medium allows them. */
  readonly sync?: SyncStore
}

/** The synchronous methods of a store. They follow the same contract as the asynchronous methods of the same names. */
export interface SyncStore {
  /** Reads an entry. Returns `null` if it is missing. Throws like `get` of {@link Store} rejects. */
  get(address: Address, types: AllowedTypes): Entry | null
  /** Replaces an entry as a whole. Throws like `set` of {@link Store} rejects. */
  set(address: Address, entry: Entry, types: AllowedTypes): void
  /** Deletes an entry. A computation that holds the lock of the entry loses it. */
  delete(address: Address): void
  /** Reads the header of an entry without its value. Returns `null` if the entry is missing. */
  stat(address: Address): EntryStat | null
  /** Yields the entries at `base` and under it, in any order; all entries for `''`. */
  list(base: string): Iterable<EntryStat>
  /** Deletes the entries at `base` and under it, like `deleteAll` of {@link Store}. */
  deleteAll?(base: string): void
  /**
   * Takes the lock of an entry. Blocks the thread while another process holds it. Returns `null` after another holder has
   * finished, and at once if this thread holds the lock, because it could never release it while it is blocked. `wait` means the
   * same as for `lock` of {@link Store}, and is `true` by default.
   */
  lock?(address: Address, wait?: boolean | number): SyncLock | null
  /** Registers a computation, like `share` of {@link Store}. */
  share?(address: Address): SyncLock
  /** Ends the right of computations to store their results, like `endComputations` of {@link Store}. */
  endComputations?(base: string | undefined, tags?: readonly string[]): void
}

/** The header of an entry, and where it is stored. */
export interface EntryStat extends EntryHeader {
  /** The address to pass to `get`, `delete` and `stat` of the same store. */
  readonly address: Address
  /** The location of the entry: its file, or the address as text. */
  readonly path: string
  /** The bytes that the entry takes in the store. */
  readonly size: number
}

/** The right to compute an entry and to store the result, until it is released or lost. */
export interface Lock {
  /** When the computation began, to compare it with a {@link Change}. Absent if the store gives changes no order. */
  readonly order?: number
  /** True if no other process or tab could have written: an earlier read is still valid. */
  readonly isAlone?: boolean
  /** True if the store had no entry when it gave the lock: an earlier read that found none is still valid. */
  readonly isEmpty?: boolean
  /** True if another computation may run at the same time. */
  readonly isShared?: boolean
  /**
   * Resolves to false after the entry was deleted or written, another holder took the lock, or one of `tags` was invalidated. The
   * result must then not be stored.
   */
  isHeld(tags?: readonly string[]): Promise<boolean>
  /**
   * Stores the result if the lock is held, in one step with that check. Resolves to false if it is not. Throws like `set` of
   * {@link Store}. A store that writes later resolves to true for a write that it has accepted; a change that began after the
   * computation then still withdraws it. If absent, the result is stored by `set` of the store, after a call of `isHeld`.
   */
  set?(entry: Entry, types: AllowedTypes, lifetime?: number): Promise<boolean>
  /** Releases the lock. Never rejects, and does nothing if another holder took the lock. */
  release(): Promise<void>
}

/** A {@link Lock} with synchronous methods. */
export interface SyncLock {
  /** True if another computation may run at the same time. */
  readonly isShared?: boolean
  /** Returns false like `isHeld` of {@link Lock}. */
  isHeld(tags?: readonly string[]): boolean
  /** Stores the result if the lock is held, like `set` of {@link Lock}. */
  set?(entry: Entry, types: AllowedTypes): boolean
  /** Releases the lock. Never throws, and does nothing if another holder took the lock. */
  release(): void
}
