import type { Schema } from '../../engine/request/schema.ts'
import type { AllowedType } from '../../entry/allowed-types.ts'
import type { Duration } from '../../entry/duration.ts'
import type { FileUrl, Path } from '../../key/path.ts'
import type { Store } from '../../store/store.ts'

/**
 * A function in an option. Its declaration as a method lets it name narrower types than `Value` and `Args`: a decorator and `copy`
 * cannot know the function that they are for. The compiler compares the parameters of a method in both directions.
 */
type OptionFunction<Value, Args extends readonly unknown[], Result> = {
  call(value: Value, ...args: Args): Result
}['call']

/** A type guard as an option, declared as a method for the same reason. */
type GuardFunction<Value, Args extends readonly unknown[], Stored extends Value> = {
  call(value: Value, ...args: Args): value is Stored
}['call']

/**
 * The options of a cache. Only `path` is required. An option that is left out or `undefined` has its default. `Value` is the type of
 * the computed values, `Stored` the type that a type guard as `condition` lets through.
 */
export interface CachettaOptions<
  Value = unknown,
  Args extends readonly unknown[] = readonly never[],
  Stored extends Value = Value,
> {
  /**
   * The place of the entries. With a text, the arguments of a call add their hash to the file name: `./cache/users.json` becomes
   * `./cache/users-<hash>.json`. A `file:` URL stands for its path. A function returns the path of each entry. In the file store,
   * a relative path starts at the directory in which the process works when the cache is made.
   */
  readonly path: Path<Args> | FileUrl
  /** `false`: every call computes. @default true */
  readonly read?: boolean | undefined
  /** `false`: nothing is stored, neither in memory nor in the store. @default true */
  readonly write?: boolean | undefined
  /**
   * An entry is fresh for this long. It expires when `age >= duration`; with 0 or less it is always expired. A number means
   * milliseconds. A function decides once, when a value is stored; the entry keeps the result, which applies to every reader.
   * @default '7d'
   */
  readonly duration?: Duration | OptionFunction<Value, Args, Duration> | undefined
  /**
   * For this long after `duration`, a call returns the old value at once and runs the function in the background. A number means
   * milliseconds. A function decides once, as for `duration`.
   * @default 0
   */
  readonly staleDuration?: Duration | OptionFunction<Value, Args, Duration> | undefined
  /**
   * For this long after `duration`, a call returns the old value if the function fails. A number means milliseconds. A
   * function decides once, as for `duration`.
   * @default 0
   */
  readonly staleIfError?: Duration | OptionFunction<Value, Args, Duration> | undefined
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
  readonly condition?:
    | OptionFunction<Value, Args, boolean | Promise<boolean>>
    | GuardFunction<Value, Args, Stored>
    | undefined
  /**
   * Returns the key of a call. Calls with equal keys share an entry. If it throws, the call rejects with `InvalidKeyError`. The
   * result is one argument, also if it is an array: a hook names the entry of `['user', 1]` by the key `[['user', 1]]`.
   * @default the argument list
   */
  key?(...args: Args): unknown
  /** `false`: the receiver of a method (`this`) is part of the key. @default true */
  readonly skipThis?: boolean | undefined
  /** The classes that may be stored and restored, besides the built-in types. @default [] */
  readonly allowedTypes?: readonly AllowedType[] | undefined
  /** The store that keeps the entries. @default files in Node without a DOM, IndexedDB in browsers, memory elsewhere */
  readonly store?: Store | undefined
  /**
   * One computation per entry across processes and tabs, if the store can lock. A call waits this long for the computation of
   * another one, then it computes itself and logs that. `true` means one minute, between tabs 5 seconds. With `false` it does not
   * wait. A number means milliseconds.
   * @default true
   */
  readonly lock?: boolean | Duration | undefined
  /**
   * A computation that takes longer fails with a `TimeoutError`, and its `signal` aborts. A synchronous function cannot be stopped,
   * so it ignores this option. A number means milliseconds.
   * @default no limit
   */
  readonly timeout?: Duration | undefined
  /**
   * Takes a promise for each computation, write and invalidation, until all of it is done: also what goes on after the call. A platform
   * that ends or freezes a process after its response needs it: `waitUntil` of `@vercel/functions` or of `cloudflare:workers`, `after` of
   * `next/server`.
   * @default nobody waits for revalidations in the background
   */
  waitUntil?(work: Promise<unknown>): void
  /**
   * An entry that was stored under another version counts as missing. Change the version when the function returns another shape.
   * @default no version
   */
  readonly version?: string | number | undefined
  /**
   * What the store gives must match it, else it counts as missing. A Standard Schema (zod, valibot, arktype), or a function that
   * throws. Callers get what it returns. A computed value that does not match is returned and not stored.
   * @default every value matches
   */
  readonly schema?: Schema<Value> | undefined
  /**
   * The tags of the entries, by which `invalidateTags` deletes them. A function returns the tags of each entry.
   * @default []
   */
  readonly tags?: readonly string[] | OptionFunction<Value, Args, readonly string[]> | undefined
}

/** Options that replace those of a cache: `undefined` inherits the option, `null` returns to the default. */
export type Overrides<
  Value = unknown,
  Args extends readonly unknown[] = readonly never[],
  Stored extends Value = Value,
> = {
  readonly [Name in keyof CachettaOptions]?: CachettaOptions<Value, Args, Stored>[Name] | null | undefined
}
