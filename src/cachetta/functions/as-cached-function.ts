import { hasLongTexts } from '#environment'
import { handleOf } from '../../engine/request/cache-handle.ts'
import { describeValue, InvalidOptionError } from '../../errors.ts'
import type { CachedFunction, CachedSyncFunction } from '../interface.ts'
import type { AnyFunction, ResultOf } from '../overloads.ts'

/** A decorated method with its verbs: asynchronous ones, or synchronous ones for a method that returns no promise. */
export type CachedMethod<Method extends AnyFunction> = [ResultOf<Method>] extends [PromiseLike<unknown>]
  ? CachedFunction<Method>
  : CachedSyncFunction<Method>

/**
 * Returns a decorated method as it is, with the type that it has at run time: a cached function with its verbs. A decorator of
 * TypeScript cannot change the declared type of a method.
 * @throws {InvalidOptionError} when `method` is not a cached function.
 * @example
 * ```ts
 * import { asCachedFunction, Cachetta } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/directory.json' })
 *
 * class Directory {
 *   @cache
 *   async find(id: number) {
 *     return fetchUser(id)
 *   }
 * }
 *
 * const directory = new Directory()
 * const user = await directory.find(1)
 * await asCachedFunction(directory.find).invalidate(1)
 * ```
 */
export function asCachedFunction<Method extends AnyFunction>(method: Method): CachedMethod<Method> {
  if (handleOf(method)?.fn !== undefined) return method as unknown as CachedMethod<Method> // only `wrap` and `wrapSync` register one with `fn`
  throw new InvalidOptionError(
    `method: ${describeValue(method)} was given${hasLongTexts ? '; accepted is a method behind @cache, or another cached function' : ''}`,
  )
}
