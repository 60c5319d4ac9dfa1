import type { Lookup } from '../engine/read/lookup.ts'
import type { Schema } from '../engine/request/schema.ts'
import type { Cacheable } from './cacheable.ts'
import type { CachettaOptions, Overrides } from './options/options.ts'
import type { Settings } from './options/settings.ts'
import type { AnyFunction, ArgumentsOf, OptionArguments, Promised, ResultOf } from './overloads.ts'
import type { EntryVerbs } from './verbs/entries.ts'
import type { InvalidateVerbs } from './verbs/invalidate.ts'

type AsyncFunction = (...args: never[]) => Promise<unknown>

/** The members that identify the context of a decorator. All the others would restrict the method's `this`. */
type MethodContext = Pick<ClassMethodDecoratorContext, 'kind' | 'addInitializer'>

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
}

/** A cached function. It takes the arguments of `Fn` and returns a promise of its result. */
export type CachedFunction<Fn extends AnyFunction> = Promised<Fn> & AsyncVerbs<ArgumentsOf<Fn>, Awaited<ResultOf<Fn>>>

/** A cached function that stays synchronous. */
export type CachedSyncFunction<Fn extends AnyFunction> = Fn & SyncVerbs<ArgumentsOf<Fn>, ResultOf<Fn>>

type FunctionOverrides<Fn extends AnyFunction> = Overrides<Awaited<ResultOf<Fn>>, OptionArguments<Fn>>

/** Calls that wrap a function or decorate a method. A compiler error about a call speaks of the last form: `cache(fn)`. */
export interface Wrapper {
  /** Decorates an asynchronous method: `@cache`. */
  <Method extends AsyncFunction>(method: Method & Cacheable<Method>, context: MethodContext): Method
  /** Decorates an asynchronous method under `experimentalDecorators`: `@cache`. */
  <Method extends AsyncFunction>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method & Cacheable<Method>>,
  ): TypedPropertyDescriptor<Method>
  /** Wraps a function: `cache(fn)`, `cache(fn, { duration: '1h' })`. */
  <Fn extends AnyFunction & Cacheable<Fn>>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedFunction<Fn>
}

/** The same calls for functions and methods that stay synchronous. */
export interface SyncWrapper {
  /** Returns a wrapper with other options: `@cache.sync({ duration: '1h' })`. */
  (overrides: Overrides): SyncWrapper
  /** Decorates a synchronous method: `@cache.sync`. */
  <Method extends AnyFunction>(method: Method & Cacheable<Method>, context: MethodContext): Method
  /** Decorates a synchronous method under `experimentalDecorators`: `@cache.sync`. */
  <Method extends AnyFunction>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method & Cacheable<Method>>,
  ): TypedPropertyDescriptor<Method>
  /** Wraps a synchronous function: `cache.sync(fn)`. */
  <Fn extends AnyFunction & Cacheable<Fn>>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedSyncFunction<Fn>
}

/**
 * A cache. Call it with a function to wrap the function, or with options to copy the cache, or put it before a method as a
 * decorator. Its options can be read and never change.
 */
export interface Cachetta<Value = unknown> extends Wrapper, Settings, EntryVerbs, InvalidateVerbs {
  /** Copies the cache with other options: `cache({ duration: '1h' })`, `@cache({ duration: '1h' })`. */
  (overrides: Overrides): Cachetta<Value>

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
  wrap<Fn extends AnyFunction & Cacheable<Fn>>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedFunction<Fn>
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
  wrapSync<Fn extends AnyFunction & Cacheable<Fn>>(fn: Fn, overrides?: FunctionOverrides<Fn>): CachedSyncFunction<Fn>
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
  readonly sync: SyncWrapper

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
  copy<TestedValue, GuardedValue extends TestedValue>(
    overrides: WithGuard<Overrides<TestedValue>, TestedValue, GuardedValue>,
  ): Cachetta<GuardedValue>
  /** Creates a cache of the values that the schema returns. */
  copy<SchemaValue>(
    overrides: Omit<Overrides, 'schema'> & { readonly schema: Schema<SchemaValue> },
  ): Cachetta<SchemaValue>
  /** Creates a cache with some options changed. `undefined` inherits an option, `null` returns to its default. */
  copy(overrides?: Overrides): Cachetta<Value>
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
  scope(): Cachetta<Value>
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
  at(...segments: string[]): Cachetta<Value>
  /** Creates a cache under the path of this cache, with a function that names the path of each entry. */
  at<Args extends readonly unknown[]>(name: (...args: Args) => string): Cachetta<Value>
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
  /** Creates a cache of the values that the type guard `condition` lets through. */
  new <TestedValue, GuardedValue extends TestedValue>(
    options: WithGuard<CachettaOptions<TestedValue>, TestedValue, GuardedValue>,
  ): Cachetta<GuardedValue>
  /** Creates a cache. */
  new <Value = unknown>(options: CachettaOptions<Value>): Cachetta<Value>
  /** Creates a cache of the values that the type guard `condition` lets through. */
  <TestedValue, GuardedValue extends TestedValue>(
    options: WithGuard<CachettaOptions<TestedValue>, TestedValue, GuardedValue>,
  ): Cachetta<GuardedValue>
  /** Creates a cache, without `new`: `Cachetta({ path })` can also stand before a method. */
  <Value = unknown>(options: CachettaOptions<Value>): Cachetta<Value>
  /** The methods of all caches. */
  readonly prototype: Cachetta
}

/** Options whose `condition` is a type guard. A lookup then finds only values of the type that it guards. */
type WithGuard<Options, TestedValue, GuardedValue extends TestedValue> = Omit<Options, 'condition'> & {
  readonly condition: (value: TestedValue, ...args: never[]) => value is GuardedValue
}
