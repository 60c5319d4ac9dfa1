import type { AllowedType } from '../../entry/allowed-types.ts'
import type { Duration } from '../../entry/duration.ts'
import type { Path } from '../../key/path.ts'
import type { Store } from '../../store/store.ts'

/** The options of a cache. Only `path` is required. An option that is left out or `undefined` has its default. */
export interface CachettaOptions<Value = unknown, Args extends readonly unknown[] = readonly never[]> {
  /**
   * The place of the entries. With a text, the arguments of a call add their hash to the file name: `./cache/users.json` becomes
   * `./cache/users-<hash>.json`. A function returns the path of each entry.
   */
  readonly path: Path<Args>
  /** `false`: every call computes. @default true */
  readonly read?: boolean | undefined
  /** `false`: nothing is stored, neither in memory nor in the store. @default true */
  readonly write?: boolean | undefined
  /**
   * An entry is fresh for this long. It expires when `age >= duration`; with 0 or less it is always expired. A number means
   * milliseconds.
   * @default '7d'
   */
  readonly duration?: Duration | undefined
  /**
   * For this long after `duration`, a call returns the old value at once and runs the function in the background. A number means
   * milliseconds.
   * @default 0
   */
  readonly staleDuration?: Duration | undefined
  /**
   * For this long after `duration`, a call returns the old value if the function fails. A number means milliseconds.
   * @default 0
   */
  readonly staleIfError?: Duration | undefined
  /**
   * The number of entries that memory holds in front of the store. They expire as in the store. Copies share the memory.
   * @default functions have no memory, hooks have 1,000 entries
   */
  readonly lruSize?: number | undefined
  /**
   * Decides whether a value is stored. If it throws, rejects or does not answer within 5 s, the call returns the value and does not
   * store it.
   * @default every value is stored
   */
  condition?(value: Value, ...args: Args): boolean | Promise<boolean>
  /**
   * Returns the key of a call. Calls with equal keys share an entry. If it throws, the call rejects with `InvalidKeyError`.
   * @default the argument list
   */
  key?(...args: Args): unknown
  /** `false`: the receiver of a method (`this`) is part of the key. @default true */
  readonly skipThis?: boolean | undefined
  /** The classes that may be stored and restored, besides the built-in types. @default [] */
  readonly allowedTypes?: readonly AllowedType[] | undefined
  /** The store that keeps the entries. @default files in Node, IndexedDB in browsers, memory elsewhere */
  readonly store?: Store | undefined
  /** `true`: one computation per entry across processes and tabs, if the store can lock. @default true */
  readonly lock?: boolean | undefined
  /**
   * An entry that was stored under another version counts as missing. Change the version when the function returns another shape.
   * @default no version
   */
  readonly version?: string | number | undefined
  /**
   * The tags of the entries, by which `invalidateTags` deletes them. A function returns the tags of each entry.
   * @default []
   */
  readonly tags?: readonly string[] | ((value: Value, ...args: Args) => readonly string[]) | undefined
}

/** Options that replace those of a cache: `undefined` inherits the option, `null` returns to the default. */
export type Overrides<Value = unknown, Args extends readonly unknown[] = readonly never[]> = {
  readonly [Name in keyof CachettaOptions]?: CachettaOptions<Value, Args>[Name] | null | undefined
}
