import { wrap } from '../functions/wrap.ts'
import { wrapSync } from '../functions/wrap-sync.ts'
import type { GuardedCachetta } from '../interface.ts'
import { checkFn } from '../invocation.ts'
import { requireConfiguration, requireSyncStore } from '../options/configuration.ts'

/**
 * Resolves with the value of these arguments: from the cache, else from `fn(...args)`, which is then stored. It is one call of
 * `cache(fn)` for a function that is needed in one place. All options of the cache apply, and concurrent calls share one
 * computation. The arguments name the entry, so they must contain everything that `fn` depends on.
 * @throws {InvalidKeyError} when the arguments have no stable identity.
 * @throws {InvalidPathError} when the path function throws or returns no valid path.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta, or `fn` not a function.
 * @example
 * ```ts
 * import { Cachetta, getOrSet } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/users.json', duration: '1h' })
 * const user = await getOrSet(cache, fetchUser, 1)
 * ```
 */
export async function getOrSet<
  Args extends readonly unknown[],
  Result extends Computed | PromiseLike<Computed>,
  Computed = unknown,
>(
  cache: GuardedCachetta<unknown, Computed>,
  fn: (...args: NoInfer<Args>) => Result,
  ...args: Args
): Promise<Awaited<Result>> {
  requireConfiguration(cache)
  checkFn(fn)
  return wrap(cache, fn, { isMethod: false })(...args) as Promise<Awaited<Result>> // the value of `fn`, or one that was stored for it
}

/**
 * The synchronous twin of {@link getOrSet}.
 * @throws {InvalidOptionError} when the store has only asynchronous methods.
 * @example
 * ```ts
 * import { Cachetta, getOrSetSync } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/lengths.json' })
 * const count = getOrSetSync(cache, (text: string) => text.split(' ').length, 'one two')
 * ```
 */
export function getOrSetSync<Args extends readonly unknown[], Result extends Computed, Computed = unknown>(
  cache: GuardedCachetta<unknown, Computed>,
  fn: (...args: NoInfer<Args>) => Result,
  ...args: Args
): Result {
  requireSyncStore(requireConfiguration(cache), 'getOrSetSync')
  checkFn(fn)
  return wrapSync(cache, fn, { isMethod: false })(...args) as Result // as above
}
