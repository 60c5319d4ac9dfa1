// The methods of a cache that describe entries. They read headers from the store, because the store has every entry that memory
// has, and no values.

import type { Engine } from '../../engine/engine.ts'
import type { Policy } from '../../engine/request/policy.ts'
import { freshnessNow, maxUsableAge } from '../../engine/request/policy.ts'
import { locationOf } from '../../engine/store/location.ts'
import { deleteMatching, listEntries, statEntry, sweepStore } from '../../engine/store/stored-entries.ts'
import { statEntrySync } from '../../engine/store/stored-entry.ts'
import type { EntryHeader } from '../../entry/entry.ts'
import { ageOf } from '../../entry/freshness.ts'
import type { Address } from '../../key/address.ts'
import { idOf, isInternalKey, isOutboxKey } from '../../key/address.ts'
import type { EntryStat } from '../../store/store.ts'
import type { Configuration } from '../options/configuration.ts'
import { requireBase } from '../options/configuration.ts'
import type { AbortOptions } from './abort-options.ts'
import { parseSignal } from './abort-options.ts'
import type { CacheStats } from './stats.ts'

/** The result of `info()`: an entry without its value. Spans are in milliseconds. */
export interface EntryInfo {
  /** True if the store has an entry, of whatever age. */
  readonly exists: boolean
  /** Milliseconds since it was stored. `null` without an entry, or if its time is more than a minute in the future. */
  readonly age: number | null
  /** True past `duration` and `staleDuration`: no call serves the entry. False without an entry. Excludes `stale`. */
  readonly expired: boolean
  /** True past `duration` and within `staleDuration`: a call serves the entry and revalidates it. */
  readonly stale: boolean
  /** Milliseconds until it expires, negative after that. `null` if `age` is. */
  readonly expiresIn: number | null
  /** The file, or the name that the store uses. */
  readonly path: string
  /** The size in the store, in bytes. */
  readonly size: number
}

/** An entry that `entries()` found. */
export interface ListedEntry extends EntryInfo {
  /** The canonical text of the arguments. */
  readonly key: string
  /** The tags that the entry was stored with. */
  readonly tags: readonly string[]
}

/** The methods of a cache that describe its entries without reading values, and that delete entries which no call can use. */
export interface EntryVerbs {
  /** Resolves with `true` if the store has an entry for these arguments, of whatever age. */
  exists(...args: readonly unknown[]): Promise<boolean>
  /** Resolves with the milliseconds since the entry of these arguments was stored, or `null` without an entry. */
  age(...args: readonly unknown[]): Promise<number | null>
  /**
   * Describes the entry of these arguments.
   * @throws {InvalidKeyError} when the arguments have no stable identity.
   * @throws {InvalidPathError} when the path function throws or returns no valid path.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache/users.json', duration: '1h' })
   * const { exists, age, expired, size } = await cache.info(1)
   * ```
   */
  info(...args: readonly unknown[]): Promise<EntryInfo>
  /**
   * The synchronous twin of `exists`.
   * @throws {InvalidOptionError} when the store has only asynchronous methods.
   */
  existsSync(...args: readonly unknown[]): boolean
  /**
   * The synchronous twin of `age`.
   * @throws {InvalidOptionError} when the store has only asynchronous methods.
   */
  ageSync(...args: readonly unknown[]): number | null
  /**
   * The synchronous twin of `info`.
   * @throws {InvalidOptionError} when the store has only asynchronous methods.
   */
  infoSync(...args: readonly unknown[]): EntryInfo
  /**
   * Lists the entries at the path of the cache and below it. The loop may stop at any entry. A `signal` ends it with its reason.
   * @throws {InvalidOptionError} when the cache has a path function, or `signal` is none.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache' })
   * for await (const { key, age, size } of cache.entries()) console.log(key, age, size)
   * ```
   */
  entries(options?: AbortOptions): AsyncIterable<ListedEntry>
  /**
   * Counts the reads and computations of the entries at the path of the cache and below it, in this process, and the entries and bytes in
   * the store. In Node it counts from the start; in a browser from the first call of `stats` or `subscribeEvents`. Takes time in
   * proportion to the number of entries.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache' })
   * const { hits, misses, bytes } = await cache.stats()
   * ```
   */
  stats(): Promise<CacheStats>
  /**
   * Deletes the entries that no call can use any more, and the files that crashes left behind. An entry is of no use after
   * `duration` and the longer of `staleDuration` and `staleIfError`. Resolves with the number of deleted entries. A `signal` ends that early:
   * the call rejects with its reason, what it has deleted stays deleted, and the next call continues.
   * @throws {InvalidOptionError} when the cache has a path function, or `signal` is none.
   * @example
   * ```ts
   * import { Cachetta } from 'cachetta'
   *
   * const cache = new Cachetta({ path: './cache', duration: '1h' })
   * const deleted = await cache.prune({ signal: AbortSignal.timeout(60_000) })
   * ```
   */
  prune(options?: AbortOptions): Promise<number>
}

export async function describeEntry(configuration: Configuration, address: Address): Promise<EntryInfo> {
  return toEntryInfo(configuration, address, await statEntry(configuration.engine, address))
}

export function describeEntrySync(configuration: Configuration, address: Address): EntryInfo {
  return toEntryInfo(configuration, address, statEntrySync(configuration.engine, address))
}

export async function* listEntryInfos(
  configuration: Configuration,
  options?: AbortOptions,
): AsyncGenerator<ListedEntry> {
  const base = requireBase(configuration, 'entries()')
  const [, throwIfAborted] = parseSignal(options)
  for await (const stat of listEntries(configuration.engine, base)) {
    throwIfAborted()
    if (isInternalKey(stat.key)) continue
    const { exists, age, expired, stale, expiresIn, path, size } = toEntryInfo(configuration, stat.address, stat)
    yield { exists, age, expired, stale, expiresIn, path, size, key: stat.key, tags: stat.tags }
  }
  throwIfAborted()
}

function toEntryInfo({ engine, policy }: Configuration, address: Address, stat: EntryStat | null): EntryInfo {
  if (stat === null) {
    const path = locationOf(engine.reader, address)
    return { exists: false, age: null, expired: false, stale: false, expiresIn: null, path, size: 0 }
  }
  const freshness = freshnessNow(engine, { policy }, stat)
  const { age, expiresIn } = toAges(stat, policy, engine.clock.now())
  const { path, size } = stat
  return {
    exists: true,
    age,
    expired: freshness === 'expired' || freshness === 'missing',
    stale: freshness === 'stale',
    expiresIn,
    path,
    size,
  }
}

/** An entry whose time lies in the future has an infinite age. It counts as expired. */
function toAges(stat: EntryHeader, policy: Policy, now: number): Pick<EntryInfo, 'age' | 'expiresIn'> {
  const age = ageOf(stat, now)
  const { duration = policy.duration } = stat
  return age === Number.POSITIVE_INFINITY ? { age: null, expiresIn: null } : { age, expiresIn: duration - age }
}

/** Takes time in proportion to the number of entries. Other calls do not wait for it. */
export async function pruneEntries(configuration: Configuration, options?: AbortOptions): Promise<number> {
  const { engine, policy } = configuration
  const base = requireBase(configuration, 'prune()')
  const [signal, throwIfAborted] = parseSignal(options)
  let deleted = 0
  const isUseless = (entry: EntryStat): boolean => {
    if (isOutboxKey(entry.key)) return false
    const age = ageOf(entry, engine.clock.now())
    if (age < maxUsableAge(policy, entry) || isBeingReplaced(engine, entry)) return false
    if (!isInternalKey(entry.key)) deleted += 1
    return true
  }
  await deleteMatching(engine, base, isUseless, signal)
  throwIfAborted()
  await sweepStore(engine, base, signal)
  throwIfAborted()
  return deleted
}

/** True if a computation or a write of the entry is in progress. A delete would supersede it, or delete the new entry. */
function isBeingReplaced(engine: Engine, { address }: EntryStat): boolean {
  const slot = engine.slots.get(idOf(address))
  return slot !== undefined && (slot.flight !== undefined || slot.pendingWrites.size > 0)
}
