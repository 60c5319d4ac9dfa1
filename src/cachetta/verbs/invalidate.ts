import { invalidate, invalidateSync } from '../../engine/change/invalidate.ts'
import { invalidateTagged, invalidateUnder, invalidateUnderSync } from '../../engine/change/invalidate-many.ts'
import { addressOf } from '../../key/address.ts'
import type { Configuration } from '../options/configuration.ts'
import { requireBase, requireSyncStore, taggedBasesOf } from '../options/configuration.ts'
import { keepAlive } from '../options/keep-alive.ts'
import { parseTags } from '../options/settings.ts'
import type { AbortOptions } from './abort-options.ts'
import { parseSignal } from './abort-options.ts'

/**
 * The methods of a cache that delete entries, from memory and store. The result of a running computation reaches its callers and
 * is not stored.
 */
export interface InvalidateVerbs {
  /**
   * Deletes the entry of these arguments.
   * @throws {InvalidKeyError} when the arguments have no stable identity.
   * @throws {InvalidPathError} when the path function throws or returns no valid path.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache/users.json' })
   * const getUser = cache(fetchUser)
   * await getUser(1)
   * await cache.invalidate(1)
   * ```
   */
  invalidate(...args: readonly unknown[]): Promise<void>
  /** Does the same as `invalidate`: it deletes one entry. Without arguments this is the entry of the call without arguments. */
  clear(...args: readonly unknown[]): Promise<void>
  /**
   * Deletes the entry at the path of the cache and all entries below it. A `signal` ends that early: the call rejects with its reason, what
   * it has deleted stays deleted, and the other entries count again.
   * @throws {InvalidOptionError} when the cache has a path function, or `signal` is none.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache' })
   * const getUser = cache.at('users.json')(fetchUser)
   * const getRates = cache.at('rates.json')(fetchRates)
   * await cache.invalidateAll() // the users and the rates
   * ```
   */
  invalidateAll(options?: AbortOptions): Promise<void>
  /**
   * Deletes every entry with one of the tags, also the entries of other caches over the same store.
   * @throws {InvalidOptionError} when a tag is not a non-empty string.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache/users.json' })
   * const getUser = cache(fetchUser, { tags: (user) => ['users', `user:${user.id}`] })
   * await cache.invalidateTags('user:1')
   * ```
   */
  invalidateTags(...tags: readonly string[]): Promise<void>
  /**
   * The synchronous twin of `invalidate`.
   * @throws {InvalidOptionError} when the store has only asynchronous methods.
   */
  invalidateSync(...args: readonly unknown[]): void
  /** Does the same as `invalidateSync`: it deletes one entry. */
  clearSync(...args: readonly unknown[]): void
  /**
   * The synchronous twin of `invalidateAll`.
   * @throws {InvalidOptionError} when the store has only asynchronous methods.
   */
  invalidateAllSync(): void
}

export async function invalidateEntry(configuration: Configuration, args: readonly unknown[]): Promise<void> {
  await keepAlive(configuration, invalidate(configuration.engine, addressOf(configuration.addressRule, args)))
}

export function invalidateEntrySync(configuration: Configuration, args: readonly unknown[]): void {
  requireSyncStore(configuration, 'invalidateSync')
  invalidateSync(configuration.engine, addressOf(configuration.addressRule, args))
}

export async function invalidateAll(configuration: Configuration, options?: AbortOptions): Promise<void> {
  const base = requireBase(configuration, 'invalidateAll()')
  const [signal, throwIfAborted] = parseSignal(options)
  await keepAlive(configuration, invalidateUnder(configuration.engine, base, signal))
  throwIfAborted()
}

export function invalidateAllSync(configuration: Configuration): void {
  requireSyncStore(configuration, 'invalidateAllSync')
  invalidateUnderSync(configuration.engine, requireBase(configuration, 'invalidateAllSync()'))
}

/** Searches the base of this cache, and the bases of all caches with tags that this process created over the store. */
export async function invalidateTags(configuration: Configuration, tags: readonly unknown[]): Promise<void> {
  const { engine, settings } = configuration
  const { path } = settings
  const bases = new Set(taggedBasesOf(engine))
  if (typeof path === 'string') bases.add(path)
  await keepAlive(configuration, invalidateTagged(engine, parseTags(tags), bases))
}
