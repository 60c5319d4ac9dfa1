// Queries as entries of a cache. The entry of a query has its data as value, so hooks of Cachetta with the same key show the same
// data, and `entries()` of the cache lists it.
//
//     key         the canonical text of the query key as JSON, which is the query hash without its brackets: "todos",{"page":1}
//                 `hash "…"` if the application has a hash function of its own; the value then has the query key, too
//     storedAt    the query's `dataUpdatedAt`
//     duration    0 after `invalidateQueries`: the data is stale, whatever the spans say; else absent

import { invalidate } from '../engine/change/invalidate.ts'
import { storeEntry } from '../engine/change/write.ts'
import { createEntry } from '../engine/compute/store-result.ts'
import type { Engine } from '../engine/engine.ts'
import { checkEntry } from '../engine/read/check-entry.ts'
import { find, waitForHook } from '../engine/read/find.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import { freshnessNow, isUsable, maxUsableAge } from '../engine/request/policy.ts'
import type { MutationTarget } from '../engine/request/request.ts'
import { reportStoreFailure } from '../engine/store/guard-store.ts'
import { changeEach, listEntries } from '../engine/store/stored-entries.ts'
import { readEntry } from '../engine/store/stored-entry.ts'
import type { Entry, EntrySpans } from '../entry/entry.ts'
import { ageOf } from '../entry/freshness.ts'
import type { Address } from '../key/address.ts'
import { idOf } from '../key/address.ts'
import { canonicalText } from '../key/canonical.ts'
import { quotedText } from '../key/primitive-text.ts'
import type { KeyFilters } from './match-query.ts'
import { matchesKey } from './match-query.ts'
import type { PersisterSettings } from './options.ts'
import type { QueryName } from './tanstack-types.ts'

/** A query in the words of the engine. */
export interface QueryTarget extends MutationTarget {
  readonly name: QueryName
  /** The query key as the cache's options get it. */
  readonly args: readonly unknown[]
  readonly isCustomHash: boolean
}

/** What the store has of a query. */
export interface StoredQuery {
  readonly name: QueryName
  readonly data: unknown
  /** When the data was fetched, in epoch milliseconds. */
  readonly updatedAt: number
  /** True if the query was invalidated, or the data is older than the `duration` that the cache was given. */
  readonly isStale: boolean
}

/** The entries of all queries of one persister. */
export interface QueryEntries {
  readonly engine: Engine
  readonly handle: CacheHandle
  readonly settings: PersisterSettings
  /** The address without a key. All queries have its path. */
  readonly base: Address
}

/** Returns the entry of a query. */
export function toTarget({ base, handle }: QueryEntries, name: QueryName): QueryTarget {
  const args = parseHash(name.queryHash)
  const key = args ? canonicalText(args) : `hash ${quotedText(name.queryHash)}`
  return createTarget(handle, { ...base, key }, name, args)
}

/** `args` is undefined for a hash that is not the JSON of a key. */
function createTarget(handle: CacheHandle, address: Address, name: QueryName, args?: readonly unknown[]): QueryTarget {
  const { memory, policy, spansOf } = handle
  const given = args ?? name.queryKey
  return {
    name,
    args: given,
    isCustomHash: args === undefined,
    address,
    id: idOf(address),
    memory,
    policy,
    tagsOf: (value) => handle.tagsOf(value, given),
    spansOf: spansOf && ((value) => spansOf(value, given)),
  }
}

function parseHash(hash: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(hash)
    return Array.isArray(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

/** Reads a query that may be restored. Resolves with `undefined` after 200 milliseconds at the latest. Never rejects. */
export async function readQuery(entries: QueryEntries, target: QueryTarget): Promise<StoredQuery | undefined> {
  const { engine } = entries
  if (!target.policy.read) return undefined
  const found = await waitForHook(engine, target, find(engine, target))
  return found ? toStoredQuery(entries, target, found.entry) : undefined
}

/**
 * Reads the entry that another tab has written. Resolves with `null` if it is gone, and with `undefined` if the store failed or if this
 * tab cannot use the entry, because the other one runs another release.
 */
export async function readChanged(entries: QueryEntries, target: QueryTarget): Promise<StoredQuery | null | undefined> {
  const { engine } = entries
  const stored = await readEntry(engine, target.address, target.policy.types)
  if (!stored) return stored
  const entry = await checkEntry(engine, target, stored)
  return entry ? toStoredQuery(entries, target, entry) : undefined
}

/** Returns `undefined` for an entry that is too old, has another version, or belongs to another query. */
export function toStoredQuery(
  { engine, settings }: QueryEntries,
  target: QueryTarget,
  entry: Entry,
): StoredQuery | undefined {
  const { policy } = target
  if (!isUsable(engine, target, entry) || ageOf(entry, engine.clock.now()) > settings.maxAge) return undefined
  const hasDuration = entry.duration !== undefined || policy.duration > 0 // without one, the `staleTime` of the query decides
  const isStale = hasDuration && freshnessNow(engine, target, entry) === 'stale'
  const updatedAt = entry.storedAt
  if (!target.isCustomHash) return { name: target.name, data: entry.value, updatedAt, isStale }
  const { data, queryKey }: { data?: unknown; queryKey?: unknown } = Object(entry.value)
  if (!Array.isArray(queryKey)) return undefined
  return { name: { ...target.name, queryKey }, data, updatedAt, isStale }
}

/** The value of the entry of a query. */
export function toValue({ isCustomHash, name }: QueryTarget, data: unknown): unknown {
  return isCustomHash ? { queryKey: name.queryKey, data } : data
}

/** Stores the data of a query. For a value that cannot be stored the log has one line. Never rejects. */
export async function writeQuery(
  { engine, handle }: QueryEntries,
  target: QueryTarget,
  { data, isStale, updatedAt }: Omit<StoredQuery, 'name'>,
): Promise<void> {
  const value = toValue(target, data)
  const entry = target.policy.write ? createEntry(engine, target, value) : undefined
  if (!entry) return
  try {
    // Awaits only a promise, because a fetch that starts after this call must not be superseded by a write that begins later.
    const passes = handle.shouldStore(data, target.args)
    if (!(typeof passes === 'boolean' ? passes : await passes)) return
    const storedAt = Math.min(updatedAt, entry.storedAt)
    await storeEntry(engine, target, { ...entry, storedAt, ...(isStale && toStaleSpans(target, entry)) })
  } catch (error) {
    reportStoreFailure(engine, 'write', target.address, error)
  }
}

/** The entry is stale at once, and can be used for as long as before. */
function toStaleSpans({ policy }: QueryTarget, entry: Entry): EntrySpans {
  return { duration: 0, staleDuration: maxUsableAge(policy, entry) }
}

/** Calls `visit` with each query in the store that may be restored and matches the filters. */
export async function visitStored(
  entries: QueryEntries,
  filters: KeyFilters,
  visit: (stored: StoredQuery) => void,
): Promise<void> {
  const { base, engine } = entries
  await changeEach(listEntries(engine, base.path), async (stat) => {
    const target = findTarget(entries, stat.address)
    if (!target || !isUsable(engine, target, stat) || !(target.isCustomHash || matchesKey(filters, target.name))) return
    const stored = await readChanged(entries, target)
    if (stored && matchesKey(filters, stored.name)) visit(stored)
  })
}

/** Deletes the queries in the store that match the filters, of whatever age. */
export async function deleteStored(entries: QueryEntries, filters: KeyFilters): Promise<void> {
  const { base, engine } = entries
  await changeEach(listEntries(engine, base.path), async (stat) => {
    const target = findTarget(entries, stat.address)
    if (!target) return
    const { name } = target.isCustomHash ? ((await readChanged(entries, target)) ?? target) : target
    if (matchesKey(filters, name)) await invalidate(engine, target.address)
  })
}

/** Returns `undefined` for an entry that is no query. */
function findTarget({ base, handle }: QueryEntries, address: Address): QueryTarget | undefined {
  const name = address.path === base.path && !address.exact ? parseName(address.key) : undefined
  return name && createTarget(handle, address, name, parseHash(name.queryHash))
}

/** Returns `undefined` for the key of an entry that is no query. The key of a query with a hash of its own is in its value. */
function parseName(key: string): QueryName | undefined {
  const text = key.startsWith('hash ') ? key.slice('hash '.length) : `[${key}]`
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'string') return { queryKey: [], queryHash: parsed }
    return Array.isArray(parsed) ? { queryKey: parsed, queryHash: text } : undefined
  } catch {
    return undefined
  }
}
