import type { Lookup } from '../engine/lookup.ts'
import type { CachettaOptions, Overrides } from './options.ts'
import type { Settings } from './settings.ts'

/** Any function that can be wrapped. */
export type AnyFunction = (...args: never[]) => unknown

type AsyncFunction = (...args: never[]) => Promise<unknown>

/** What `info()` tells of an entry, without reading its value. Spans in milliseconds. */
export interface EntryInfo {
  readonly exists: boolean
  /** Since it was stored; `null` where there is none, or where its instant cannot be believed. */
  readonly age: number | null
  /** True where `age >= duration`, and where there is none. */
  readonly expired: boolean
  /** True past `duration` and within `staleDuration`. */
  readonly stale: boolean
  /** Until it expires; negative since when it has. `null` where there is none. */
  readonly expiresIn: number | null
  /** The file, or what the store calls it. */
  readonly path: string
  /** Bytes in the store. */
  readonly size: number
}

/** What `entries()` tells of each entry. */
export interface ListedEntry extends EntryInfo {
  /** Canonical text of the arguments. */
  readonly key: string
  readonly tags: readonly string[]
}

/** What a cached function can do besides being called; `args` are those it is called with. */
export interface AsyncVerbs<Args extends readonly unknown[], Value> {
  /** The cache behind the function, with the overrides it was given. */
  readonly cache: Cachetta
  /** Forgets the entry of these arguments, and beats a computation that is running. */
  invalidate(...args: Args): Promise<void>
  /** Computes anew and keeps the old entry until done. Rejects when the function does. */
  refresh(...args: Args): Promise<Value>
  /** Looks up and computes nothing; tells a cached `null` from a miss. */
  lookup(...args: Args): Promise<Lookup<Value>>
}

/** The verbs of a synchronous cached function. */
export interface SyncVerbs<Args extends readonly unknown[], Value> {
  readonly cache: Cachetta
  invalidate(...args: Args): void
  refresh(...args: Args): Value
  lookup(...args: Args): Lookup<Value>
}

/** An asynchronous function keeps its type to the letter, overloads and type parameters included; a synchronous one returns promises. */
export type CachedFunction<Fn extends AnyFunction> = (Fn extends AsyncFunction
  ? Fn
  : (this: ThisParameterType<Fn>, ...args: Parameters<Fn>) => Promise<Awaited<ReturnType<Fn>>>) &
  AsyncVerbs<Parameters<Fn>, Awaited<ReturnType<Fn>>>

/** A synchronous function, cached, is what it was. */
export type CachedSyncFunction<Fn extends AnyFunction> = Fn & SyncVerbs<Parameters<Fn>, ReturnType<Fn>>

type FunctionOverrides<Fn extends AnyFunction> = Overrides<Awaited<ReturnType<Fn>>, Parameters<Fn>>

/** A method whose result is a promise, which a cached one returns as well. */
type AsyncMethod<This, Args extends never[], Value> = (this: This, ...args: Args) => Promise<Value>

/** Wraps functions and decorates methods, by either standard of decorators. */
export interface Wrapper {
  <Fn extends AnyFunction>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedFunction<Fn>
  <This, Args extends never[], Value>(
    method: AsyncMethod<This, Args, Value>,
    context: ClassMethodDecoratorContext<This, AsyncMethod<This, Args, Value>>,
  ): AsyncMethod<This, Args, Value>
  <Method extends AsyncFunction>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): TypedPropertyDescriptor<Method>
}

/** The same for functions and methods that stay synchronous. */
export interface SyncWrapper {
  <Fn extends AnyFunction>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedSyncFunction<Fn>
  <Method extends AnyFunction>(method: Method, context: ClassMethodDecoratorContext): Method
  <Method extends AnyFunction>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): TypedPropertyDescriptor<Method>
  (overrides: Overrides): SyncWrapper
}

/**
 * A cache: call it with a function to wrap it, with overrides for a variation of itself, or put it before a method.
 * Its configuration can be read and never changes; spans read back in milliseconds.
 */
export interface Cachetta<Value = unknown> extends Wrapper, Settings {
  (overrides: Overrides): Cachetta<Value>

  /** Wraps a function: `cache(fn)` in words. */
  wrap<Fn extends AnyFunction>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedFunction<Fn>
  /**
   * Wraps a synchronous function, which stays synchronous.
   * @throws {InvalidOptionError} where the store has no synchronous twin.
   */
  wrapSync<Fn extends AnyFunction>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedSyncFunction<Fn>
  /** `wrapSync` as a method decorator: `@cache.sync`, `@cache.sync({ duration: '1h' })`. */
  readonly sync: SyncWrapper

  /** A variation: `undefined` inherits, `null` returns to the default. */
  copy(overrides?: Overrides): Cachetta<Value>
  /**
   * A cache for what lies under this one's path: Python's `/`.
   * @throws {InvalidPathError} where that would leave the base.
   */
  at(...segments: string[]): Cachetta
  at<Args extends readonly unknown[]>(name: (...args: Args) => string): Cachetta
  /** Where the entry of these arguments lives: the file, in Node. Throws `InvalidKeyError` or `InvalidPathError`. */
  pathFor(...args: readonly unknown[]): string

  /** Forgets the entry of these arguments. A computation that is running answers its callers and is not stored. */
  invalidate(...args: readonly unknown[]): Promise<void>
  /** The same as `invalidate`. */
  clear(...args: readonly unknown[]): Promise<void>
  /** Forgets the base entry and everything addressed under it. Needs a literal path. */
  invalidateAll(): Promise<void>
  /** Forgets every entry that carries one of the tags, in memory and store, also those of other caches over the same store. */
  invalidateTags(...tags: readonly string[]): Promise<void>
  invalidateSync(...args: readonly unknown[]): void
  clearSync(...args: readonly unknown[]): void
  invalidateAllSync(): void

  /** Is there an entry, of whatever age? */
  exists(...args: readonly unknown[]): Promise<boolean>
  /** Milliseconds since the entry was stored; `null` where there is none. */
  age(...args: readonly unknown[]): Promise<number | null>
  info(...args: readonly unknown[]): Promise<EntryInfo>
  existsSync(...args: readonly unknown[]): boolean
  ageSync(...args: readonly unknown[]): number | null
  infoSync(...args: readonly unknown[]): EntryInfo

  /** What is there under the base, without reading values. Needs a literal path; may be stopped at any entry. */
  entries(): AsyncIterable<ListedEntry>
  /**
   * Deletes what is past every use (`duration` and the longer of `staleDuration` and `staleIfError`) and what crashes
   * left behind. Needs a literal path. Resolves with the number of entries deleted.
   */
  prune(): Promise<number>
}

/** Makes caches, with and without `new`. */
export interface CachettaConstructor {
  new <Value, Kept extends Value>(options: GuardedOptions<Value, Kept>): Cachetta<Kept>
  new <Value = unknown>(options: CachettaOptions<Value>): Cachetta<Value>
  <Value, Kept extends Value>(options: GuardedOptions<Value, Kept>): Cachetta<Kept>
  <Value = unknown>(options: CachettaOptions<Value>): Cachetta<Value>
  readonly prototype: Cachetta
}

/** A `condition` that is a type guard says what type a lookup finds. */
type GuardedOptions<Value, Kept extends Value> = Omit<CachettaOptions<Value>, 'condition'> & {
  readonly condition: (value: Value, ...args: never[]) => value is Kept
}
