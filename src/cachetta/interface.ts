import type { Lookup } from '../engine/read/lookup.ts'
import type { Schema } from '../engine/request/schema.ts'
import type { Cacheable } from './cacheable.ts'
import type { CachettaOptions, Overrides } from './options/options.ts'
import type { Settings } from './options/settings.ts'
import type {
  AnyFunction,
  ArgumentsOf,
  FunctionOf,
  FunctionOverrides,
  MethodContext,
  MethodOf,
  Promised,
  ResultOf,
  SyncFunctionOf,
} from './overloads.ts'
import type { EntryInfo, EntryVerbs } from './verbs/entries.ts'
import type { InvalidateVerbs } from './verbs/invalidate.ts'

/** The members of a cached function that returns promises. `Args` are the arguments of the function. */
export interface AsyncVerbs<Args extends readonly unknown[], Value> {
  /** The cache of the function, with the function's overrides. */
  readonly cache: Cachetta
  /** Deletes the entry of these arguments. The result of a running computation reaches its callers and is not stored. */
  invalidate(...args: Args): Promise<void>
  /** Runs the function again and replaces the entry. The old entry stays until then. Rejects if the function fails. */
  refresh(...args: Args): Promise<Value>
  /** Returns the fresh or stale value, or a miss. It never runs the function. */
  lookup(...args: Args): Promise<Lookup<Value>>
  /** Describes the entry of these arguments, without reading its value. */
  info(...args: Args): Promise<EntryInfo>
  /** Resolves with `true` if the store has an entry for these arguments, of whatever age. */
  exists(...args: Args): Promise<boolean>
  /** Resolves with the milliseconds since the entry of these arguments was stored, or `null` without an entry. */
  age(...args: Args): Promise<number | null>
}

/** The members of a synchronous cached function. */
export interface SyncVerbs<Args extends readonly unknown[], Value> {
  /** The cache of the function, with the function's overrides. */
  readonly cache: Cachetta
  /** Deletes the entry of these arguments. */
  invalidate(...args: Args): void
  /** Runs the function again and replaces the entry. Throws if the function does. */
  refresh(...args: Args): Value
  /** Returns the fresh or stale value, or a miss. It never runs the function. */
  lookup(...args: Args): Lookup<Value>
  /** Describes the entry of these arguments, without reading its value. */
  info(...args: Args): EntryInfo
  /** True if the store has an entry for these arguments, of whatever age. */
  exists(...args: Args): boolean
  /** The milliseconds since the entry of these arguments was stored, or `null` without an entry. */
  age(...args: Args): number | null
}

/** A cached function. It takes the arguments of `Fn` and returns a promise of its result. */
export type CachedFunction<Fn extends AnyFunction> = Promised<Fn> & AsyncVerbs<ArgumentsOf<Fn>, Awaited<ResultOf<Fn>>>

/** A cached function that stays synchronous. */
export type CachedSyncFunction<Fn extends AnyFunction> = Fn & SyncVerbs<ArgumentsOf<Fn>, ResultOf<Fn>>

/**
 * The calls of a cache. They are declared as methods, so that a cache of users is accepted where any cache will do.
 *
 * An error of the compiler has to stand at the wrong option. So the last form also takes what other forms take: `Overrides`
 * without a function, and the context of a decorator. A call that no form accepts then fails in all forms at the same place.
 */
interface Calls<Value> {
  /** Decorates an asynchronous method under `experimentalDecorators`: `@cache`. */
  wrap<Method extends MethodOf<Value>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method & Cacheable<Method>>,
  ): TypedPropertyDescriptor<Method>
  /** Wraps a function, or decorates a method: `cache(fn)`, `cache(fn, { duration: '1h' })`, `@cache`. */
  wrap<Fn extends FunctionOf<Value> & Cacheable<Fn>>(
    fn: Fn | Overrides,
    overrides?: FunctionOverrides<Fn> | MethodContext,
  ): CachedFunction<Fn>

  /** Returns a wrapper with other options: `@cache.sync({ duration: '1h' })`. */
  wrapSync(overrides: Overrides): SyncWrapper<Value>
  /** Decorates a synchronous method under `experimentalDecorators`: `@cache.sync`. */
  wrapSync<Method extends SyncFunctionOf<Value>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method & Cacheable<Method>>,
  ): TypedPropertyDescriptor<Method>
  /** Wraps a synchronous function, or decorates a synchronous method: `cache.sync(fn)`, `@cache.sync`. */
  wrapSync<Fn extends SyncFunctionOf<Value> & Cacheable<Fn>>(
    fn: Fn | Overrides,
    overrides?: FunctionOverrides<Fn> | MethodContext,
  ): CachedSyncFunction<Fn>
}

/** Calls that wrap a function or decorate a method. */
export type Wrapper<Value = unknown> = Calls<Value>['wrap']

/** The same calls for functions and methods that stay synchronous. */
export type SyncWrapper<Value = unknown> = Calls<Value>['wrapSync']

/** The same type, from which the compiler infers no type argument. The messages of the compiler would show `NoInfer`. */
type Uninferred<Value> = [Value] extends [infer Same] ? Same : never

/** The overrides of a copy. A type guard as `condition`, or a schema, decides the type that a lookup finds. */
interface CopyOverrides<Stored> extends Omit<Overrides<unknown, readonly never[], Stored>, 'schema'> {
  readonly schema?: Schema<Stored> | null | undefined
}

declare const valueType: unique symbol

/**
 * A cache. Call it with a function to wrap the function, or with options to copy the cache, or put it before a method as a
 * decorator. Its options can be read and never change.
 */
export interface Cachetta<Value = unknown> extends GuardedCachetta<Value, Uninferred<Value>> {}

/** A cache whose `condition` is a type guard. It wraps functions of `Computed`, and a lookup finds a `Value`. */
export interface GuardedCachetta<Value, Computed> extends Wrapper<Computed>, Settings, EntryVerbs, InvalidateVerbs {
  /** Exists only as a type: a lookup finds values of it. */
  readonly [valueType]?: Value
  /** Copies the cache with other options: `cache({ duration: '1h' })`, `@cache({ duration: '1h' })`. */
  (overrides: Overrides): this

  /**
   * Wraps a function, like `cache(fn)`. The cached function returns promises.
   * @throws {InvalidOptionError} when `fn` is not a function, or when an option is unknown or has a wrong value.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache/users.json', duration: '1h' })
   * const getUser = cache.wrap(fetchUser, { staleDuration: '1d' })
   * const user = await getUser(1)
   * ```
   */
  wrap<Fn extends FunctionOf<Computed> & Cacheable<Fn>>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedFunction<Fn>
  /**
   * Wraps a synchronous function. The cached function is synchronous, too.
   * @throws {InvalidOptionError} when the store has only asynchronous methods.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache/lengths.json' })
   * const countWords = cache.wrapSync((text: string) => text.split(' ').length)
   * const words: number = countWords('one two')
   * ```
   */
  wrapSync<Fn extends SyncFunctionOf<Computed> & Cacheable<Fn>>(
    fn: Fn,
    overrides?: FunctionOverrides<Fn>,
  ): CachedSyncFunction<Fn>
  /**
   * A decorator for synchronous methods, also with options.
   * @throws {InvalidOptionError} when the store has only asynchronous methods.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache/squares.json' })
   *
   * class Calculator {
   *   @cache.sync({ duration: '1d' })
   *   square(n: number): number {
   *     return n * n
   *   }
   * }
   * ```
   */
  readonly sync: SyncWrapper<Computed>

  /**
   * Creates a cache with some options changed. `undefined` inherits an option, `null` returns to its default.
   * @throws {InvalidOptionError} when an option is unknown or has a wrong value.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache/users.json', duration: '1h' })
   * const patient = cache.copy({ staleIfError: '7d' })
   * ```
   */
  copy<Stored = never>(
    overrides?: CopyOverrides<Stored>,
  ): [Stored] extends [never] ? this : GuardedCachetta<Stored, Computed>
  /**
   * Creates the view of this cache for one request of a server. It uses the same store, and has its own memory and computations.
   * No other request sees its memory. All parts of a page show the same value of an entry.
   * @example
   * ```tsx
   * import { Cachetta } from 'cachetta'
   * import { CachettaProvider } from 'cachetta/react'
   * import { prefetch, stateScript } from 'cachetta/ssr'
   * import { renderToString } from 'react-dom/server'
   *
   * const cache = new Cachetta({ path: './cache/pages', duration: '5m' })
   *
   * export async function renderPage(): Promise<string> {
   *   const scope = cache.scope()
   *   await prefetch(scope, ['user', 1], ([, id]) => fetchUser(id))
   *   const html = renderToString(<CachettaProvider cache={scope}><App /></CachettaProvider>)
   *   return `<div id="root">${html}</div>${stateScript(scope)}`
   * }
   * ```
   */
  scope(): this
  /**
   * Creates a cache under the path of this cache. A function names the path of each entry.
   * @throws {InvalidPathError} when a name is empty or absolute, or has a `..` segment.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache' })
   * const getUser = cache.at('users.json')(fetchUser)
   * const getRates = cache.at('finance', 'rates.json')(fetchRates)
   * ```
   */
  at(...segments: string[]): this
  /** Creates a cache under the path of this cache, with a function that names the path of each entry. */
  at<Args extends readonly unknown[]>(name: (...args: Args) => string): this
  /**
   * Returns the place of the entry of these arguments. In Node this is the file.
   * @throws {InvalidKeyError} when the arguments have no stable identity.
   * @throws {InvalidPathError} when the path function throws or returns no valid path.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache/users.json' })
   * console.log(cache.pathFor(1)) // ./cache/users-<hash>.json
   * ```
   */
  pathFor(...args: readonly unknown[]): string
}

/** Creates caches, with `new` and without. */
export interface CachettaConstructor {
  /** Creates a cache. */
  new <Value = unknown, Stored extends Value = never>(
    options: CachettaOptions<Value, readonly never[], Stored>,
  ): [Stored] extends [never] ? Cachetta<Value> : GuardedCachetta<Stored, Value>
  /** Creates a cache, without `new`: `Cachetta({ path })` can also stand before a method. */
  <Value = unknown, Stored extends Value = never>(
    options: CachettaOptions<Value, readonly never[], Stored>,
  ): [Stored] extends [never] ? Cachetta<Value> : GuardedCachetta<Stored, Value>
  /** The methods of all caches. */
  readonly prototype: Cachetta
}
