import type { Lookup } from '../engine/read/lookup.ts'
import type { CachettaOptions, Overrides } from './options/options.ts'
import type { Settings } from './options/settings.ts'
import type { AnyFunction, ArgumentsOf, Promised, ResultOf, SeenArguments } from './overloads.ts'

type AsyncFunction = (...args: never[]) => Promise<unknown>

/** By what a standard decorator's call is told apart; the rest of the context would restrict the method's `this`. */
type MethodContext = Pick<ClassMethodDecoratorContext, 'kind' | 'addInitializer'>

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

/** A function that returns promises keeps its type to the letter; any other returns promises once it is cached. */
export type CachedFunction<Fn extends AnyFunction> = Promised<Fn> & AsyncVerbs<ArgumentsOf<Fn>, Awaited<ResultOf<Fn>>>

/** A synchronous function, cached, is what it was. */
export type CachedSyncFunction<Fn extends AnyFunction> = Fn & SyncVerbs<ArgumentsOf<Fn>, ResultOf<Fn>>

type FunctionOverrides<Fn extends AnyFunction> = Overrides<Awaited<ResultOf<Fn>>, SeenArguments<Fn>>

/**
 * Wraps functions and decorates methods, by either standard of decorators. Wrapping comes last, because a compiler
 * explains a call that fits no form by the last one.
 */
export interface Wrapper {
  <Method extends AsyncFunction>(method: Method, context: MethodContext): Method
  <Method extends AsyncFunction>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): TypedPropertyDescriptor<Method>
  <Fn extends AnyFunction>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedFunction<Fn>
}

/** The same for functions and methods that stay synchronous. */
export interface SyncWrapper {
  (overrides: Overrides): SyncWrapper
  <Method extends AnyFunction>(method: Method, context: MethodContext): Method
  <Method extends AnyFunction>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): TypedPropertyDescriptor<Method>
  <Fn extends AnyFunction>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedSyncFunction<Fn>
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
  copy<Asked, Kept extends Asked>(overrides: Guarding<Overrides<Asked>, Asked, Kept>): Cachetta<Kept>
  copy(overrides?: Overrides): Cachetta<Value>
  /**
   * One request's observer of the cache, for a server: the same store, with memory and computations of its own. Prefetch into it,
   * render one page with it, `dehydrate` it; no other request sees what it holds. What one part of the page has shown of an entry,
   * all parts show.
   */
  scope(): Cachetta<Value>
  /**
   * A cache for what lies under this one's path: Python's `/`.
   * @throws {InvalidPathError} where that would leave the base.
   */
  at(...segments: string[]): Cachetta<Value>
  at<Args extends readonly unknown[]>(name: (...args: Args) => string): Cachetta<Value>
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
  new <Value, Kept extends Value>(options: Guarding<CachettaOptions<Value>, Value, Kept>): Cachetta<Kept>
  new <Value = unknown>(options: CachettaOptions<Value>): Cachetta<Value>
  <Value, Kept extends Value>(options: Guarding<CachettaOptions<Value>, Value, Kept>): Cachetta<Kept>
  <Value = unknown>(options: CachettaOptions<Value>): Cachetta<Value>
  readonly prototype: Cachetta
}

/** Options whose `condition` is a type guard: it says what type a lookup finds. */
type Guarding<Options, Value, Kept extends Value> = Omit<Options, 'condition'> & {
  readonly condition: (value: Value, ...args: never[]) => value is Kept
}
