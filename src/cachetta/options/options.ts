import type { AllowedType } from '../../entry/allowed-types.ts'
import type { Duration } from '../../entry/duration.ts'
import type { Path } from '../../key/path.ts'
import type { Store } from '../../store/store.ts'

/** What a cache is made of. Every option but `path` has a default; what is left out or `undefined` takes it. */
export interface CachettaOptions<Value = unknown, Args extends readonly unknown[] = readonly never[]> {
  /** Where entries live: a file to name them after (the arguments' hash is added), or a function that names each. */
  readonly path: Path<Args>
  /** May the cache be read? `false` computes every time. @default true */
  readonly read?: boolean | undefined
  /** May the cache be written, memory included? @default true */
  readonly write?: boolean | undefined
  /** Fresh for this long; `age >= duration` is expired, `<= 0` always. @default '7d' */
  readonly duration?: Duration | undefined
  /** Past `duration`, for this long more: answer at once with the old value and compute in the background. */
  readonly staleDuration?: Duration | undefined
  /** Past `duration`, for this long more: answer with the old value when the function fails. */
  readonly staleIfError?: Duration | undefined
  /** How many entries to hold in memory in front of the store, with the store's expiry; copies share them. */
  readonly lruSize?: number | undefined
  /** Store only what passes. One that throws or rejects counts as false. */
  condition?(value: Value, ...args: Args): boolean | Promise<boolean>
  /** What of the arguments names the entry. @default all of them */
  key?(...args: Args): unknown
  /** `false` makes a method's receiver part of the key. @default true */
  readonly skipThis?: boolean | undefined
  /** Classes that may be stored and revived beyond the built-in types. */
  readonly allowedTypes?: readonly AllowedType[] | undefined
  /** Where entries are kept. @default files in Node, IndexedDB in browsers, memory elsewhere */
  readonly store?: Store | undefined
  /** One computation per entry across processes, where the store can lock. @default true */
  readonly lock?: boolean | undefined
  /** Entries written under another version are a miss; change it when the function's result changes shape. */
  readonly version?: string | number | undefined
  /** What `invalidateTags` finds entries by. */
  readonly tags?: readonly string[] | ((value: Value, ...args: Args) => readonly string[]) | undefined
}

/** Options that differ from those of the cache they are given to: `undefined` inherits, `null` returns to the default. */
export type Overrides<Value = unknown, Args extends readonly unknown[] = readonly never[]> = {
  readonly [Name in keyof CachettaOptions]?: CachettaOptions<Value, Args>[Name] | null | undefined
}
