// The functions that read and write the entry of an argument list. The engine reads, judges and writes: lookup.ts, write.ts.

import { writeValue, writeValueSync } from '../../engine/change/write.ts'
import type { Lookup } from '../../engine/read/lookup.ts'
import { lookUpEntry, lookUpEntrySync } from '../../engine/read/lookup.ts'
import type { EntryRequest, MutationTarget } from '../../engine/request/request.ts'
import { addressOf } from '../../key/address.ts'
import type { Cachetta } from '../interface.ts'
import { resolveTags } from '../options/cache-handle.ts'
import type { Configuration } from '../options/configuration.ts'
import { requireConfiguration, requireSyncStore } from '../options/configuration.ts'
import { keepAlive } from '../options/keep-alive.ts'
import { toEntryRequest } from '../options/requests.ts'
import { spansOf } from '../options/spans.ts'
import { checkWritten, checkWrittenSync } from './check-written.ts'

/** The type of a found value: the type parameter of the call, else the type of the cache's values. */
type FoundType<Value, CacheValue> = [Value] extends [never] ? CacheValue : Value

/**
 * Resolves with the value of these arguments if it is fresh, else with `null`. It is `null` for an entry that is missing, stale,
 * expired, damaged or of a type that is not allowed, with `read: false`, and for a cached `null`. `lookup` tells these apart.
 * @throws {InvalidKeyError} when the arguments have no stable identity.
 * @throws {InvalidPathError} when the path function throws or returns no valid path.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta.
 * @example
 * ```ts
 * import { Cachetta, readCache, writeCache } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/users.json' })
 * await writeCache(cache, { id: 1, name: 'Ada' }, 1)
 * const user = await readCache<User>(cache, 1)
 * ```
 */
export async function readCache<Value = never, CacheValue = unknown>(
  cache: Cachetta<CacheValue>,
  ...args: readonly unknown[]
): Promise<FoundType<Value, CacheValue> | null> {
  return toFreshValue(await lookup<Value, CacheValue>(cache, ...args))
}

/**
 * The synchronous twin of {@link readCache}.
 * @throws {InvalidOptionError} when the store has only asynchronous methods.
 * @example
 * ```ts
 * import { Cachetta, readCacheSync } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/users.json' })
 * const user = readCacheSync<User>(cache, 1)
 * ```
 */
export function readCacheSync<Value = never, CacheValue = unknown>(
  cache: Cachetta<CacheValue>,
  ...args: readonly unknown[]
): FoundType<Value, CacheValue> | null {
  return toFreshValue(lookupSync<Value, CacheValue>(cache, ...args))
}

/**
 * Resolves with the fresh or stale value of these arguments and its age in milliseconds, or with `{ hit: false }`. It computes
 * nothing.
 * @throws {InvalidKeyError} when the arguments have no stable identity.
 * @throws {InvalidPathError} when the path function throws or returns no valid path.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta.
 * @example
 * ```ts
 * import { Cachetta, lookup } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/users.json', duration: '1h', staleDuration: '1d' })
 * const found = await lookup<User>(cache, 1)
 * if (found.hit) console.log(found.value.name, found.age, found.stale)
 * ```
 */
export async function lookup<Value = never, CacheValue = unknown>(
  cache: Cachetta<CacheValue>,
  ...args: readonly unknown[]
): Promise<Lookup<FoundType<Value, CacheValue>>> {
  const configuration = requireConfiguration(cache)
  const found = await lookUpEntry(configuration.engine, toRequest(configuration, args))
  return found as Lookup<FoundType<Value, CacheValue>> // the caller knows the type of the stored values
}

/**
 * The synchronous twin of {@link lookup}.
 * @throws {InvalidOptionError} when the store has only asynchronous methods.
 * @example
 * ```ts
 * import { Cachetta, lookupSync } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/users.json' })
 * const found = lookupSync<User>(cache, 1)
 * if (found.hit) console.log(found.value.name)
 * ```
 */
export function lookupSync<Value = never, CacheValue = unknown>(
  cache: Cachetta<CacheValue>,
  ...args: readonly unknown[]
): Lookup<FoundType<Value, CacheValue>> {
  const configuration = requireConfiguration(cache)
  requireSyncStore(configuration, 'lookupSync')
  const found = lookUpEntrySync(configuration.engine, toRequest(configuration, args))
  return found as Lookup<FoundType<Value, CacheValue>> // the caller knows the type of the stored values
}

/**
 * Stores a value for these arguments. It wins over a running computation. If the store fails, the log has one line.
 * @throws {UnsafeTypeError} when the value cannot be stored and restored, or does not match the schema of the cache.
 * @throws {InvalidKeyError} when the arguments have no stable identity.
 * @throws {InvalidPathError} when the path function throws or returns no valid path.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta.
 * @example
 * ```ts
 * import { Cachetta, writeCache } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/users.json' })
 * await writeCache(cache, { id: 1, name: 'Ada' }, 1)
 * ```
 */
export async function writeCache<Value>(
  cache: Cachetta<Value>,
  value: NoInfer<Value>,
  ...args: readonly unknown[]
): Promise<void> {
  const configuration = requireConfiguration(cache)
  const request = toWriteRequest(configuration, args)
  // Without a schema nothing is awaited here, so that writes keep the order of their calls.
  const { schema } = configuration.settings
  const { engine } = configuration
  const checked = schema ? await checkWritten(engine, schema, value) : value
  await keepAlive(configuration, writeValue(engine, request, checked))
}

/**
 * The synchronous twin of {@link writeCache}.
 * @throws {InvalidOptionError} when the store has only asynchronous methods.
 * @example
 * ```ts
 * import { Cachetta, writeCacheSync } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/users.json' })
 * writeCacheSync(cache, { id: 1, name: 'Ada' }, 1)
 * ```
 */
export function writeCacheSync<Value>(
  cache: Cachetta<Value>,
  value: NoInfer<Value>,
  ...args: readonly unknown[]
): void {
  const configuration = requireConfiguration(cache)
  requireSyncStore(configuration, 'writeCacheSync')
  const { schema } = configuration.settings
  const checked = schema ? checkWrittenSync(schema, value) : value
  writeValueSync(configuration.engine, toWriteRequest(configuration, args), checked)
}

function toRequest(configuration: Configuration, args: readonly unknown[]): EntryRequest {
  return toEntryRequest(configuration, addressOf(configuration.addressRule, args))
}

function toWriteRequest(configuration: Configuration, args: readonly unknown[]): MutationTarget {
  return {
    ...toRequest(configuration, args),
    tagsOf: (value) => resolveTags(configuration, value, args),
    spansOf: spansOf(configuration, args),
  }
}

function toFreshValue<Value>(found: Lookup<Value>): Value | null {
  return found.hit && !found.stale ? found.value : null
}
